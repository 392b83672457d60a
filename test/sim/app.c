// A firmware without a script engine: sensor by raw transfers, sleep, drain, motion, off, reset; logs all it
// sees.
#include <stdint.h>
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "cn/wake.h"

enum { BUS = 0, IMU = 0x19, IMU_INT = 23, LED = 28, BUTTON = 8 };
enum { CTRL1 = 0x20, CTRL2, CTRL3, CTRL4, CTRL5, REFERENCE = 0x26, OUT = 0x28, FIFO_CTRL = 0x2e, FIFO_SRC };
enum { INT1_CFG = 0x30, INT1_SRC, INT1_THS, INT1_DURATION };

#define KEPT_MAGIC 0x4b455054u

struct kept {
    uint32_t magic;
    uint32_t boots;
};

// ---- text

static char line[96];
static size_t used;

static void put(const char *text) {
    size_t length = strlen(text);
    memcpy(line + used, text, length);
    used += length;
}

static void put_int(int64_t value) {
    char digits[21];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? (uint64_t)-value : (uint64_t)value;
    digits[--at] = 0;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    put(value < 0 ? "-" : " ");
    put(&digits[at]);
}

static void say(void) {
    line[used++] = '\n';
    hal_console_write(line, used);
    used = 0;
}

static void say_int(const char *what, int64_t value) {
    put(what);
    put_int(value);
    say();
}

// ---- sensor

static int write_register(uint8_t address, uint8_t value) {
    uint8_t bytes[] = {address, value};
    return hal_bus_transfer(BUS, IMU, bytes, sizeof bytes, NULL, 0);
}

static int read_registers(uint8_t address, uint8_t *bytes, size_t count) {
    uint8_t sub = address | 0x80;
    return hal_bus_transfer(BUS, IMU, &sub, 1, bytes, count);
}

static uint8_t read_register(uint8_t address) {
    uint8_t value = 0;
    int res = read_registers(address, &value, 1);
    if (res < 0) {
        say_int("read", res);
        hal_bus_recover(BUS);
    }
    return value;
}

static void write_all(const uint8_t (*table)[2], size_t count) {
    for (size_t i = 0; i < count; i++) {
        int res = write_register(table[i][0], table[i][1]);
        if (res < 0) {
            say_int("write", res);
        }
    }
}

static void start_stream(uint8_t watermark) {
    const uint8_t table[][2] = {
        {CTRL1, 0},    {FIFO_CTRL, 0}, {CTRL2, 0},    {CTRL3, 0x04},
        {CTRL4, 0x88}, {CTRL5, 0x40},  {INT1_CFG, 0}, {FIFO_CTRL, (uint8_t)(0x80 | watermark)},
        {CTRL1, 0x67}, // 200 Hz
    };
    write_all(table, sizeof table / sizeof table[0]);
}

static void arm_motion(void) {
    const uint8_t table[][2] = {
        {CTRL1, 0},    {FIFO_CTRL, 0},       {CTRL2, 0x01},      {CTRL3, 0x40}, {CTRL4, 0x80},
        {CTRL5, 0x08}, {INT1_THS, 250 / 16}, {INT1_DURATION, 1}, {CTRL1, 0x3f}, // 25 Hz, low power
    };
    write_all(table, sizeof table / sizeof table[0]);
    read_register(REFERENCE);
    write_register(INT1_CFG, 0x2a);
    read_register(INT1_SRC);
}

// ---- wakes

static uint64_t woken_at_us;
static int wakes;

static void on_edge(void *context, uint64_t at_us, uint32_t count) {
    (void)count;
    (void)context;
    woken_at_us = at_us;
    wakes++;
}

static void wait_for_edge(uint64_t until_us) {
    int before = wakes;
    while (wakes == before && hal_now_us() < until_us) {
        hal_sleep(HAL_IDLE, until_us);
        while (cn_pin_dispatch()) {
        }
    }
}

static uint32_t hash(uint32_t hash, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ bytes[i]) * 16777619u;
    }
    return hash;
}

static void drain(void) {
    uint8_t source = read_register(FIFO_SRC);
    uint8_t burst[32 * 6] = {0};
    size_t count = source & 0x40 ? 32 : source & 0x1f;
    int res = count > 0 ? read_registers(OUT, burst, count * 6) : 0;
    hal_spend(1000 + 50 * (uint32_t)count);
    put("drain at");
    put_int((int64_t)woken_at_us);
    put(" src");
    put_int(source);
    put(" res");
    put_int(res);
    put(" x");
    put_int((int16_t)(burst[0] | burst[1] << 8));
    say();
    hal_mark(HAL_MARK_INVOKE_BEGIN, 0);
    hal_spend(120000);
    hal_mark(HAL_MARK_INVOKE_END, res == 0 ? hash(2166136261u, burst, count * 6) : 0);
}

