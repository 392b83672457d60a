// The life of a device without a script: stream, off by the clock, by the button, by the sensor, a reset, the
// watchdog, the end.
#include "cn/error.h"
#include "cn/format.h"
#include "cn/hal.h"
#include "cn/loop.h"
#include "cn/pool.h"
#include "cn/power.h"
#include "cn/retain.h"
#include "cn/stream.h"
#include "cn/timer.h"
#include "pins.h"

enum { IMU_INT = 4, LED = 47, STATE = 15, BUTTON = 0, NOT_A_PIN = 22 };
enum { WINDOWS = 4, VERSION = 1, BUSY_LOOPS = 2000 };

static const struct cn_sensor_config imu = {
    .address = 0x19, .alert_pin = IMU_INT, .range_g = 4, .watermark = 25, .rate_millihz = 200000};
static struct cn_stream *stream;
static int windows;

static void say(const char *what, long value) {
    char line[64];
    int length = cn_snprintf(line, sizeof line, "%s %d\n", what, (int)value);
    hal_console_write(line, (size_t)length);
}

static void light_outputs(void) {
    hal_pin_mode(LED, HAL_PIN_OUTPUT);
    hal_pin_write(LED, true);
    hal_pin_mode(STATE, HAL_PIN_OUTPUT);
    hal_pin_write(STATE, true);
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
        return;
    }
    say("stop", cn_stream_stop(stream)); // or its interrupt would end the next off
    light_outputs();
    say("off by the clock", (long)hal_pin_read(LED));
    cn_power_off(NULL, 0, 1000000);
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

// So many instructions, whatever the clock.
static long busy_us(void) {
    uint64_t since_us = hal_now_us();
    for (volatile int i = 0; i < BUSY_LOOPS; i++) {
    }
    return (long)(hal_now_us() - since_us);
}

// How many times as fast the fast clock is, in tenths.
static long fast_tenths(void) {
    long slow_us = busy_us();
    hal_clock(HAL_CLOCK_FAST);
    long fast_us = busy_us();
    hal_clock(HAL_CLOCK_SLOW);
    return (slow_us * 10 + fast_us / 2) / fast_us;
}

static void refusals(void) {
    const struct hal_wake_pin led = {LED, true}, wrong_level = {BUTTON, true};
    uint8_t byte;
    static const uint8_t who_am_i[] = {0x0f};
    say("bad pin", hal_pin_read(NOT_A_PIN));
    say("bad bus", hal_bus_transfer(7, 0x19, NULL, 0, NULL, 0));
    say("off by led", hal_off(&led, 1, HAL_FOREVER));
    say("off by wrong level", hal_off(&wrong_level, 1, HAL_FOREVER));
    say("nobody", hal_bus_transfer(0, 0x42, NULL, 0, NULL, 0));
    say("identity", hal_bus_transfer(0, 0x19, who_am_i, 1, &byte, 1));
    say("is", byte);
    say("fast", fast_tenths());
}

static void next_off(uint32_t life) {
    const struct hal_wake_pin both[] = {{IMU_INT, true}, {BUTTON, false}};
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++) {
        hal_pin_mode(both[i].pin, both[i].high ? HAL_PIN_INPUT_PULL_DOWN : HAL_PIN_INPUT_PULL_UP);
    }
    light_outputs();
    say("off", (long)life);
    hal_off(both, 2, HAL_FOREVER);
    say("not off", (long)life);
}

static bool no_jobs(void *context) {
    (void)context;
    return false;
}

static void live(uint32_t life) {
    switch (life) {
    case 1:
        first_life();
        break;
    case 2:
        refusals();
        next_off(life); // EXT0: the button
        break;
    case 3:
        next_off(life); // EXT1: the sensor's pin
        break;
    case 4:
        say("time goes on", hal_now_us() > 5000000);
        hal_reset();
    case 5:
        for (;;) { // no sign of progress: the watchdog bites
        }
    default:
        say("entropy", hal_entropy() != hal_entropy());
        hal_panic("enough");
    }
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
    live(lives);
    static const struct cn_loop_script script = {no_jobs, NULL};
    cn_loop_run(&script);
}
