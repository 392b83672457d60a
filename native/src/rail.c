// Switched supply rails: users are counted, so that two chips on one rail do not switch each other off.
#include "cn/rail.h"

#include <string.h>

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/wake.h"

#define RAILS 4
#define SPIN_INSTRUCTIONS 640 // of one turn of the waiting loop when something else is pending

static struct {
    uint8_t pin;
    uint8_t users; // 0: the entry is free
} rails[RAILS];

void cn_rail_init(void) {
    memset(rails, 0, sizeof rails);
}

static int find(uint8_t pin) {
    for (int i = 0; i < RAILS; i++) {
        if (rails[i].users > 0 && rails[i].pin == pin) {
            return i;
        }
    }
    return -1;
}

static int take(uint8_t pin) {
    for (int i = 0; i < RAILS; i++) {
        if (rails[i].users == 0) {
            rails[i].pin = pin;
            return i;
        }
    }
    return CN_ERR_FULL;
}

// A wake that is pending ends every sleep at once and stays pending until the loop runs: then time is spent
// awake.
static void wait(uint64_t until_us) {
    while (hal_now_us() < until_us) {
        if (cn_wake_pending() || hal_sleep(HAL_IDLE, until_us) < 0) {
            hal_spend(SPIN_INSTRUCTIONS);
        }
    }
}

int cn_rail_on(uint8_t pin, uint32_t start_up_us) {
    int rail = find(pin);
    if (rail >= 0) {
        CN_ASSERT(rails[rail].users < UINT8_MAX);
        rails[rail].users++;
        return CN_OK;
    }
    rail = take(pin);
    if (rail < 0) {
        return rail;
    }
    int res = hal_pin_mode(pin, HAL_PIN_OUTPUT);
    if (res >= 0) {
        res = hal_pin_write(pin, true);
    }
    if (res < 0) {
        return res;
    }
    rails[rail].users = 1;
    wait(hal_now_us() + start_up_us);
    return CN_OK;
}

void cn_rail_off(uint8_t pin) {
    int rail = find(pin);
    CN_ASSERT(rail >= 0);
    if (--rails[rail].users == 0) {
        (void)hal_pin_write(pin, false); // it was written before: it cannot fail
    }
}
