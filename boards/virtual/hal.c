// hal.h over the link: what the world is asked: clock, sleep, pins, buses, inputs. The same on every virtual
// board.
#include "cn/hal.h"

#include "clock.h"
#include "cn/error.h"
#include "cn/wake.h"
#include "link.h"

static int ask(struct link_request request) {
    return link_error(link_ask(&request, NULL, NULL, 0).status);
}

// ---- clock

int hal_clock(enum hal_clock clock) {
    struct link_request request = {.kind = LINK_CLOCK, .a = (uint8_t)clock};
    struct link_reply reply = link_ask(&request, NULL, NULL, 0);
    if (reply.status == LINK_OK) {
        clock_choose(clock, reply.value);
    }
    return link_error(reply.status);
}

void hal_spend(uint32_t instructions) {
    if (clock_spend(instructions)) {
        (void)hal_clock(clock_chosen());
    }
}

// ---- sleep

int hal_sleep(enum hal_depth depth, uint64_t until_us) {
    uint32_t state = hal_irq_lock();
    int res = CN_OK;
    // asked with interrupts masked: an edge from here on is pending and ends the wait, as one does that is
    // pending already because the caller had masked it
    if (!cn_wake_pending() && !port_pending()) {
        res = ask((struct link_request){.kind = LINK_SLEEP, .a = (uint8_t)depth, .until_us = until_us});
        if (res == CN_OK) {
            port_wait();
        }
    }
    hal_irq_unlock(state);
    return res;
}

int hal_off(const struct hal_wake_pin *wake_pins, size_t count, uint64_t until_us) {
    _Static_assert(sizeof *wake_pins == 2, "pairs of bytes, as SPEC.md has them");
    struct link_request request = {
        .kind = LINK_OFF, .length = (uint32_t)(count * sizeof *wake_pins), .until_us = until_us};
    return link_error(link_ask(&request, wake_pins, NULL, 0).status);
}

_Noreturn void hal_reset(void) {
    struct link_request request = {.kind = LINK_RESET};
    link_ask(&request, NULL, NULL, 0);
    port_halt(); // the answer is to restart: never reached
}

// ---- pins

int hal_pin_mode(uint8_t pin, enum hal_pin_mode mode) {
    return ask((struct link_request){.kind = LINK_PIN_MODE, .a = pin, .b = (uint8_t)mode});
}

int hal_pin_write(uint8_t pin, bool high) {
    return ask((struct link_request){.kind = LINK_PIN_WRITE, .a = pin, .b = high});
}

int hal_pin_read(uint8_t pin) {
    struct link_request request = {.kind = LINK_PIN_READ, .a = pin};
    struct link_reply reply = link_ask(&request, NULL, NULL, 0);
    return reply.status == LINK_OK ? (int)reply.value : link_error(reply.status);
}

int hal_pin_watch(uint8_t pin, enum hal_edge edge) {
    return ask((struct link_request){.kind = LINK_PIN_WATCH, .a = pin, .b = (uint8_t)edge});
}

// ---- buses

int hal_bus_transfer(uint8_t bus, uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    if (tx_len > LINK_LONGEST || rx_len > LINK_LONGEST) {
        return CN_ERR_INVAL;
    }
    struct link_request request = {
        .kind = LINK_TRANSFER,
        .a = bus,
        .b = address,
        .length = (uint32_t)tx_len,
        .value = (uint32_t)rx_len,
    };
    return link_error(link_ask(&request, tx, rx, rx_len).status);
}

int hal_bus_recover(uint8_t bus) {
    return ask((struct link_request){.kind = LINK_RECOVER, .a = bus});
}

int hal_bus_wire(uint8_t bus, uint8_t sda, uint8_t scl, uint32_t hz) {
    (void)bus, (void)sda, (void)scl, (void)hz; // the world has the same facts
    return CN_OK;
}

// ---- SPI

int hal_spi_transfer(uint8_t bus, const struct hal_spi *how, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    if (tx_len > LINK_LONGEST || rx_len > LINK_LONGEST) {
        return CN_ERR_INVAL;
    }
    struct link_request request = {
        .kind = LINK_SPI,
        .a = bus,
        .b = how->mode,
        .length = (uint32_t)tx_len,
        .value = (uint32_t)rx_len,
        .until_us = how->hz,
    };
    return link_error(link_ask(&request, tx, rx, rx_len).status);
}

int hal_spi_wire(uint8_t bus, uint8_t sck, uint8_t mosi, uint8_t miso) {
    (void)bus, (void)sck, (void)mosi, (void)miso;
    return CN_OK;
}

// ---- analog inputs

int hal_analog_read(uint8_t input, uint32_t *full_scale_uv) {
    struct link_request request = {.kind = LINK_ANALOG, .a = input};
    struct link_reply reply = link_ask(&request, NULL, NULL, 0);
    *full_scale_uv = reply.value2;
    return reply.status == LINK_OK ? (int)reply.value : link_error(reply.status);
}

// ---- capture

static uint32_t capture_block; // samples; 0: stopped

int hal_capture_start(const struct hal_capture *capture) {
    if (capture_block != 0) {
        return CN_ERR_BUSY;
    }
    if (capture->block * sizeof(int16_t) > LINK_LONGEST) {
        return CN_ERR_INVAL;
    }
    const struct {
        int32_t gain_half_db;
        uint32_t block;
    } more = {capture->gain_half_db, capture->block};
    struct link_request request = {
        .kind = LINK_CAPTURE,
        .a = (uint8_t)capture->blocks,
        .value = capture->rate_hz,
        .length = sizeof more,
    };
    int res = link_error(link_ask(&request, &more, NULL, 0).status);
    if (res == CN_OK) {
        capture_block = capture->block;
    }
    return res;
}

int hal_capture_read(int16_t *out, uint32_t *lost) {
    *lost = 0;
    if (capture_block == 0) {
        return CN_ERR_STATE;
    }
    struct link_request request = {.kind = LINK_CAPTURED};
    struct link_reply reply = link_ask(&request, NULL, out, capture_block * sizeof *out);
    *lost = reply.value;
    return reply.length / (int)sizeof *out;
}

void hal_capture_stop(void) {
    if (capture_block != 0) {
        capture_block = 0;
        (void)ask((struct link_request){.kind = LINK_CAPTURE}); // a rate of 0 stops, and cannot fail
    }
}
