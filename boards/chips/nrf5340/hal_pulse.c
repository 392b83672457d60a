// Pulse counters: an IN event of GPIOTE makes TIMER0, 1 or 2 count, through DPPI, while the core sleeps. The
// channels of GPIOTE and of DPPI have the number of the timer.
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "pins.h"
#include "port.h"

#define COUNTERS 3u
#define STRIDE (TIMER1_BASE - TIMER0_BASE)
#define CHANNEL_ENABLED 0x80000000u // of SUBSCRIBE and PUBLISH
#define MARK 0u                     // compare and capture registers
#define COUNT 1u

_Static_assert(TIMER2_BASE == TIMER0_BASE + 2 * STRIDE, "the timers stand in a row");
_Static_assert(HAL_EDGE_RISING << 16 == GPIOTE_CONFIG_POLARITY_LoToHi &&
                   HAL_EDGE_FALLING << 16 == GPIOTE_CONFIG_POLARITY_HiToLo &&
                   HAL_EDGE_BOTH << 16 == GPIOTE_CONFIG_POLARITY_Toggle,
               "edges have the codes of GPIOTE");

static struct {
    bool is_open;
    uint8_t pin;
} counters[COUNTERS];

static uint32_t base_of(unsigned timer) {
    return TIMER0_BASE + STRIDE * timer;
}

// The timer of the pin; COUNTERS: there is none.
static unsigned find(uint8_t pin) {
    unsigned timer = 0;
    while (timer < COUNTERS && !(counters[timer].is_open && counters[timer].pin == pin)) {
        timer++;
    }
    return timer;
}

static void counters_isr_by_need(void) {
    uint64_t at_us = hal_now_us();
    hal_mark(HAL_MARK_ISR, 0);
    for (unsigned timer = 0; timer < COUNTERS; timer++) {
        if (REG(base_of(timer), TIMER_EVENTS_COMPARE)) {
            REG(base_of(timer), TIMER_INTENCLR) = TIMER_INTENCLR_COMPARE0;
            event_clear(base_of(timer), TIMER_EVENTS_COMPARE);
        }
    }
    cn_pin_isr(HAL_PULSE_LINE, at_us, 1);
}

static void start(unsigned timer, uint8_t pin, enum hal_edge edge) {
    uint32_t base = base_of(timer);
    REG(base, TIMER_MODE) = TIMER_MODE_MODE_LowPowerCounter; // Counter is deprecated [device description]
    REG(base, TIMER_BITMODE) = TIMER_BITMODE_BITMODE_32Bit;
    REG(base, TIMER_SUBSCRIBE_COUNT) = CHANNEL_ENABLED | timer;
    REG(base, TIMER_TASKS_START) = 1;
    REG(GPIOTE0_BASE, GPIOTE_LATENCY) = 0; // low power, as hal_pins.c
    REG_AT(GPIOTE0_BASE, GPIOTE_PUBLISH_IN, GPIOTE_PUBLISH_IN_STRIDE, timer) = CHANNEL_ENABLED | timer;
    REG_AT(GPIOTE0_BASE, GPIOTE_CONFIG, GPIOTE_CONFIG_STRIDE, timer) =
        GPIOTE_CONFIG_MODE_Event | (uint32_t)pin << GPIOTE_CONFIG_PSEL_SHIFT |
        (uint32_t)edge << GPIOTE_CONFIG_POLARITY_SHIFT;
    REG(DPPIC_BASE, DPPIC_CHENSET) = 1u << timer;
    // last: arming a channel may make an event of its own [product specification, GPIOTE]
    REG(base, TIMER_TASKS_CLEAR) = 1;
    counters_handler = counters_isr_by_need;
    irq_enable(TIMER0_IRQ + timer, PRIORITY_PINS);
}

int hal_pulse_open(uint8_t pin, enum hal_pin_mode mode, enum hal_edge edge) {
    unsigned timer = 0;
    while (timer < COUNTERS && counters[timer].is_open) {
        timer++;
    }
    if (timer == COUNTERS) {
        return pin_is_free(pin) ? CN_ERR_FULL : CN_ERR_INVAL;
    }
    int res = hal_pin_mode(pin, mode);
    if (res < 0) {
        return res;
    }
    counters[timer].is_open = true;
    counters[timer].pin = pin;
    start(timer, pin, edge);
    return CN_OK;
}

uint32_t hal_pulse_read(uint8_t pin) {
    unsigned timer = find(pin);
    if (timer == COUNTERS) {
        return 0;
    }
    REG_AT(base_of(timer), TIMER_TASKS_CAPTURE, TIMER_TASKS_CAPTURE_STRIDE, COUNT) = 1;
    return REG_AT(base_of(timer), TIMER_CC, TIMER_CC_STRIDE, COUNT);
}

int hal_pulse_mark(uint8_t pin, uint32_t mark) {
    unsigned timer = find(pin);
    if (timer == COUNTERS) {
        return CN_OK;
    }
    uint32_t base = base_of(timer);
    REG(base, TIMER_INTENCLR) = TIMER_INTENCLR_COMPARE0;
    REG_AT(base, TIMER_CC, TIMER_CC_STRIDE, MARK) = mark;
    event_clear(base, TIMER_EVENTS_COMPARE);
    REG(base, TIMER_INTENSET) = TIMER_INTENSET_COMPARE0;
    return CN_OK;
}

void hal_pulse_close(uint8_t pin) {
    unsigned timer = find(pin);
    if (timer == COUNTERS) {
        return;
    }
    REG(base_of(timer), TIMER_INTENCLR) = TIMER_INTENCLR_COMPARE0;
    REG(DPPIC_BASE, DPPIC_CHENCLR) = 1u << timer;
    REG_AT(GPIOTE0_BASE, GPIOTE_CONFIG, GPIOTE_CONFIG_STRIDE, timer) = GPIOTE_CONFIG_MODE_Disabled;
    REG(base_of(timer), TIMER_TASKS_STOP) = 1;
    counters[timer].is_open = false;
}
