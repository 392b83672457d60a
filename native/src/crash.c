// Crash record: a retained record of the firmware's own.
#include "cn/crash.h"

#include <string.h>

#include "cn/hal.h"
#include "cn/power.h"
#include "cn/retain.h"

#define VERSION 1u
#define MOMENT_SHIFT 20 // 2^20 us are about a second
#define ROW_LONGEST 3600u

// SPEC.md, "Crash record".
static struct {
    uint8_t kind; // of enum cn_crash_kind
    uint8_t row;  // crashes in a row
    bool said;    // the start after the crash has said it
    uint32_t crashes;
    uint32_t crashed; // the moment of the last crash, in 2^20 us
    uint64_t at_us;   // the moment of the error
    struct cn_power_stats slept;
    char text[CN_CRASH_TEXT]; // ends with a zero
} last;
_Static_assert(offsetof(__typeof__(last), text) == 64, "the layout is in SPEC.md");

#define BYTES ((uint8_t *)&last)
#define NO_FIELDS BYTES, 0

static void keep(void) {
    // without room there is no record: the app's own go first
    (void)cn_retain_write(CN_RETAIN_CRASH, VERSION, NO_FIELDS, BYTES, sizeof last);
}

static void keep_text(const char *text, enum cn_crash_kind kind) {
    struct cn_console_part part = {text, strlen(text)};
    cn_crash_error(&part, 1);
    (void)cn_crash_note(kind);
}

void cn_crash_begin(void) {
    uint8_t pin;
    enum hal_boot cause = hal_boot_cause(&pin);
    if (cause == HAL_BOOT_POWER_ON) {
        cn_retain_clear(); // what memory holds then is noise, and noise must not be reported as corruption
        return;
    }
    // if there is none, the record is as the start has made it: zero
    (void)cn_retain_read(CN_RETAIN_CRASH, VERSION, NO_FIELDS, BYTES, sizeof last);
    if (cause == HAL_BOOT_WATCHDOG) {
        keep_text("watchdog", CN_CRASH_WATCHDOG);
    }
    if (last.kind > CN_CRASH_ERROR && !last.said) {
        cn_console_line(CN_CONSOLE_WARN, "catnap: crashed:");
        cn_console_line(CN_CONSOLE_WARN, last.text);
        last.said = true;
        keep();
    }
}

void cn_crash_error(const struct cn_console_part *parts, size_t count) {
    char *at = last.text;
    size_t left = sizeof last.text - 1;
    for (; count > 0; count--, parts++) {
        size_t bytes = parts->length < left ? parts->length : left;
        if (bytes > 0) {
            memcpy(at, parts->text, bytes);
        }
        at += bytes;
        left -= bytes;
    }
    memset(at, 0, left + 1);
    last.kind = CN_CRASH_ERROR;
    last.at_us = hal_now_us();
    cn_power_stats(&last.slept);
    keep();
}

unsigned cn_crash_note(enum cn_crash_kind kind) {
    uint32_t now = (uint32_t)(hal_now_us() >> MOMENT_SHIFT);
    if (now - last.crashed > ROW_LONGEST) {
        last.row = 0;
    }
    last.row += last.row < UINT8_MAX - 1; // an image that names 255 is never out of tries
    last.crashes++;
    last.crashed = now;
    last.kind = (uint8_t)kind;
    last.said = false;
    keep();
    return last.row;
}

// What keeps a record has no assertion that can fail, so a panic does not come back here.
void cn_crash_panic(const char *what) {
    keep_text(what, CN_CRASH_PANIC);
}
