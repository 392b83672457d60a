// Once each: a memory on SPI, an analog input, a mark in flash, the microphone; the last is asleep when the
// supply sags.
#include "cn/format.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "cn/wake.h"
#include "pins.h"
#include "slots.h"

enum { SELECT = 18, INPUT = 7, PAGE = 70, BLOCK = 160, BLOCKS = 4, HEARD = 6 };
enum { WRITE = 2, READ = 3 };

extern const uint32_t link_slot_b[];

static void say(const char *what, long value) {
    char line[64];
    int length = cn_snprintf(line, sizeof line, "%s %d\n", what, (int)value);
    hal_console_write(line, (size_t)length);
}

static int exchange(const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len) {
    static const struct hal_spi how = {.hz = 3000000, .mode = 0};
    hal_pin_write(SELECT, false);
    int res = hal_spi_transfer(0, &how, tx, tx_len, rx, rx_len);
    hal_pin_write(SELECT, true);
    return res;
}

static void move_page(void) {
    uint8_t page[3 + PAGE] = {WRITE, 1, 2}, back[3 + PAGE] = {0};
    const uint8_t ask[] = {READ, 1, 2};
    for (int i = 0; i < PAGE; i++) {
        page[3 + i] = (uint8_t)(i * 7 + 5);
    }
    hal_pin_write(SELECT, true);
    hal_pin_mode(SELECT, HAL_PIN_OUTPUT);
    say("write", exchange(page, sizeof page, NULL, 0));
    say("read", exchange(ask, sizeof ask, back, sizeof back));
    int same = 0;
    for (int i = 0; i < PAGE; i++) {
        same += back[3 + i] == page[3 + i];
    }
    say("same", same);
}

static void convert(void) {
    uint32_t full_scale_uv;
    hal_pin_mode(INPUT, HAL_PIN_INPUT_PULL_UP); // what it was before does not count
    int counts = hal_analog_read(INPUT, &full_scale_uv);
    uint32_t uv = counts < 0 ? 0 : (uint32_t)((uint64_t)full_scale_uv * (2u * (uint32_t)counts + 1u) >> 13);
    say("mV", counts < 0 ? counts : (long)((uv + 500u) / 1000u));
}

static void mark(void) {
    const uint32_t *word = link_slot_b + 16;
    volatile const uint32_t *seen = word;
    say("erased", *seen == 0xffffffffu);
    slots_write_zero(word);
    say("marked", *seen == 0);
}

// Crossings of zero, and the loudest sample in hundredths of full scale.
static void describe(const int16_t *data) {
    int crossings = 0, loudest = 0;
    for (int i = 1; i < BLOCK; i++) {
        crossings += (data[i - 1] < 0) != (data[i] < 0);
        loudest = data[i] > loudest ? data[i] : loudest;
    }
    say("crossings", crossings);
    say("loudest", (loudest * 100 + 16384) / 32768);
}

static void on_block(void *context, uint64_t at_us, uint32_t edges) {
    (void)context;
    (void)at_us;
    (void)edges;
}

static void hear(void) {
    static int16_t ring[BLOCKS][BLOCK], block[BLOCK];
    const struct hal_capture capture = {
        .rate_hz = 16000, .gain_half_db = 12, .memory = ring[0], .block = BLOCK, .blocks = BLOCKS};
    uint64_t since_us = hal_now_us();
    int slot = cn_pin_watch(HAL_CAPTURE_LINE, HAL_EDGE_RISING, on_block, NULL);
    say("start", hal_capture_start(&capture));
    for (int heard = 0; heard < HEARD && hal_now_us() < since_us + 500000;) {
        uint32_t lost;
        if (hal_capture_read(block, &lost) > 0) {
            heard++;
            say("lost", (long)lost);
            continue;
        }
        hal_sleep(HAL_DEEP, since_us + 500000);
        uint64_t at_us;
        uint32_t edges;
        cn_wake_take((uint8_t)slot, &at_us, &edges);
    }
    describe(block);
    say("block of ms", (long)((hal_now_us() - since_us + HEARD * 500) / (HEARD * 1000)));
    hal_capture_stop();
}

int cn_main(void) {
    uint8_t pin;
    cn_wake_init();
    cn_pin_init();
    say("cause", hal_boot_cause(&pin));
    move_page();
    convert();
    mark();
    hear();
    hal_sleep(HAL_DEEP, 5000000);
    hal_off(NULL, 0, HAL_FOREVER);
    hal_reset();
}
