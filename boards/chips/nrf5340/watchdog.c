// Watchdog: counts awake time only, so that a long sleep needs no wake-up to feed it.
#include "cn/hal.h"
#include "facts.h"
#include "port.h"

#define TICKS_PER_S 32768ull

void hal_watchdog_feed(void) {
    REG(WDT0_BASE, WDT_RR) = WDT_RR_RR_Reload;
}

void watchdog_start(void) {
    if (REG(WDT0_BASE, WDT_RUNSTATUS)) {
        hal_watchdog_feed(); // only some resets stop it, and what is left may be short [DevZone 114321]
        return;
    }
    REG(WDT0_BASE, WDT_CRV) = (uint32_t)(FACT_WATCHDOG_US * TICKS_PER_S / 1000000u) - 1;
    REG(WDT0_BASE, WDT_RREN) = WDT_RREN_RR0;
    REG(WDT0_BASE, WDT_CONFIG) = 0; // stands still in sleep and under a debugger
    REG(WDT0_BASE, WDT_TASKS_START) = 1;
}
