// Power: the planner that makes sleep the idle state, off with wake pins, and why the app runs.
#ifndef CN_POWER_H
#define CN_POWER_H

#include "cn/hal.h"

// Why the app runs: the boot cause, then what ended the last sleep.
enum cn_wake_cause { CN_CAUSE_POWER_ON, CN_CAUSE_RESET, CN_CAUSE_WATCHDOG, CN_CAUSE_PIN, CN_CAUSE_TIMER };

struct cn_wake_info {
    enum cn_wake_cause cause;
    uint8_t pin;    // for CN_CAUSE_PIN, else 0xff
    bool from_off;  // the app was started by this wake: only retained records survived
    uint64_t at_us; // the moment
};

struct cn_power_stats {
    uint32_t sleeps;
    uint64_t idle_us, deep_us;
    uint64_t locked_us; // part of idle_us: it would have been deep without a lock
    uint32_t locks;     // held now
};

void cn_power_init(void);

// How many causes stood when the last sleep ended (1 or more), and each of them in the order of their
// moments; at one moment, pins come before the timer. CN_ERR_RANGE if there is no such cause.
int cn_power_wake_count(void);
int cn_power_wake(uint32_t index, struct cn_wake_info *info);

void cn_power_stats(struct cn_power_stats *stats);

// Called by the loop when nothing is ready: sleep as deep as is legal until the next timer or wake.
int cn_power_idle(void);

// Forbid sleeps deeper than HAL_IDLE while the count of locks is above 0.
int cn_power_lock(void);
int cn_power_unlock(void);

// Enter off. `wake_pins`: pairs of a pin and a level (0 low, 1 high), `count` bytes; `after_us`: a duration
// after which the clock ends it, 0 for never. Returns only on error: CN_ERR_UNSUPPORTED for what this board
// cannot, CN_ERR_INVAL for half a pair or nothing at all.
int cn_power_off(const uint8_t *wake_pins, size_t count, uint64_t after_us);

// Reset the chip as the app asks for; retained records survive. An app that asks at its start has not failed.
_Noreturn void cn_power_reset(void);

#endif
