// Watchdogs: the RTC's counts awake time only; those that the ROM leaves running are stopped.
#include "cn/hal.h"
#include "facts.h"
#include "port.h"

#define SWD_AUTO_FEED BIT(31)
#define STAGE_0_RESETS (3u << 28) // the whole digital part
#define ENABLE BIT(31)
#define PAUSES_IN_SLEEP BIT(9)
#define RESET_LENGTHS (1u << 16 | 1u << 13) // as after power-on; no pulse may be shorter
#define FEED BIT(31)
// The slow clock is at most this fast; its stage is stretched by an eFuse, at least by 2 [TRM, Watchdog
// Timers].
#define FASTEST_HZ 150000ull
#define STRETCH 2u

static void unlocked(uint32_t address, uint32_t value) {
    REG(RTC_WDTWPROTECT) = WDT_KEY;
    REG(address) = value;
    REG(RTC_WDTWPROTECT) = 0;
}

IN_RAM void watchdogs_stop(void) {
    REG(RTC_WDTWPROTECT) = WDT_KEY;
    REG(RTC_WDTCONFIG0) = 0;
    REG(RTC_WDTWPROTECT) = 0;
    REG(RTC_SWD_WPROTECT) = SWD_KEY;
    REG(RTC_SWD_CONF) |= SWD_AUTO_FEED;
    REG(RTC_SWD_WPROTECT) = 0;
    for (uint32_t group = TIMG0; group <= TIMG1; group += TIMG1 - TIMG0) {
        REG(group + TIMG_WDTWPROTECT) = WDT_KEY;
        REG(group + TIMG_WDTCONFIG0) = 0;
        REG(group + TIMG_WDTWPROTECT) = 0;
    }
}

void hal_watchdog_feed(void) {
    uint32_t state = hal_irq_lock();
    unlocked(RTC_WDTFEED, FEED);
    hal_irq_unlock(state);
}

void watchdog_start(void) {
    unlocked(RTC_WDTCONFIG1, (uint32_t)(FACT_WATCHDOG_US * FASTEST_HZ / 1000000u / STRETCH));
    unlocked(RTC_WDTCONFIG0, ENABLE | STAGE_0_RESETS | RESET_LENGTHS | PAUSES_IN_SLEEP);
    hal_watchdog_feed();
}
