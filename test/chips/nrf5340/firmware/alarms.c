// Alarms in the last ticks before their moment, while the old one is about to match, at all phases of a tick.
#include <stdio.h>

#include "cn/hal.h"
#include "cn/wake.h"
#include "port.h"

#ifndef TRIES
#define TRIES 20000
#endif

enum { AHEAD = 6, LATE = 16, PHASES = 1999, OLD = 5, LOST_TICKS = 100 };

static unsigned late[LATE + 1];

static void say(const char *what, unsigned value) {
    char line[64];
    int length = snprintf(line, sizeof line, "%s %u\n", what, value);
    hal_console_write(line, (size_t)length);
}

// Two instructions a round.
static void spin(unsigned rounds) {
    __asm volatile("1: subs %0, #1\n bne 1b" : "+r"(rounds)::"cc");
}

// Two to three ticks pass: the old alarm is anywhere around its match, the next tick as near as the phase
// says.
static void approach(unsigned phase, unsigned old) {
    time_alarm(time_ticks() + 3 + old); // this is soon behind a tick: an alarm has just ended a wait
    spin(PHASES + phase / 2);
}

// As hal_sleep waits, without the short waits of erratum 160, which would find a lost alarm again.
static uint64_t wait_for_alarm(uint64_t tick) {
    for (;;) {
        uint32_t state = hal_irq_lock();
        uint64_t now = time_ticks();
        if (now < tick) {
            time_alarm(tick);
            __asm volatile("dsb\n"
                           "wfi\n"
                           ".rept 8\n nop\n .endr" ::
                               : "memory");
        }
        hal_irq_unlock(state);
        if (now >= tick) {
            return now - tick;
        }
    }
}

int cn_main(void) {
    cn_wake_init();
    unsigned lost = 0;
    for (unsigned i = 0; i < TRIES; i++) {
        uint32_t state = hal_irq_lock();
        approach(i % PHASES, i % OLD);
        hal_irq_unlock(state);
        uint64_t after = wait_for_alarm(time_ticks() + 1 + i / PHASES % AHEAD);
        lost += after > LOST_TICKS;
        late[after < LATE ? after : LATE]++;
        hal_watchdog_feed();
    }
    for (unsigned i = 0; i <= LATE; i++) {
        if (late[i] > 0) {
            say("late", i);
        }
    }
    say("lost", lost);
    hal_sleep(HAL_DEEP, HAL_FOREVER);
    return 0;
}
