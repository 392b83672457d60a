// Says at each start what two records hold, and writes the next value over the first of them, and then
// resets. At power-on it fills the block with as many records as there may be, the first of them excepted if
// FIRST is 0.
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/retain.h"
#include "cn/wake.h"

#define VERSION 1u
#define WORDS 6
#define MISSING 0xffu

#ifndef FIRST
#define FIRST 1
#endif

static const uint8_t fields[] = "\6value";
#define FIELDS (sizeof fields - 1)

static void write(const char *name, uint8_t value) {
    uint32_t words[WORDS];
    memset(words, value, sizeof words);
    int res = cn_retain_write(name, VERSION, fields, FIELDS, (const uint8_t *)words, sizeof words);
    if (res < 0) {
        hal_panic("a record was not written");
    }
}

// The value, or MISSING if there is none; a record that holds two values or is damaged ends it.
static uint8_t read(const char *name) {
    uint32_t words[WORDS];
    int res = cn_retain_read(name, VERSION, fields, FIELDS, (uint8_t *)words, sizeof words);
    uint8_t value = (uint8_t)words[0];
    for (int i = 0; res == 1 && i < WORDS; i++) {
        if (words[i] != value * 0x01010101u) {
            hal_panic("a record is mixed");
        }
    }
    if (res < 0) {
        hal_panic("a record is damaged");
    }
    return res == 1 ? value : (uint8_t)MISSING;
}

int cn_main(void) {
    uint8_t pin;
    cn_wake_init();
    if (hal_boot_cause(&pin) == HAL_BOOT_POWER_ON) {
        cn_retain_clear();
        if (FIRST) {
            write("first", 1);
        }
        for (char name[] = "filler a"; name[7] < 'a' + CN_RETAIN_RECORDS - 2; name[7]++) {
            write(name, 77);
        }
        write("last", 99);
    }
    uint8_t first = read("first"), last = read("last");
    hal_mark(HAL_MARK_ISR, first | (uint32_t)last << 8); // the write begins
    write("first", first == MISSING ? 1 : (uint8_t)(first % 100 + 1));
    hal_mark(HAL_MARK_READY, 0);
    hal_reset();
}
