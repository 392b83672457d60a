// Power: the planner picks the deepest legal sleep until the next deadline; the wake cause is kept for the
// app.
#include "cn/power.h"

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/pin.h"
#include "cn/retain.h"
#include "cn/timer.h"
#include "cn/wake.h"

// Shortest sleep for which HAL_DEEP pays, in microseconds: the board's break-even from its energy facts. A
// board without a deep state that keeps RAM leaves it at "never".
#ifndef CN_DEEP_MIN_US
#define CN_DEEP_MIN_US UINT64_MAX
#endif

#define OFF_PINS_MAX 16

static struct cn_wake_info last_wake;
static uint32_t locks;

void cn_power_init(void) {
    static const enum cn_wake_cause causes[] = {
        [HAL_BOOT_POWER_ON] = CN_CAUSE_POWER_ON,
        [HAL_BOOT_RESET] = CN_CAUSE_RESET,
        [HAL_BOOT_OFF_WAKE] = CN_CAUSE_PIN, // or CN_CAUSE_TIMER
        [HAL_BOOT_WATCHDOG] = CN_CAUSE_WATCHDOG,
    };
    uint8_t pin = 0xff;
    enum hal_boot boot = hal_boot_cause(&pin);
    bool by_clock = boot == HAL_BOOT_OFF_WAKE && pin == 0xff;
    last_wake = (struct cn_wake_info){
        by_clock ? CN_CAUSE_TIMER : causes[boot],
        pin,
        boot == HAL_BOOT_OFF_WAKE,
        hal_now_us(),
    };
    locks = 0;
    if (boot == HAL_BOOT_POWER_ON) {
        cn_retain_clear(); // what memory holds then is noise, and noise must not be reported as corruption
    }
}

void cn_power_wake(struct cn_wake_info *info) {
    *info = last_wake;
}

int cn_power_idle(void) {
    uint64_t until_us = cn_timer_next_us();
    uint64_t now_us = hal_now_us();
    if (cn_wake_pending() || until_us <= now_us) {
        return CN_OK;
    }
    bool deep = locks == 0 && until_us - now_us > CN_DEEP_MIN_US;
    int res = hal_sleep(deep ? HAL_DEEP : HAL_IDLE, until_us);
    uint8_t pin;
    uint64_t at_us;
    if (cn_pin_raised(&pin, &at_us)) {
        last_wake = (struct cn_wake_info){CN_CAUSE_PIN, pin, false, at_us};
    } else if (hal_now_us() >= until_us) {
        last_wake = (struct cn_wake_info){CN_CAUSE_TIMER, 0xff, false, until_us};
    }
    return res;
}

int cn_power_lock(void) {
    if (locks == UINT32_MAX) {
        return CN_ERR_FULL;
    }
    locks++;
    return CN_OK;
}

int cn_power_unlock(void) {
    if (locks == 0) {
        return CN_ERR_STATE;
    }
    locks--;
    return CN_OK;
}

int cn_power_off(const uint8_t *wake_pins, size_t count, uint64_t after_us) {
    struct hal_wake_pin pins[OFF_PINS_MAX];
    size_t pairs = count / 2;
    if (count % 2 != 0 || pairs > OFF_PINS_MAX || (pairs == 0 && after_us == 0)) {
        return CN_ERR_INVAL;
    }
    for (size_t i = 0; i < pairs; i++) {
        pins[i] = (struct hal_wake_pin){wake_pins[2 * i], wake_pins[2 * i + 1] != 0};
    }
    return hal_off(pins, pairs, after_us == 0 ? HAL_FOREVER : hal_now_us() + after_us);
}
