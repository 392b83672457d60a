// A small LSM6DSO for C tests: tagged words in a continuous FIFO, watermark line, identity, reset.
// sim/devices has the whole chip.
#ifndef TEST_FAKE_LSM6DSO_H
#define TEST_FAKE_LSM6DSO_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "cn/error.h"

#define FAKE_PIN 24
#define FAKE_ADDRESS 0x6a
#define FAKE_SENSOR cn_lsm6dso
#define FAKE_AXES 6
#define FAKE_RATE_MILLIHZ 208000
#define FAKE_RANGE_DPS 250
#define FAKE_FIFO 256
#define FAKE_RING 256
#define FAKE_UNSETTLED 15 // 70 ms at 208 Hz
#define FAKE_BURST (25 * 2 * 7)

static struct {
    uint8_t registers[128];
    int16_t fifo[FAKE_FIFO];
    int count;
    bool overrun;
    int after_burst; // samples that come right after the next burst, once
    int cut;         // the chip is reset before that byte of the next burst, once; 0: it is not
    int16_t next;    // the sample counter: sample n has x = n, y = -n, z = 1, and twice that as turning
} fake;

static void fake_line(void) {
    int watermark = fake.registers[0x07] | (fake.registers[0x08] & 1) << 8;
    bool streams = fake.registers[0x0a] == 6 && (fake.registers[0x0d] & 0x08);
    board_pin_at(hal_now_us(), FAKE_PIN, streams && 2 * fake.count >= watermark);
}

static void fake_reset(void) {
    memset(fake.registers, 0, sizeof fake.registers);
    fake.registers[0x0f] = 0x6c;
    fake.count = 0;
    fake.overrun = false;
    fake_line();
}

// One sampling moment of the chip.
static void fake_sample(void) {
    if (fake.registers[0x10] == 0 || fake.registers[0x0a] != 6) {
        return;
    }
    if (fake.count == FAKE_FIFO) {
        memmove(fake.fifo, fake.fifo + 1, (FAKE_FIFO - 1) * sizeof fake.fifo[0]);
        fake.count--;
        fake.overrun = true;
    }
    fake.fifo[fake.count++] = fake.next++;
    fake_line();
}

// Byte `index` of a burst: the gyroscope's word, then the accelerometer's, which takes the sample out.
static uint8_t fake_fifo_byte(size_t index) {
    int16_t value = fake.fifo[0];
    bool turning = index / 7 % 2 == 0;
    size_t byte = index % 7;
    if (byte == 0) {
        return (uint8_t)((turning ? 1 : 2) << 3 | (value & 3) << 1);
    }
    int16_t axes[3] = {value, (int16_t)-value, 1};
    int16_t axis = (int16_t)(axes[(byte - 1) / 2] * (turning ? 2 : 1));
    if (byte == 6 && !turning && fake.count > 0) {
        memmove(fake.fifo, fake.fifo + 1, (FAKE_FIFO - 1) * sizeof fake.fifo[0]);
        fake.count--;
    }
    return (uint8_t)((uint16_t)axis >> ((byte - 1) % 2 * 8));
}

static uint8_t fake_status(size_t index) {
    int words = 2 * fake.count;
    uint8_t flags = index == 1 && fake.overrun ? 0x08 : 0;
    fake.overrun = index == 1 ? false : fake.overrun;
    return (uint8_t)(index == 0 ? words & 0xff : words >> 8 | flags);
}

static int fake_transfer(void *context, const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len) {
    (void)context;
    uint8_t address = tx[0];
    if (tx_len == 2) {
        fake.registers[address] = tx[1];
        if (address == 0x0a && tx[1] == 0) {
            fake.count = 0;
            fake.overrun = false;
        }
    }
    int cut = address == 0x78 ? fake.cut : 0;
    for (size_t i = 0; i < rx_len; i++) {
        bool gone = cut > 0 && (int)i + 1 >= cut;
        rx[i] = gone              ? 0xff
                : address == 0x78 ? fake_fifo_byte(i)
                : address == 0x3a ? fake_status(i)
                                  : fake.registers[address + i];
    }
    if (cut > 0) {
        fake.cut = 0;
        fake_reset();
    }
    fake_line();
    if (address == 0x78) {
        for (; fake.after_burst > 0; fake.after_burst--) {
            fake_sample();
        }
    }
    return CN_OK;
}

static void fake_attach(void) {
    fake.next = -FAKE_UNSETTLED;
    fake.after_burst = 0;
    fake.cut = 0;
    board_attach(FAKE_ADDRESS, fake_transfer, NULL);
    fake_reset();
}

#endif
