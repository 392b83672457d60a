// The loop: run what is ready, one thing at a time with its script jobs, then sleep.
#include "cn/loop.h"

#include "cn/clock.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "cn/power.h"
#include "cn/rail.h"
#include "cn/timer.h"
#include "cn/wake.h"

void cn_loop_init(void) {
    cn_wake_init();
    cn_pin_init();
    cn_timer_init();
    cn_rail_init();
    cn_power_init();
    cn_clock_init();
}

bool cn_loop_turn(const struct cn_loop_script *script) {
    bool ran = script->run_jobs(script->context);
    if (cn_pin_dispatch()) {
        script->run_jobs(script->context);
        ran = true;
    }
    if (cn_timer_dispatch(hal_now_us())) {
        script->run_jobs(script->context);
        ran = true;
    }
    if (ran) {
        hal_watchdog_feed();
    }
    return ran;
}

_Noreturn void cn_loop_run(const struct cn_loop_script *script) {
    for (;;) {
        if (!cn_loop_turn(script)) {
            cn_power_idle();
        }
    }
}
