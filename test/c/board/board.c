// The test board: see board.h. It keeps to hal.h's contracts strictly and asserts what the core must not do.
#include "board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cn/error.h"
#include "cn/pin.h"
#include "cn/wake.h"

#define PINS 64 // the line of the microphone included
#define EVENTS 4096
#define POOL_BYTES (512 * 1024)

struct event {
    uint64_t at_us;
    uint8_t pin;
    bool high;
};

struct board_log board_log;
static uint64_t now_us;
static uint32_t masked; // nesting
static struct event events[EVENTS];
static size_t event_count;
static bool levels[PINS];
static enum hal_edge watched[PINS];
static uint8_t pending[PINS]; // edges that came while interrupts were masked
static board_device devices[128];
static void *device_contexts[128];
static uint32_t fail_in;
static int fail_with;
static void (*before_sleep)(void *);
static void *before_sleep_context;
static enum hal_boot boot_cause;
static _Alignas(16) uint8_t retained[4096 + 512];
static _Alignas(16) uint8_t pool[POOL_BYTES];
static const uint8_t *image_bytes;
static size_t image_size;

void board_reset(enum hal_boot cause, bool power_on) {
    now_us = 0;
    masked = 0;
    event_count = 0;
    memset(levels, 0, sizeof levels);
    memset(watched, 0, sizeof watched);
    memset(pending, 0, sizeof pending);
    memset(devices, 0, sizeof devices);
    memset(&board_log, 0, sizeof board_log);
    fail_in = 0;
    before_sleep = NULL;
    boot_cause = cause;
    board_capture_reset();
    board_serial_reset();
    board_pulses_reset();
    if (power_on) {
        memset(retained, 0xa5, sizeof retained); // noise, as after power-on
    }
}

void board_attach(uint8_t address, board_device device, void *context) {
    devices[address] = device;
    device_contexts[address] = context;
}

void board_fail_transfer(uint32_t nth, int error) {
    fail_in = nth;
    fail_with = error;
}

void board_before_sleep(void (*hook)(void *), void *context) {
    before_sleep = hook;
    before_sleep_context = context;
}

void board_image(const uint8_t *image, size_t size) {
    image_bytes = image;
    image_size = size;
}

// ---- time and events

static void deliver(uint8_t pin) {
    if (masked > 0) {
        pending[pin] = 1;
        return;
    }
    pending[pin] = 0;
    cn_pin_isr(pin, now_us, 1);
}

static void set_level(uint8_t pin, bool high) {
    if (levels[pin] == high) {
        return;
    }
    levels[pin] = high;
    if (watched[pin] & (high ? HAL_EDGE_RISING : HAL_EDGE_FALLING)) {
        deliver(pin);
    }
}

// The earliest event at or before `until_us` happens; false if there is none.
static bool step(uint64_t until_us) {
    size_t first = event_count;
    for (size_t i = 0; i < event_count; i++) {
        if (events[i].at_us <= until_us && (first == event_count || events[i].at_us < events[first].at_us)) {
            first = i;
        }
    }
    if (first == event_count) {
        return false;
    }
    struct event event = events[first];
    memmove(&events[first], &events[first + 1], (event_count - first - 1) * sizeof *events);
    event_count--;
    if (event.at_us > now_us) {
        now_us = event.at_us;
    }
    set_level(event.pin, event.high);
    return true;
}

void board_advance_to(uint64_t at_us) {
    while (step(at_us)) {
    }
    if (at_us > now_us) {
        now_us = at_us;
    }
}

void board_pin_at(uint64_t at_us, uint8_t pin, bool high) {
    if (at_us <= now_us) {
        set_level(pin, high);
        return;
    }
    if (event_count == EVENTS) {
        abort();
    }
    events[event_count++] = (struct event){at_us, pin, high};
}

uint64_t hal_now_us(void) {
    return now_us;
}

void hal_spend(uint32_t instructions) {
    board_log.spent += instructions;
}

int hal_clock(enum hal_clock clock) {
    (void)clock;
    return CN_OK;
}

uint32_t hal_irq_lock(void) {
    return masked++;
}

void hal_irq_unlock(uint32_t state) {
    masked = state;
    for (uint8_t pin = 0; masked == 0 && pin < PINS; pin++) {
        if (pending[pin]) {
            deliver(pin);
        }
    }
}

int hal_sleep(enum hal_depth depth, uint64_t until_us) {
    if (depth == HAL_DEEP) {
        return CN_ERR_UNSUPPORTED;
    }
    uint32_t state = hal_irq_lock();
    if (before_sleep) {
        before_sleep(before_sleep_context);
    }
    bool sleeps = !cn_wake_pending();
    for (uint8_t pin = 0; pin < PINS; pin++) {
        sleeps = sleeps && !pending[pin]; // a pending interrupt ends a sleep even while masked
    }
    board_log.sleeps += sleeps;
    hal_irq_unlock(state);
    if (!sleeps) {
        return CN_OK;
    }
    while (!cn_wake_pending() && step(until_us)) {
    }
    if (!cn_wake_pending()) {
        if (until_us == HAL_FOREVER) {
            fprintf(stderr, "the board sleeps forever: no event is left\n");
            abort();
        }
        now_us = until_us > now_us ? until_us : now_us;
    }
    return CN_OK;
}

