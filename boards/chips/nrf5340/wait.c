// Waiting for an interrupt, with the two errata that the core's sleep has.
#include "cn/hal.h"
#include "port.h"

// Erratum 160: not more than 5 changes between run and sleep within 200 us [Zephyr pull request 55006]. In
// ticks of 30.5 us that is 7, and one more because both ends are rounded.
#define CHANGES 5u
#define TOO_SOON_TICKS 8u

static uint64_t change_ticks[CHANGES]; // of the last sleeps' beginnings; the oldest is overwritten
static unsigned next_change;
static unsigned changes_seen;

void wait_for_interrupt(void) {
    uint64_t now = time_ticks();
    if (changes_seen == CHANGES && now - change_ticks[next_change] < TOO_SOON_TICKS) {
        return; // the caller asks again what it waits for: a short busy wait
    }
    change_ticks[next_change] = now;
    next_change = (next_change + 1) % CHANGES;
    changes_seen += changes_seen < CHANGES;
    // erratum 168: eight instructions that do nothing must follow [Zephyr Kconfig; 26 only for code in RAM at
    // 128 MHz]
    __asm volatile("dsb\n"
                   "wfi\n"
                   ".rept 8\n nop\n .endr" ::
                       : "memory");
}

bool wait_for_event(uint32_t base, uint32_t event, uint32_t other, uint32_t interrupts, uint64_t until_tick) {
    for (;;) {
        uint32_t state = hal_irq_lock();
        bool happened = REG(base, event) != 0 || REG(base, other) != 0;
        bool late = time_ticks() >= until_tick;
        if (!happened && !late) {
            REG(base, TWIM_INTENSET) = interrupts; // the same offset in every serial peripheral
            if (until_tick != UINT64_MAX) {
                time_alarm(until_tick);
            }
            wait_for_interrupt();
        }
        hal_irq_unlock(state);
        if (happened || late) {
            time_alarm_off();
            return happened;
        }
    }
}
