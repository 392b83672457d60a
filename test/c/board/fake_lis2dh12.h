// A small LIS2DH12 for C tests: stream FIFO, watermark line, identity, reset. sim/devices has the whole chip.
#ifndef TEST_FAKE_LIS2DH12_H
#define TEST_FAKE_LIS2DH12_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "cn/error.h"

#define FAKE_PIN 23
#define FAKE_ADDRESS 0x19
#define FAKE_SENSOR cn_lis2dh12
#define FAKE_AXES 3
#define FAKE_RATE_MILLIHZ 200000
#define FAKE_RANGE_DPS 0
#define FAKE_FIFO 32
#define FAKE_RING 64
#define FAKE_UNSETTLED 0
#define FAKE_BURST (25 * 6)

static struct {
    uint8_t registers[64];
    int16_t fifo[32];
    int count;
    bool overrun;
    int after_burst; // samples that come right after the next burst, once
    int cut;         // the chip is reset before that byte of the next burst, once; 0: it is not
    int16_t next;    // the sample counter: sample n has x = n, y = -n, z = 1
} fake;

static void fake_line(void) {
    int watermark = fake.registers[0x2e] & 0x1f;
    bool streams = (fake.registers[0x24] & 0x40) && (fake.registers[0x2e] >> 6) == 2;
    bool high = streams && (fake.registers[0x22] & 0x04) && fake.count >= watermark;
    board_pin_at(hal_now_us(), FAKE_PIN, high);
}

static void fake_reset(void) {
    memset(fake.registers, 0, sizeof fake.registers);
    fake.registers[0x0f] = 0x33;
    fake.count = 0;
    fake.overrun = false;
    fake_line();
}

// One sampling moment of the chip.
static void fake_sample(void) {
    if (fake.registers[0x20] == 0 || (fake.registers[0x2e] >> 6) != 2) {
        return;
    }
    if (fake.count == 32) {
        memmove(fake.fifo, fake.fifo + 1, 31 * sizeof fake.fifo[0]);
        fake.count--;
        fake.overrun = true;
    }
    fake.fifo[fake.count++] = fake.next++;
    fake_line();
}

static uint8_t fake_fifo_byte(size_t index) {
    // 12 bits, left-aligned
    int16_t axes[3] = {(int16_t)(fake.fifo[0] * 16), (int16_t)(fake.fifo[0] * -16), 16};
    uint8_t byte = (uint8_t)((uint16_t)axes[index / 2 % 3] >> (index % 2 * 8));
    if (index % 6 == 5 && fake.count > 0) {
        memmove(fake.fifo, fake.fifo + 1, 31 * sizeof fake.fifo[0]);
        fake.count--;
        fake.overrun = false;
    }
    return byte;
}

static int fake_transfer(void *context, const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len) {
    (void)context;
    uint8_t address = tx[0] & 0x7f;
    if (tx_len == 2) {
        fake.registers[address] = tx[1];
        if (address == 0x2e && (tx[1] >> 6) == 0) {
            fake.count = 0;
            fake.overrun = false;
        }
    }
    int cut = address == 0x28 ? fake.cut : 0;
    for (size_t i = 0; i < rx_len; i++) {
        if (cut > 0 && (int)i + 1 >= cut) {
            rx[i] = 0xff;
        } else if (address == 0x2f) {
            rx[i] = (uint8_t)((fake.overrun ? 0x40 : 0) | (fake.count > 31 ? 31 : fake.count));
        } else if (address == 0x28) {
            rx[i] = fake_fifo_byte(i);
        } else {
            rx[i] = fake.registers[address + (tx[0] & 0x80 ? i : 0)];
        }
    }
    if (cut > 0) {
        fake.cut = 0;
        fake_reset();
    }
    fake_line();
    if (address == 0x28) {
        for (; fake.after_burst > 0; fake.after_burst--) {
            fake_sample();
        }
    }
    return CN_OK;
}

static void fake_attach(void) {
    fake.next = 0;
    fake.after_burst = 0;
    fake.cut = 0;
    board_attach(FAKE_ADDRESS, fake_transfer, NULL);
    fake_reset();
}

#endif
