// The life of a device without a script: stream windows, motion, off, wake, reset, watchdog, end.
#include <stdio.h>
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/loop.h"
#include "cn/pool.h"
#include "cn/power.h"
#include "cn/retain.h"
#include "cn/stream.h"
#include "cn/timer.h"

enum { IMU_INT = 36, LED = 28, BUTTON = 23, CONSOLE_TX = 20, NOT_A_PIN = 55 };
enum { WINDOWS = 4, VERSION = 1 };

static const struct cn_sensor_config imu = {
    .address = 0x19, .alert_pin = IMU_INT, .range_g = 4, .watermark = 25, .rate_millihz = 200000};
static struct cn_stream *stream;
static int windows;

static void say(const char *what, long value) {
    char line[64];
    int length = snprintf(line, sizeof line, "%s %ld\n", what, value);
    hal_console_write(line, (size_t)length);
}

static void go_off(void) {
    const struct cn_motion_config motion = {250, 0};
    const uint8_t led[] = {LED, 1}, own[] = {CONSOLE_TX, 1}, pin[] = {IMU_INT, 1};
    say("motion", cn_stream_arm_motion(stream, &motion));
    say("off by led", cn_power_off(led, sizeof led, 0));
    say("off by own", cn_power_off(own, sizeof own, 0));
    say("off by clock", cn_power_off(pin, sizeof pin, 1000000));
    cn_power_off(pin, sizeof pin, 0);
}

static void on_window(void *token, int error, uint64_t at_us) {
    (void)token;
    if (error < 0) {
        say("stream error", error);
        return;
    }
    size_t count;
    const int16_t *data = cn_stream_window(stream, &count, &error);
    say("window", (long)(at_us / 1000));
    say("z", data[2] / 16); // counts of 2 mg
    if (++windows < WINDOWS) {
        cn_stream_next(stream, on_window, NULL);
    } else {
        go_off();
    }
}

static void on_tick(void *context, uint64_t due_us) {
    (void)context;
    say("tick late by", (long)(hal_now_us() - due_us));
}

static void first_life(void) {
    int error;
    stream = cn_stream_new(&cn_lis2dh12, &imu, &error);
    say("stream", error);
    if (!stream) {
        return;
    }
    say("start", cn_stream_start(stream, 100, 100));
    cn_timer_start(hal_now_us() + 700000, 0, on_tick, NULL);
    cn_stream_next(stream, on_window, NULL);
}

static void misuse(void) {
    uint8_t byte;
    static const uint8_t in_flash[] = {0x0f};
    say("bad pin", hal_pin_read(NOT_A_PIN));
    say("bad bus", hal_bus_transfer(7, 0x19, NULL, 0, NULL, 0));
    say("wire own", hal_bus_wire(1, CONSOLE_TX, 3, 100000));
    say("wire rate", hal_bus_wire(1, 2, 3, 400000));
    say("not wired", hal_bus_transfer(1, 0x19, NULL, 0, NULL, 0));
    say("nobody", hal_bus_transfer(0, 0x42, NULL, 0, NULL, 0));
    say("identity", hal_bus_transfer(0, 0x19, in_flash, 1, &byte, 1));
    say("is", byte);
    hal_pin_mode(LED, HAL_PIN_OUTPUT);
    hal_pin_write(LED, true);
    say("led", hal_pin_read(LED));
}

static bool no_jobs(void *context) {
    (void)context;
    return false;
}

int cn_main(void) {
    size_t size;
    void *block = hal_pool(&size);
    cn_pool_init(block, size);
    cn_loop_init();
    struct cn_wake_info wake;
    cn_power_wake(0, &wake);
    if (wake.cause == CN_CAUSE_POWER_ON) {
        cn_retain_clear();
    }
    uint32_t lives = 0;
    say("kept", cn_retain_read("lives", VERSION, NULL, 0, (uint8_t *)&lives, sizeof lives));
    lives++;
    cn_retain_write("lives", VERSION, NULL, 0, (uint8_t *)&lives, sizeof lives);
    say("life", (long)lives);
    say("cause", wake.cause);
    say("pin", wake.pin);
    hal_mark(HAL_MARK_READY, lives);
    switch (lives) {
    case 1:
        first_life();
        break;
    case 2:
        misuse();
        say("time goes on", hal_now_us() > 2000000);
        hal_reset();
    case 3:
        for (;;) { // no sign of progress: the watchdog bites
        }
    default:
        say("entropy", hal_entropy() != hal_entropy());
        hal_panic("enough");
    }
    static const struct cn_loop_script script = {no_jobs, NULL};
    cn_loop_run(&script);
}
