// Functions of the mask ROM that the port calls [esp_rom/esp32s3/ld/esp32s3.rom.ld, rom.regi2c.ld].
#ifndef ESP32S3_ROM_H
#define ESP32S3_ROM_H

#include <stdint.h>

#define ROM(type, address) ((type)(address))
typedef void rom_void(void);
typedef uint32_t rom_word(void);
typedef void rom_takes_word(uint32_t);
typedef void rom_icache_mode(uint32_t bytes, uint8_t ways, uint8_t line);
typedef int rom_map(uint32_t external, uint32_t at, uint32_t flash, uint32_t page_kb, uint32_t pages,
                    uint32_t fixed);

// The caches' come in pairs: what one returns goes to the other.
#define Cache_Disable_ICache ROM(rom_word *, 0x4000186cu)
#define Cache_Enable_ICache ROM(rom_takes_word *, 0x40001878u)
#define Cache_Disable_DCache ROM(rom_word *, 0x40001884u)
#define Cache_Enable_DCache ROM(rom_takes_word *, 0x40001890u)
#define Cache_Suspend_ICache ROM(rom_word *, 0x4000189cu)
#define Cache_Resume_ICache ROM(rom_takes_word *, 0x400018a8u)
#define Cache_Suspend_DCache ROM(rom_word *, 0x400018b4u)
#define Cache_Resume_DCache ROM(rom_takes_word *, 0x400018c0u)
#define Cache_Invalidate_ICache_All ROM(rom_void *, 0x400016d4u)
#define Cache_Invalidate_DCache_All ROM(rom_void *, 0x400016e0u)
#define Cache_MMU_Init ROM(rom_void *, 0x40001998u)
#define Cache_Dbus_MMU_Set ROM(rom_map *, 0x400019b0u)
#define rom_config_instruction_cache_mode ROM(rom_icache_mode *, 0x40001a1cu)
#define rom_config_data_cache_mode ROM(rom_icache_mode *, 0x40001a28u)

// The analog bus: block, host, register, then its bits and their value.
typedef void rom_write_analog(uint8_t block, uint8_t host, uint8_t reg, uint8_t value);
typedef void rom_write_bits(uint8_t block, uint8_t host, uint8_t reg, uint8_t high, uint8_t low,
                            uint8_t value);
#define rom_i2c_writeReg ROM(rom_write_analog *, 0x40005d60u)
#define rom_i2c_writeReg_Mask ROM(rom_write_bits *, 0x40005d6cu)

#endif
