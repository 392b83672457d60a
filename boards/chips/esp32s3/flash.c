// Words of flash are written by SPI1 while nothing reads the flash: all of this lies in RAM, interrupts wait,
// and both caches are suspended.
#include "port.h"
#include "rom.h"
#include "slots.h"

#define WINDOW 0x01ffffffu // an address of the data window, and its place in flash

// Commands, and how many bytes follow an address [esp_rom/patches/esp_rom_spiflash.c].
#define WRITE_ENABLE BIT(30)
#define READ_STATUS BIT(27)
#define PAGE_PROGRAM BIT(25)
#define BYTES(count) ((uint32_t)(count) << 24)
#define DUMMY_ON BIT(29) // of USER

#define BUSY BIT(0) // of the memory's status

IN_RAM static void command(uint32_t which) {
    REG(SPI1_CMD) = which;
    while (REG(SPI1_CMD) != 0) {
    }
}

IN_RAM static void wait_idle(void) {
    do {
        REG(SPI1_RD_STATUS) = 0;
        command(READ_STATUS);
    } while (REG(SPI1_RD_STATUS) & BUSY);
}

// The memory does not answer reads while it writes; what the data cache holds of the word is old then.
IN_RAM void slots_write_zero(const uint32_t *word) {
    uint32_t state;
    __asm volatile("rsil %0, 3" : "=a"(state)::"memory");
    uint32_t instructions = Cache_Suspend_ICache(), data = Cache_Suspend_DCache();
    wait_idle();
    REG(SPI1_USER) &= ~DUMMY_ON;
    command(WRITE_ENABLE);
    REG(SPI1_ADDR) = ((uint32_t)word & WINDOW) | BYTES(sizeof *word);
    REG(SPI1_W0) = 0;
    command(PAGE_PROGRAM);
    wait_idle();
    Cache_Invalidate_DCache_All();
    Cache_Resume_DCache(data);
    Cache_Resume_ICache(instructions);
    __asm volatile("wsr %0, ps\n rsync" ::"a"(state) : "memory");
}
