// Time: SYSTIMER counts microseconds while the chip is awake, the slow clock through light and deep sleep.
#include "cn/hal.h"
#include "port.h"

#define COUNTER_ON BIT(30)
#define CLOCK_ON BIT(31)
#define ALARM_ON BIT(24)
#define UPDATE BIT(30)
#define VALID BIT(29)
#define COUNTS_PER_US 16u

#define CALI_CYCLES 1024u // 7.5 ms: 3 ppm of the crystal
#define CALI_START BIT(31)
#define CALI_READY BIT(15)
#define CRYSTAL_MHZ 40u
#define FRACTION 32 // bits behind the point of a slow period, in microseconds
#define KEPT_CHECK 0x6361746e61702d74u

// What must survive a reset so that time never runs backwards, and goes on through off. After power-on it is
// noise.
static struct {
    uint64_t at_us;
    uint64_t ticks; // of the slow clock at that moment
    uint64_t period;
    uint64_t check;
} kept __attribute__((section(".retained.time")));

static uint64_t base_us;   // the moment at which SYSTIMER was 0
static uint64_t period_us; // of the slow clock, with FRACTION bits; 0: not known yet

static uint64_t counter_us(void) {
    uint32_t state = hal_irq_lock();
    REG(SYSTIMER_UNIT0_OP) = UPDATE;
    while ((REG(SYSTIMER_UNIT0_OP) & VALID) == 0) {
    }
    uint64_t counts = (uint64_t)REG(SYSTIMER_UNIT0_VALUE_HI) << 32 | REG(SYSTIMER_UNIT0_VALUE_LO);
    hal_irq_unlock(state);
    return counts / COUNTS_PER_US;
}

uint64_t hal_now_us(void) {
    uint32_t state = hal_irq_lock(); // a handler must not see the base of before a sleep
    uint64_t now = base_us + counter_us();
    hal_irq_unlock(state);
    return now;
}

void time_alarm(uint64_t at_us) {
    uint64_t counts = at_us <= base_us ? 0 : (at_us - base_us) * COUNTS_PER_US;
    REG(SYSTIMER_CONF) = COUNTER_ON | CLOCK_ON;
    REG(SYSTIMER_TARGET0_CONF) = 0; // one shot, on unit 0
    REG(SYSTIMER_TARGET0_HI) = (uint32_t)(counts >> 32) & 0xfffff;
    REG(SYSTIMER_TARGET0_LO) = (uint32_t)counts;
    REG(SYSTIMER_COMP0_LOAD) = 1;
    REG(SYSTIMER_INT_CLR) = 1;
    REG(SYSTIMER_CONF) = COUNTER_ON | CLOCK_ON | ALARM_ON; // one that has passed comes at once
    REG(SYSTIMER_INT_ENA) = 1;
}

void time_alarm_off(void) {
    REG(SYSTIMER_CONF) = COUNTER_ON | CLOCK_ON;
    REG(SYSTIMER_INT_ENA) = 0;
    REG(SYSTIMER_INT_CLR) = 1;
}

void time_isr(void) {
    time_alarm_off(); // the waiting loop looks at the time itself: it only had to be woken
}

// ---- the slow clock

uint64_t time_slow_ticks(void) {
    REG(RTC_TIME_UPDATE) = BIT(31);
    uint32_t high = REG(RTC_TIME_HIGH0) & 0xffff;
    return (uint64_t)high << 32 | REG(RTC_TIME_LOW0);
}

static void calibration_start(void) {
    REG(TIMG_RTCCALICFG) = CALI_CYCLES << 16;
    REG(TIMG_RTCCALICFG) = CALI_CYCLES << 16 | CALI_START;
}

bool time_slow_is_known(void) {
    return period_us != 0 || (REG(TIMG_RTCCALICFG) & CALI_READY) != 0;
}

// Crystal periods of so many slow ones; asked for at the start.
static uint64_t slow_period(void) {
    if (period_us == 0) {
        while ((REG(TIMG_RTCCALICFG) & CALI_READY) == 0) {
        }
        uint64_t crystal = REG(TIMG_RTCCALICFG1) >> 7;
        period_us = (crystal << FRACTION) / (CALI_CYCLES * CRYSTAL_MHZ);
    }
    return period_us;
}

// `ticks` times a period without the 96 bits that the product has.
static uint64_t us_of(uint64_t ticks, uint64_t period) {
    uint64_t high = period >> FRACTION, low = period & ((1ull << FRACTION) - 1);
    return ticks * high + ((ticks >> 32) * low) + (((ticks & 0xffffffffu) * low) >> FRACTION);
}

uint64_t time_slow_of(uint64_t us) {
    uint64_t period = slow_period();
    // us <= 2^48 on a counter of 48 bits; dividing by the upper part of the period keeps 20 bits of its
    // fraction
    uint64_t most = UINT64_MAX >> 20;
    if (us > most) {
        us = most;
    }
    return (us << 20) / (period >> (FRACTION - 20)) + 1;
}

void time_slept(uint64_t since_us, uint64_t ticks) {
    uint64_t at_us = since_us + us_of(ticks, slow_period());
    uint64_t now_us = hal_now_us();
    if (at_us > now_us) {
        base_us += at_us - now_us;
    }
}

void time_pass(unsigned us) {
    for (uint64_t until_us = hal_now_us() + us + 1; hal_now_us() < until_us;) {
    }
}

void time_keep(void) {
    kept.at_us = hal_now_us();
    kept.ticks = time_slow_ticks();
    kept.period = slow_period();
    kept.check = kept.at_us ^ kept.ticks ^ kept.period ^ KEPT_CHECK;
}

void time_start(bool memory_kept) {
    calibration_start();
    REG(SYSTIMER_CONF) = COUNTER_ON | CLOCK_ON;
    base_us = 0;
    if (memory_kept && kept.check == (kept.at_us ^ kept.ticks ^ kept.period ^ KEPT_CHECK)) {
        base_us = kept.at_us + us_of(time_slow_ticks() - kept.ticks, kept.period);
        uint64_t counted = counter_us();
        base_us = base_us > counted ? base_us - counted : 0;
    }
    irq_enable(IRQ_TIME, SOURCE_SYSTIMER0);
}

void hal_spend(uint32_t instructions) {
    (void)instructions; // time passes here by itself
}
