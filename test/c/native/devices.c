// A LIS2DH12 as far as an app sees it: identity, a FIFO that fills while the board sleeps, motion once armed.
#include "devices.h"

#include <string.h>

#include "board.h"
#include "cn/error.h"

#define PIN 23
#define ADDRESS 0x19
#define SAMPLE_US 5000

static struct {
    uint8_t registers[64];
    unsigned count; // samples in the FIFO
    int16_t next;
} chip;

static int transfer(const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len) {
    uint8_t address = tx[0] & 0x7f;
    if (tx_len == 2 && address < sizeof chip.registers) {
        chip.registers[address] = tx[1];
    }
    for (size_t i = 0; i < rx_len; i++) {
        size_t at = (address + (tx[0] & 0x80 ? i : 0)) % sizeof chip.registers;
        rx[i] = chip.registers[at];
        if (address == 0x2f) {
            rx[i] = (uint8_t)chip.count;
        } else if (address == 0x28) {
            rx[i] = i % 2 == 0 ? (uint8_t)chip.next : (uint8_t)(chip.next >> 8);
            if (i % 6 == 5 && chip.count > 0) {
                chip.count--;
                chip.next++;
            }
        }
    }
    if (address == 0x28 || address == 0x31) {
        board_pin(PIN, false);
    }
    return CN_OK;
}

// The board sleeps: samples come, or a motion.
static void on_sleep(uint64_t until_us) {
    bool watermark = chip.registers[0x22] & 0x04, motion = chip.registers[0x22] & 0x40;
    unsigned level = chip.registers[0x2e] & 0x1f;
    uint64_t at_us = board.now_us + (level ? level : 1) * SAMPLE_US;
    if (chip.registers[0x20] == 0 || (!watermark && !motion) || at_us > until_us) {
        return;
    }
    board.now_us = at_us;
    chip.count = level;
    board_pin(PIN, true);
}

void devices_plug(void) {
    memset(&chip, 0, sizeof chip);
    chip.registers[0x0f] = 0x33;
    board.device = transfer;
    board.device_address = ADDRESS;
    board.on_sleep = on_sleep;
}