static void stream_part(void) {
    say_int("who am i", read_register(0x0f));
    start_stream(20);
    for (int i = 0; i < 12; i++) {
        wait_for_edge(HAL_FOREVER);
        drain();
    }
    // too slow once: the FIFO overruns, the line is high already and no edge comes
    hal_spend(40000000);
    drain();
    wait_for_edge(HAL_FOREVER);
    drain();
    write_register(CTRL1, 0);
    uint64_t until_us = hal_now_us() + 250000;
    hal_sleep(HAL_DEEP, until_us);
    say_int("late by", (int64_t)(hal_now_us() - until_us));
}

// A masked interrupt waits, and a sleep with a raised bit does not happen.
static void masked_part(void) {
    start_stream(4);
    uint32_t state = hal_irq_lock();
    hal_spend(3000000);
    int level = hal_pin_read(IMU_INT);
    say_int("masked: pending", cn_wake_pending());
    say_int("masked: level", level);
    uint64_t masked_us = hal_now_us();
    hal_sleep(HAL_IDLE, HAL_FOREVER);
    say_int("masked: slept", (int64_t)(hal_now_us() - masked_us));
    hal_irq_unlock(state);
    say_int("unmasked: pending", cn_wake_pending());
    uint64_t before_us = hal_now_us();
    hal_sleep(HAL_IDLE, HAL_FOREVER);
    say_int("slept", (int64_t)(hal_now_us() - before_us));
    while (cn_pin_dispatch()) {
    }
    say_int("edge at", (int64_t)woken_at_us);
    write_register(CTRL1, 0);
}

// For the soak: wake, drain, count, sleep; one line a day.
static void stream_for_ever(void) {
    uint64_t samples = 0, full = 0, day_us = 86400000000;
    start_stream(20);
    for (;;) {
        wait_for_edge(HAL_FOREVER);
        uint8_t source = read_register(FIFO_SRC);
        uint8_t burst[32 * 6];
        size_t count = source & 0x40 ? 32 : source & 0x1f;
        full += source >> 6 & 1;
        samples += read_registers(OUT, burst, count * 6) == 0 ? count : 0;
        hal_spend(3000);
        hal_watchdog_feed();
        if (hal_now_us() >= day_us) {
            put("samples");
            put_int((int64_t)samples);
            put(" full");
            put_int((int64_t)full);
            put(" wakes");
            put_int(wakes);
            say();
            day_us += 86400000000;
        }
    }
}

static void first_boot(void) {
    size_t size;
    if (hal_app_image(0, &size)[0] == 1) {
        stream_for_ever();
    }
    stream_part();
    masked_part();
    hal_pin_mode(LED, HAL_PIN_OUTPUT);
    hal_pin_write(LED, true);
    say_int("led", hal_pin_read(LED));
    say_int("bad pin", hal_pin_read(55));
    say_int("bad bus", hal_bus_transfer(7, IMU, NULL, 0, NULL, 0));
    say_int("nobody", hal_bus_transfer(BUS, 0x42, NULL, 0, NULL, 0));
    static const struct hal_wake_pin led = {LED, true}, low = {BUTTON, false};
    static const struct hal_wake_pin pins[] = {{IMU_INT, true}, {BUTTON, true}};
    say_int("off by led", hal_off(&led, 1, HAL_FOREVER));
    say_int("off by a low button", hal_off(&low, 1, HAL_FOREVER));
    say_int("off by clock", hal_off(pins, 2, hal_now_us() + 1000000));
    arm_motion();
    say_int("off at", (int64_t)hal_now_us());
    hal_off(pins, 2, HAL_FOREVER);
}

int cn_main(void) {
    size_t size;
    struct kept *kept = hal_retained(&size);
    uint8_t pin;
    enum hal_boot cause = hal_boot_cause(&pin);
    cn_wake_init();
    cn_pin_init();
    if (kept->magic != KEPT_MAGIC) {
        *kept = (struct kept){KEPT_MAGIC, 0};
    }
    kept->boots++;
    put("boot");
    put_int(kept->boots);
    put(" cause");
    put_int(cause);
    put(" pin");
    put_int(pin);
    put(" at");
    put_int((int64_t)hal_now_us());
    say();
    hal_pin_mode(IMU_INT, HAL_PIN_INPUT_PULL_DOWN);
    cn_pin_watch(IMU_INT, HAL_EDGE_RISING, on_edge, NULL);
    hal_mark(HAL_MARK_READY, 0);
    switch (cause) {
    case HAL_BOOT_POWER_ON:
        first_boot();
        break;
    case HAL_BOOT_OFF_WAKE:
        say_int("motion", read_register(INT1_SRC));
        hal_reset();
    case HAL_BOOT_RESET:
        hal_spend(700000000); // no sign of progress for 14 s: the watchdog bites
        hal_pin_read(LED);
        say_int("the watchdog did not bite", 0);
        break;
    case HAL_BOOT_WATCHDOG:
        say_int("end", hal_entropy());
        break;
    }
    return 0;
}
