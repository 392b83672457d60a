// Time: RTC1 counts the 32.768 kHz clock through sleep; software makes 64 bits of its 24.
#include "cn/hal.h"
#include "port.h"

#define COUNTER_MASK 0xffffffu
#define ALARM 0u
#define ALARM_BIT RTC_INTENSET_COMPARE0
// An alarm further off than this is set again on the way; half the counter leaves no doubt what is past.
#define FARTHEST_TICKS 0x800000u
// The product specification promises a match from two ticks ahead; Zephyr saw it missed when the old value
// was one tick ahead and half of the tick was over. Three are sure [nrf_rtc_timer.c; embassy too].
#define NEAREST_TICKS 3u

// What must survive a reset so that time never runs backwards. After power-on it is noise.
static struct {
    uint64_t base_us;
    uint64_t check;
} kept __attribute__((section(".retained.time")));

static uint64_t base_us; // the moment of tick 0
static uint64_t ticks;   // as of the last look at the counter; its low 24 bits are the counter's

static uint32_t counter(void) {
    return REG(RTC1_BASE, RTC_COUNTER);
}

uint64_t time_ticks(void) {
    uint32_t state = hal_irq_lock();
    // looked at in every overflow, so never more than one turn behind
    ticks += (counter() - (uint32_t)ticks) & COUNTER_MASK;
    uint64_t now = ticks;
    hal_irq_unlock(state);
    return now;
}

// us = ticks * 1000000 / 32768, in lowest terms
static uint64_t us_of(uint64_t count) {
    return count * 15625u / 512u;
}

uint64_t hal_now_us(void) {
    return base_us + us_of(time_ticks());
}

uint64_t time_tick_of(uint64_t at_us) {
    if (at_us <= base_us) {
        return 0;
    }
    uint64_t us = at_us - base_us;
    if (us > UINT64_MAX / 512u - 1) {
        return UINT64_MAX;
    }
    return (us * 512u + 15624u) / 15625u;
}

void time_alarm(uint64_t tick) {
    event_clear(RTC1_BASE, RTC_EVENTS_COMPARE);
    REG(RTC1_BASE, RTC_INTENSET) = ALARM_BIT;
    uint64_t set;
    do {
        uint64_t now = time_ticks();
        set = tick > now + FARTHEST_TICKS ? now + FARTHEST_TICKS : tick;
        if (set < now + NEAREST_TICKS) {
            set = now + NEAREST_TICKS;
        }
        REG_AT(RTC1_BASE, RTC_CC, RTC_CC_STRIDE, ALARM) = (uint32_t)set & COUNTER_MASK;
        // The counter may have moved on meanwhile: then the match may have been missed. An event of the old
        // value ends the wait as well; whoever waits asks for the moment and sets the alarm again.
    } while (set < time_ticks() + NEAREST_TICKS && REG(RTC1_BASE, RTC_EVENTS_COMPARE) == 0);
}

void time_alarm_off(void) {
    REG(RTC1_BASE, RTC_INTENCLR) = ALARM_BIT;
    event_clear(RTC1_BASE, RTC_EVENTS_COMPARE);
}

void time_isr(void) {
    if (REG(RTC1_BASE, RTC_EVENTS_OVRFLW)) {
        event_clear(RTC1_BASE, RTC_EVENTS_OVRFLW);
        (void)time_ticks();
    }
    if (REG(RTC1_BASE, RTC_EVENTS_COMPARE)) {
        event_clear(RTC1_BASE, RTC_EVENTS_COMPARE);
    }
}

#define KEPT_CHECK 0x6361746e61702d74u

void time_keep(void) {
    uint64_t now_us = hal_now_us();
    kept.base_us = now_us;
    kept.check = now_us ^ KEPT_CHECK;
}

void time_start(bool memory_kept) {
    bool survived = memory_kept && kept.check == (kept.base_us ^ KEPT_CHECK);
    base_us = survived ? kept.base_us : 0;
    ticks = 0;
    REG(RTC1_BASE, RTC_TASKS_STOP) = 1;
    REG(RTC1_BASE, RTC_TASKS_CLEAR) = 1;
    REG(RTC1_BASE, RTC_PRESCALER) = 0; // 32768 Hz; taken over only while stopped
    event_clear(RTC1_BASE, RTC_EVENTS_OVRFLW);
    REG(RTC1_BASE, RTC_INTENSET) = RTC_INTENSET_OVRFLW;
    irq_enable(RTC1_IRQ, PRIORITY_TIME);
    REG(RTC1_BASE, RTC_TASKS_START) = 1;
}

void hal_spend(uint32_t instructions) {
    (void)instructions; // time passes here by itself
}
