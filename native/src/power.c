// Power: the planner picks the deepest legal sleep until the next deadline; the wake cause is kept for the
// app.
#include "cn/power.h"

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/pin.h"
#include "cn/timer.h"
#include "cn/wake.h"

// Shortest sleep for which HAL_DEEP pays, in microseconds: the board's break-even from its energy facts. A
// board without a deep state that keeps RAM leaves it at "never".
#ifndef CN_DEEP_MIN_US
#define CN_DEEP_MIN_US UINT64_MAX
#endif

#define OFF_PINS_MAX 16

// Every watched pin and the timer.
#define CAUSES (CN_WAKE_SLOTS + 1)

static struct cn_wake_info wakes[CAUSES];
static int wake_count;
static struct cn_power_stats counts;

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
    wakes[0] = (struct cn_wake_info){
        by_clock ? CN_CAUSE_TIMER : causes[boot],
        pin,
        boot == HAL_BOOT_OFF_WAKE,
        hal_now_us(),
    };
    wake_count = 1;
    counts = (struct cn_power_stats){0};
}

int cn_power_wake_count(void) {
    return wake_count;
}

int cn_power_wake(uint32_t index, struct cn_wake_info *info) {
    if (index >= (uint32_t)wake_count) {
        return CN_ERR_RANGE;
    }
    *info = wakes[index];
    return CN_OK;
}

void cn_power_stats(struct cn_power_stats *stats) {
    *stats = counts;
}

// Keep the list in order of moments; what was there first stays before its equals.
static void add_cause(struct cn_wake_info cause) {
    int at = wake_count++;
    for (; at > 0 && wakes[at - 1].at_us > cause.at_us; at--) {
        wakes[at] = wakes[at - 1];
    }
    wakes[at] = cause;
}

static bool is_listed(uint8_t pin) {
    for (int i = 0; i < wake_count; i++) {
        if (wakes[i].pin == pin) {
            return true;
        }
    }
    return false;
}

// What stands now has ended the sleep. A sleep that ended early by itself leaves the list as it was.
static void note_causes(uint64_t until_us) {
    uint8_t pin;
    uint64_t at_us;
    bool timer = hal_now_us() >= until_us;
    if (!timer && !cn_wake_pending()) {
        return;
    }
    wake_count = 0;
    for (uint32_t left = cn_wake_raised(); left; left &= left - 1) {
        // two watches of one pin are one cause
        if (cn_pin_slot_raised(__builtin_ctz(left), &pin, &at_us) && !is_listed(pin)) {
            add_cause((struct cn_wake_info){CN_CAUSE_PIN, pin, false, at_us});
        }
    }
    if (timer) {
        add_cause((struct cn_wake_info){CN_CAUSE_TIMER, 0xff, false, until_us});
    }
}

static void count_sleep(bool deep, bool locked, uint64_t slept_us) {
    counts.sleeps++;
    counts.deep_us += deep ? slept_us : 0;
    counts.idle_us += deep ? 0 : slept_us;
    counts.locked_us += locked ? slept_us : 0;
}

int cn_power_idle(void) {
    uint64_t until_us = cn_timer_next_us();
    uint64_t now_us = hal_now_us();
    if (cn_wake_pending() || until_us <= now_us) {
        return CN_OK;
    }
    bool pays = until_us - now_us > CN_DEEP_MIN_US;
    bool locked = pays && counts.locks > 0;
    bool deep = pays && !locked;
    int res = hal_sleep(deep ? HAL_DEEP : HAL_IDLE, until_us);
    count_sleep(deep, locked, hal_now_us() - now_us);
    note_causes(until_us);
    return res;
}

int cn_power_lock(void) {
    if (counts.locks == UINT32_MAX) {
        return CN_ERR_FULL;
    }
    counts.locks++;
    return CN_OK;
}

int cn_power_unlock(void) {
    if (counts.locks == 0) {
        return CN_ERR_STATE;
    }
    counts.locks--;
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

_Noreturn void cn_power_reset(void) {
    hal_app_holds();
    hal_reset();
}
