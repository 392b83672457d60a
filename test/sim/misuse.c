// A firmware that does what the first byte of its image says: crash, overflow, panic, count, storm, disturb.
#include <stdint.h>
#include <string.h>

#include "cn/hal.h"
#include "cn/pin.h"
#include "cn/wake.h"

enum { BUTTON = 8, LED = 28 };

static void say(const char *text) {
    hal_console_write(text, strlen(text));
}

static void say_number(uint32_t value) {
    char digits[12];
    size_t at = sizeof digits;
    digits[--at] = '\n';
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    hal_console_write(&digits[at], sizeof digits - at);
}

static void crash(void) {
    volatile uint32_t *nowhere = (volatile uint32_t *)0xe5000000u;
    *nowhere = 1;
}

// Deeper than any stack of a board.
static uint32_t recurse(volatile uint32_t *below, uint32_t depth) {
    volatile uint32_t here[32] = {depth + *below};
    if (depth == 0) {
        return here[0];
    }
    return recurse(here, depth - 1) + here[0];
}

// Two instructions a turn, between two marks.
static void count(void) {
    hal_mark(HAL_MARK_INVOKE_BEGIN, 0);
#ifdef __arm__
    uint32_t turns = 1000000;
    __asm volatile("1: subs %0, #1\nbne 1b" : "+r"(turns)::"cc");
#endif
    hal_mark(HAL_MARK_INVOKE_END, 0);
}

static int edges;
static uint64_t last_us;

static void on_edge(void *context, uint64_t at_us, uint32_t count) {
    (void)count;
    (void)context;
    edges++;
    last_us = at_us;
}

// Every edge that the world makes ends a sleep or is seen before the next one.
static void storm(void) {
    hal_pin_mode(BUTTON, HAL_PIN_INPUT_PULL_DOWN);
    cn_pin_watch(BUTTON, HAL_EDGE_RISING, on_edge, NULL);
    while (hal_now_us() < 900000) {
        hal_sleep(HAL_IDLE, 900000);
        while (cn_pin_dispatch()) {
        }
        hal_spend(1000);
    }
    say_number((uint32_t)edges);
    say_number((uint32_t)last_us);
}

// A byte that the world changed while the chip was down.
static void disturbed(void) {
    size_t size;
    uint8_t *block = hal_retained(&size);
    uint8_t pin;
    if (hal_boot_cause(&pin) == HAL_BOOT_POWER_ON) {
        memset(block, 0, size);
        hal_reset();
    }
    for (size_t i = 0; i < size; i++) {
        if (block[i]) {
            say_number((uint32_t)i);
            say_number(block[i]);
        }
    }
}

// Text without an end of line, much of it, with a character that spans two writes.
static void talk(void) {
    static const char text[] = "gr\xc3\xbc\xc3\x9f\n";
    for (size_t i = 0; i < sizeof text - 1; i++) {
        hal_console_write(&text[i], 1);
    }
    for (int i = 0; i < 3000; i++) {
        say("0123456789abcdef0123456789abcde\n");
    }
    hal_spend(640000);
    say("the end");
}

// The chip's own count of time is the world's, over thousands of remainders.
static void count_time(void) {
    uint32_t differences = 0;
    for (uint32_t i = 0; i < 2000; i++) {
        hal_spend(100 + i % 777);
        uint64_t before_us = hal_now_us();
        hal_pin_read(LED);
        differences += before_us != hal_now_us();
    }
    say_number(differences);
    say_number((uint32_t)hal_now_us());
}

int cn_main(void) {
    size_t room;
    const uint8_t *image = hal_app_image(0, &room);
    uint32_t none = 0;
    cn_wake_init();
    cn_pin_init();
    switch (image[0]) {
    case 1:
        say("before\n");
        crash();
        break;
    case 2:
        say_number(recurse(&none, image[1] * 1000000u));
        break;
    case 3:
        hal_panic("nothing works");
    case 4:
        count();
        break;
    case 5:
        storm();
        break;
    case 6:
        disturbed();
        break;
    case 7:
        talk();
        break;
    case 8:
        count_time();
        break;
    case 9:
        say("looping\n");
        for (volatile int i = 0; i < 1; i = 0) {
        }
        break;
    }
    return 0;
}
