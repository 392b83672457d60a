// Crash record: the last error that nobody caught, or what ended the app, kept over reset and off.
#ifndef CN_CRASH_H
#define CN_CRASH_H

#include <stddef.h>

#include "cn/console.h"

// SPEC.md, "Crash record".
enum cn_crash_kind {
    CN_CRASH_NONE,
    CN_CRASH_ERROR,    // nobody caught an error, and the app went on: no crash yet
    CN_CRASH_ENDED,    // an error at its top level has ended the app
    CN_CRASH_WATCHDOG, // the loop made no progress, and the chip was reset
    CN_CRASH_PANIC     // a mistake of the firmware, or a fault of the core
};

#define CN_CRASH_TEXT 256u // bytes, the zero at its end included

// At the start, behind cn_power_init and before any retained record is read: after power-on forget all of
// them. Else find what is kept, add a reset by the watchdog, and say once on the console what the last crash
// was.
void cn_crash_begin(void);

// Keep an error that nobody caught, in place of the one before: its text and how the chip has slept so far.
void cn_crash_error(const struct cn_console_part *parts, size_t count);

// What was kept last has ended the app, or `kind` says what else. Returns how many crashes came in a row, 1
// or more: less than an hour lies between them.
unsigned cn_crash_note(enum cn_crash_kind kind);

// For hal_panic, before it resets: keep why. Any context.
void cn_crash_panic(const char *what);

#endif
