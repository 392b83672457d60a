// Sleep: System ON, woken by the alarm of the time base or by a pin.
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/wake.h"
#include "port.h"

// Idle keeps the clocks ready, which costs half a milliampere and saves some microseconds at the wake-up.
static void choose_depth(enum hal_depth depth) {
    REG(POWER_BASE, depth == HAL_IDLE ? POWER_TASKS_CONSTLAT : POWER_TASKS_LOWPWR) = 1;
}

int hal_sleep(enum hal_depth depth, uint64_t until_us) {
    uint64_t until_tick = until_us == HAL_FOREVER ? UINT64_MAX : time_tick_of(until_us);
    choose_depth(depth);
    for (;;) {
        uint32_t state = hal_irq_lock();
        bool done = cn_wake_pending() || time_ticks() >= until_tick;
        if (!done) {
            if (until_tick != UINT64_MAX) {
                time_alarm(until_tick);
            }
            wait_for_interrupt();
        }
        hal_irq_unlock(state); // here the handlers run
        if (done) {
            break;
        }
    }
    time_alarm_off();
    time_keep();
    return CN_OK;
}
