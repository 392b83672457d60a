// The supply: where it falls too low the chip is reset, before flash and memory fail.
#include "port.h"
#include "rom.h"

// About 2.84 V: the flash memory of the modules works from 2.7 V on. Levels are estimates
// [esp_hw_support/power_supply/port/esp32s3/Kconfig.power].
#define LEVEL 4u
#define BLOCK 0x61u
#define HOST 1u
#define LEVEL_REGISTER 5u

#define DETECTOR_ON BIT(30)
#define COUNT_CLEAR BIT(29)
#define RESETS_SYSTEM (BIT(27) | BIT(26))
#define RESET_WAIT (0x3ffu << 16) // periods of the slow clock
#define NOTICE_WAIT (2u << 4)
#define BY_HARDWARE BIT(1) // of FIB_SEL: the detector's own, stronger reset

// The order of the vendor's code [brownout_hal.c].
void brownout_start(void) {
    REG(RTC_FIB_SEL) &= ~BY_HARDWARE;
    REG(RTC_BROWN_OUT) = RESETS_SYSTEM | RESET_WAIT | NOTICE_WAIT | COUNT_CLEAR;
    REG(RTC_BROWN_OUT) = RESETS_SYSTEM | RESET_WAIT | NOTICE_WAIT;
    rom_i2c_writeReg_Mask(BLOCK, HOST, LEVEL_REGISTER, 2, 0, LEVEL);
    REG(RTC_BROWN_OUT) |= DETECTOR_ON;
}
