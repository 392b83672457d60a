// What outlives a reset: pins that are kept over off, whose level still stands, and a watchdog that goes on.
#include <stdio.h>

#include "cn/hal.h"
#include "cn/pin.h"
#include "cn/wake.h"

enum { WAKE_PIN = 36, WATCHED = 40, LED = 28 };
enum { AWAKE_US = 15000, ASLEEP_US = 2000000 };

static void say(const char *what, long value) {
    char line[64];
    int length = snprintf(line, sizeof line, "%s %ld\n", what, value);
    hal_console_write(line, (size_t)length);
}

static void stay_awake(void) {
    uint64_t until_us = hal_now_us() + AWAKE_US;
    while (hal_now_us() < until_us) {
    }
}

static void go_off(void) {
    static const struct hal_wake_pin wake = {WAKE_PIN, true};
    hal_pin_write(LED, false);
    hal_pin_mode(LED, HAL_PIN_OUTPUT);
    hal_off(&wake, 1, HAL_FOREVER);
}

static void on_edge(void *context, uint64_t at_us, uint32_t edges) {
    (void)at_us;
    *(unsigned *)context += edges;
}

static void sleep_beside_the_wake_pin(void) {
    hal_mark(HAL_MARK_READY, 1);
    uint64_t until_us = hal_now_us() + ASLEEP_US;
    unsigned edges = 0;
    cn_pin_watch(WATCHED, HAL_EDGE_RISING, on_edge, &edges);
    while (hal_now_us() < until_us) {
        hal_watchdog_feed();
        hal_sleep(HAL_DEEP, until_us);
        while (cn_pin_dispatch()) {
        }
    }
    hal_mark(HAL_MARK_READY, 2);
    say("edges", edges);
}

int cn_main(void) {
    uint8_t pin;
    cn_wake_init();
    enum hal_boot cause = hal_boot_cause(&pin);
    say("cause", cause);
    say("pin", pin);
    if (cause == HAL_BOOT_POWER_ON) {
        go_off();
    }
    if (cause == HAL_BOOT_OFF_WAKE) {
        sleep_beside_the_wake_pin();
        stay_awake();
        hal_reset();
    }
    stay_awake();
    say("alive", 1);
    hal_sleep(HAL_DEEP, HAL_FOREVER);
    return 0;
}
