// Clocks: the core from the 40 MHz crystal, or from the PLL at 160 MHz for phases that are wanted done soon.
#include "cn/error.h"
#include "cn/hal.h"
#include "port.h"
#include "rom.h"

// The PLL's block on the analog bus; 480 MHz from 40 [clk_tree_ll.h, clk_ll_bbpll_set_config].
#define PLL_BLOCK 0x66u
#define PLL_HOST 1u
#define PLL_OFF (BIT(6) | BIT(8) | BIT(10)) // of OPTIONS0: BB_I2C, BBPLL_I2C and BBPLL forced down
#define PLL_OPEN BIT(17)                    // of ANALOG_CONFIG, active when 0
#define STOP_HIGH BIT(2)
#define STOP_LOW BIT(3)
#define CALIBRATED BIT(24)
#define SOURCE_PLL (1u << 10)
#define PLL_480_AND_160 (BIT(2) | 1u)

static void pll_start(void) {
    REG(RTC_OPTIONS0) &= ~PLL_OFF;
    REG(ANALOG_CONFIG) &= ~PLL_OPEN;
    REG(SYSTEM_CPU_PER_CONF) = (REG(SYSTEM_CPU_PER_CONF) & ~7u) | PLL_480_AND_160;
    REG(ANALOG_CONF0) &= ~STOP_HIGH;
    REG(ANALOG_CONF0) |= STOP_LOW;
    rom_i2c_writeReg(PLL_BLOCK, PLL_HOST, 4, 0x6b);
    rom_i2c_writeReg(PLL_BLOCK, PLL_HOST, 2, 5u << 4);
    rom_i2c_writeReg(PLL_BLOCK, PLL_HOST, 3, 8);
    rom_i2c_writeReg_Mask(PLL_BLOCK, PLL_HOST, 5, 2, 0, 0);
    rom_i2c_writeReg_Mask(PLL_BLOCK, PLL_HOST, 5, 6, 4, 0);
    rom_i2c_writeReg(PLL_BLOCK, PLL_HOST, 6, 1u << 6 | 3u << 4 | 3u);
    rom_i2c_writeReg_Mask(PLL_BLOCK, PLL_HOST, 9, 1, 0, 3);
    while ((REG(ANALOG_CONF0) & CALIBRATED) == 0) {
    }
    for (uint64_t until_us = hal_now_us() + 10; hal_now_us() < until_us;) {
    }
    REG(ANALOG_CONF0) &= ~STOP_LOW;
    REG(ANALOG_CONF0) |= STOP_HIGH;
}

// Not proved here: the lock of the PLL, and the core's voltage at 160 MHz, which IDF leaves as it is from 40
// MHz on [rtc_clk.c, rtc_clk_cpu_freq_to_pll_mhz; IDF also switches regulator slaves on, which smooths the
// step].
int hal_clock(enum hal_clock clock) {
    if (clock == HAL_CLOCK_FAST) {
        pll_start();
        REG(SYSTEM_SYSCLK_CONF) = SOURCE_PLL; // and the divider of the crystal at 1
        return CN_OK;
    }
    REG(SYSTEM_SYSCLK_CONF) = 0;
    REG(RTC_OPTIONS0) |= PLL_OFF;
    return CN_OK;
}

void clock_start(void) {
    REG(SYSTEM_SYSCLK_CONF) = 0; // the crystal, divided by 1: after a reset it is 2
}
