// Sleep: WAITI while the clocks go on, or light sleep, which the RTC ends by its alarm or by the level of a
// pin.
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/wake.h"
#include "facts.h"
#include "port.h"

// Shorter than this, light sleep would not be over before it pays: the crystal starts for 250 us [rtc.h].
#define SHORTEST_US 1000u

static uint32_t holds; // moved with interrupts masked, or by their handlers

void sleep_hold(void) {
    uint32_t state = hal_irq_lock();
    holds++;
    hal_irq_unlock(state);
}

void sleep_release(void) {
    uint32_t state = hal_irq_lock();
    holds--;
    hal_irq_unlock(state);
}

static void light_sleep(uint64_t until_us) {
    uint64_t now_us = hal_now_us(), ticks = time_slow_ticks();
    uint32_t causes = WAKE_GPIO;
    if (until_us != HAL_FOREVER) {
        sleep_alarm(ticks + time_slow_of(until_us - now_us));
        causes |= WAKE_TIMER;
    }
    // no phase of work sleeps: the clock is the slow one
    if (!CLOCK_SLOW_IS_CRYSTAL) {
        clock_rest();
    }
    sleep_start(causes, false);
    time_slept(now_us, time_slow_ticks() - ticks);
    if (!CLOCK_SLOW_IS_CRYSTAL) {
        (void)hal_clock(HAL_CLOCK_SLOW);
    }
}

// Interrupts are masked.
static void sleep_once(enum hal_depth depth, uint64_t now_us, uint64_t until_us) {
    bool is_long = until_us == HAL_FOREVER || until_us - now_us >= SHORTEST_US;
    if (depth == HAL_DEEP && is_long && holds == 0 && console_is_idle()) {
        if (time_slow_is_known()) {
            light_sleep(until_us);
            return;
        }
        until_us = now_us + SHORTEST_US; // and then look again
    }
    // the watchdog stands still in light sleep, and counts while the core idles
    hal_watchdog_feed();
    uint64_t look_us = now_us + FACT_WATCHDOG_US / 2;
    time_alarm(until_us < look_us ? until_us : look_us);
    wait_for_interrupt();
}

int hal_sleep(enum hal_depth depth, uint64_t until_us) {
    for (;;) {
        uint32_t state = hal_irq_lock();
        uint64_t now_us = hal_now_us();
        bool done = cn_wake_pending() || now_us >= until_us;
        if (!done) {
            sleep_once(depth, now_us, until_us);
        }
        hal_irq_unlock(state); // here the handlers run
        if (done) {
            break;
        }
    }
    time_alarm_off();
    if (time_slow_is_known()) {
        time_keep(); // else the first event after a start would wait for it
    }
    return CN_OK;
}
