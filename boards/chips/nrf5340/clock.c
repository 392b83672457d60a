// Clocks: 64 or 128 MHz from the internal oscillator, 32.768 kHz from the crystal.
#include "cn/error.h"
#include "cn/hal.h"
#include "port.h"

#define CRYSTAL_PINS 2u // P0.00 and P0.01

// Erratum 140: after a reset during a calibration of the low-frequency oscillator it does not run; starting
// it once through the synthesiser frees it. Bit 31 of this undocumented register tells [nrfx start-up code].
#define LFCLK_STUCK REG(0x50032420u, 0)

static void run_low_frequency_clock(uint32_t source) {
    REG(CLOCK_BASE, CLOCK_LFCLKSRC) = source;
    REG(CLOCK_BASE, CLOCK_EVENTS_LFCLKSTARTED) = 0;
    REG(CLOCK_BASE, CLOCK_TASKS_LFCLKSTART) = 1;
}

static void free_low_frequency_clock(void) {
    if ((LFCLK_STUCK & 1u << 31) == 0) {
        return;
    }
    run_low_frequency_clock(CLOCK_LFCLKSRC_SRC_LFSYNT);
    while (REG(CLOCK_BASE, CLOCK_EVENTS_LFCLKSTARTED) == 0) {
    }
    REG(CLOCK_BASE, CLOCK_EVENTS_LFCLKSTARTED) = 0;
    REG(CLOCK_BASE, CLOCK_TASKS_LFCLKSTOP) = 1;
}

// Only the core's divider: peripherals and the time base have clocks of their own.
int hal_clock(enum hal_clock clock) {
    REG(CLOCK_BASE, CLOCK_HFCLKCTRL) =
        clock == HAL_CLOCK_FAST ? CLOCK_HFCLKCTRL_HCLK_Div1 : CLOCK_HFCLKCTRL_HCLK_Div2;
    return CN_OK;
}

void clock_start(void) {
    free_low_frequency_clock();
    for (unsigned pin = 0; pin < CRYSTAL_PINS; pin++) {
        REG_AT(P0_BASE, GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, pin) =
            GPIO_PIN_CNF_MCUSEL_Peripheral | GPIO_PIN_CNF_INPUT;
    }
    REG(OSCILLATORS_BASE, OSCILLATORS_XOSC32KI_INTCAP) = OSCILLATORS_XOSC32KI_INTCAP_INTCAP_C7PF; // of the DK
    // the crystal takes a quarter of a second; until then the RC oscillator ticks, so nobody waits here
    run_low_frequency_clock(CLOCK_LFCLKSRC_SRC_LFXO);
}