// ---- pins and buses

int hal_pin_mode(uint8_t pin, enum hal_pin_mode mode) {
    (void)mode;
    return pin < PINS ? CN_OK : CN_ERR_INVAL;
}

int hal_pin_write(uint8_t pin, bool high) {
    if (pin >= PINS) {
        return CN_ERR_INVAL;
    }
    set_level(pin, high);
    return CN_OK;
}

int hal_pin_read(uint8_t pin) {
    return pin < PINS ? levels[pin] : CN_ERR_INVAL;
}

int hal_pin_watch(uint8_t pin, enum hal_edge edge) {
    if (pin >= PINS) {
        return CN_ERR_INVAL;
    }
    watched[pin] = edge;
    return CN_OK;
}

int hal_bus_transfer(uint8_t bus, uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    board_log.transfers++;
    if (fail_in > 0 && --fail_in == 0) {
        return fail_with;
    }
    if (bus != 0 || address > 127 || !devices[address]) {
        return CN_ERR_NO_DEVICE;
    }
    return devices[address](device_contexts[address], tx, tx_len, rx, rx_len);
}

int hal_bus_recover(uint8_t bus) {
    (void)bus;
    board_log.recoveries++;
    return CN_OK;
}

int hal_bus_wire(uint8_t bus, uint8_t sda, uint8_t scl, uint32_t hz) {
    (void)sda, (void)scl, (void)hz;
    return bus == 0 ? CN_OK : CN_ERR_INVAL;
}

// ---- SPI: what goes out comes back inverted, from a device that pin 5 selects when low

int hal_spi_transfer(uint8_t bus, const struct hal_spi *how, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    board_log.transfers++;
    if (bus != 0) {
        return CN_ERR_INVAL;
    }
    if (how->hz < 125000) {
        return CN_ERR_UNSUPPORTED;
    }
    for (size_t i = 0; i < rx_len; i++) {
        rx[i] = levels[BOARD_SPI_SELECT] ? 0 : (uint8_t) ~(i < tx_len ? tx[i] : 0);
    }
    return CN_OK;
}

int hal_spi_wire(uint8_t bus, uint8_t sck, uint8_t mosi, uint8_t miso) {
    (void)sck, (void)mosi, (void)miso;
    return bus == 0 ? CN_OK : CN_ERR_INVAL;
}

// ---- analog inputs: 0 to 3, and the supply behind them

#define INPUTS 4
static int analog_counts[INPUTS + 1];

static int slot_of(uint8_t input) {
    return input == HAL_ANALOG_SUPPLY ? INPUTS : input < INPUTS ? input : -1;
}

void board_analog(uint8_t input, int counts) {
    int slot = slot_of(input);
    if (slot < 0) {
        abort();
    }
    analog_counts[slot] = counts;
}

int hal_analog_read(uint8_t input, uint32_t *full_scale_uv) {
    int slot = slot_of(input);
    *full_scale_uv = 3600000;
    return slot < 0 ? CN_ERR_INVAL : analog_counts[slot];
}

// ---- the rest

void hal_watchdog_feed(void) {
    board_log.feeds++;
}

void hal_console_write(const char *text, size_t length) {
    size_t used = strlen(board_log.console);
    size_t room = sizeof board_log.console - 1 - used;
    memcpy(board_log.console + used, text, length < room ? length : room);
}

void *hal_retained(size_t *size) {
    *size = sizeof retained;
    return retained;
}

const uint8_t *hal_app_image(unsigned place, size_t *size) {
    *size = image_size;
    return place == 0 ? image_bytes : NULL;
}

void *hal_pool(size_t *size) {
    *size = sizeof pool;
    return pool;
}

uint32_t hal_entropy(void) {
    return 1;
}

void hal_mark(enum hal_mark mark, uint32_t value) {
    (void)mark;
    (void)value;
}

enum hal_boot hal_boot_cause(uint8_t *pin) {
    *pin = 0xff;
    return boot_cause;
}

int hal_off(const struct hal_wake_pin *wake_pins, size_t count, uint64_t until_us) {
    (void)wake_pins;
    (void)count;
    (void)until_us;
    return CN_ERR_UNSUPPORTED;
}

_Noreturn void hal_reset(void) {
    fprintf(stderr, "reset\n");
    exit(3);
}

_Noreturn void hal_panic(const char *what) {
    fprintf(stderr, "panic: %s\n", what);
    abort();
}
