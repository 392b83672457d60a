// Clocks: the core from the 40 MHz crystal, or at 80, 160 or 240 MHz from the PLL. Everything else counts the
// crystal.
#include "cn/error.h"
#include "cn/hal.h"
#include "facts.h"
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
#define PLL_480 BIT(2)
#define PERIOD 3u // 80, 160 or 240 MHz

#define IS_OF_PLL(mhz) ((mhz) == 80u || (mhz) == 160u || (mhz) == 240u)
_Static_assert(CLOCK_SLOW_IS_CRYSTAL || FACT_CLOCK_MHZ == 80u, "clockHz: 40 or 80 MHz");
_Static_assert(IS_OF_PLL(FACT_FAST_CLOCK_MHZ), "fastClockHz: 80, 160 or 240 MHz");

static unsigned core_mhz;

static void pll_start(void) {
    REG(RTC_OPTIONS0) &= ~PLL_OFF;
    REG(ANALOG_CONFIG) &= ~PLL_OPEN;
    REG(SYSTEM_CPU_PER_CONF) |= PLL_480;
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
    time_pass(10);
    REG(ANALOG_CONF0) &= ~STOP_LOW;
    REG(ANALOG_CONF0) |= STOP_HIGH;
}

static void take_crystal(void) {
    REG(SYSTEM_SYSCLK_CONF) = 0; // divided by 1: after a reset it is 2
    REG(RTC_OPTIONS0) |= PLL_OFF;
}

static void take_pll(unsigned mhz) {
    if (core_mhz == CLOCK_CRYSTAL_MHZ) {
        pll_start();
    }
    REG(SYSTEM_CPU_PER_CONF) = (REG(SYSTEM_CPU_PER_CONF) & ~PERIOD) | (mhz / 80u - 1u);
    REG(SYSTEM_SYSCLK_CONF) = SOURCE_PLL; // and the divider of the crystal at 1
}

// The voltage rises before the clock and falls behind it [rtc_clk.c, rtc_clk_cpu_freq_to_pll_mhz and
// _to_xtal].
static void run_at(unsigned mhz) {
    if (mhz > core_mhz) {
        voltage_raise(mhz);
    }
    if (mhz == CLOCK_CRYSTAL_MHZ) {
        take_crystal();
    } else if (mhz != core_mhz) {
        take_pll(mhz);
    }
    if (mhz < core_mhz) {
        voltage_lower(core_mhz, mhz);
    }
    core_mhz = mhz;
}

int hal_clock(enum hal_clock clock) {
    run_at(clock == HAL_CLOCK_FAST ? FACT_FAST_CLOCK_MHZ : FACT_CLOCK_MHZ);
    return CN_OK;
}

void clock_rest(void) {
    run_at(CLOCK_CRYSTAL_MHZ);
}

void clock_start(void) {
    take_crystal();
    core_mhz = CLOCK_CRYSTAL_MHZ;
    voltage_start();
}
