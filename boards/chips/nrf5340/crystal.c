// The fast clock's crystal, for who needs its precision: it runs while at least one of them asks for it.
#include "cn/hal.h"
#include "port.h"

#define HFXO CLOCK_HFCLKSRC_SRC
// Start of the crystal: 1.4 ms (energy.ts, t_hfxo); asked for every 10 ticks, given up after 10 ms.
#define LOOK_TICKS 10u
#define PATIENCE_TICKS 328u

static uint8_t users;

void crystal_release(void) {
    if (--users == 0) {
        REG(CLOCK_BASE, CLOCK_TASKS_HFCLKSTOP) = 1;
    }
}

bool crystal_take(void) {
    if (users++ > 0) {
        return true; // takes and releases are task context only: it runs already
    }
    REG(CLOCK_BASE, CLOCK_HFCLKSRC) = HFXO;
    event_clear(CLOCK_BASE, CLOCK_EVENTS_HFCLKSTARTED);
    REG(CLOCK_BASE, CLOCK_TASKS_HFCLKSTART) = 1;
    uint64_t until_tick = time_ticks() + PATIENCE_TICKS;
    while (REG(CLOCK_BASE, CLOCK_EVENTS_HFCLKSTARTED) == 0) {
        if (time_ticks() >= until_tick) {
            crystal_release();
            return false;
        }
        uint32_t state = hal_irq_lock();
        time_alarm(time_ticks() + LOOK_TICKS);
        wait_for_interrupt();
        hal_irq_unlock(state);
    }
    time_alarm_off();
    return true;
}
