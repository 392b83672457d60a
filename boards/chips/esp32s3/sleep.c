// The sleep of the RTC: the order of the vendor's code, and the settings that it gives [rtc_sleep.c,
// rtc_sleep_init].
#include "port.h"

#define SLEEP_EN BIT(31)
#define REJECT_CLEAR BIT(1)
#define WOKEN BIT(0)
#define REJECTED BIT(1)
#define DIGITAL_OFF BIT(31)
#define LIGHT_MEMORY_ON BIT(4) // LSLP_MEM_FORCE_PU
#define RTC_MEMORIES_ON (BIT(11) | BIT(8))
#define REGULATOR_ON BIT(31) // REGULATOR_FORCE_PU, of RTC_REG

// Not proved here: these currents and voltages. BIAS_CONF, for sleep and for the monitor: attenuation, bias,
// current.
#define BIAS_LIGHT (5u << 18 | BIT(16) | BIT(14))
#define BIAS_DEEP (14u << 18 | BIT(16) | BIT(14))
#define BIAS_MONITOR (BIT(17) | BIT(15))
#define BIAS_MASK (0xffu << 18 | BIT(17) | BIT(16) | BIT(15) | BIT(14))

// Called from RAM and returning to flash: both sleeps leave the flash powered.
IN_RAM void sleep_start(uint32_t causes, bool deep) {
    REG(RTC_BIAS_CONF) = (REG(RTC_BIAS_CONF) & ~BIAS_MASK) | BIAS_MONITOR | (deep ? BIAS_DEEP : BIAS_LIGHT);
    REG(RTC_DIG_PWC) = (REG(RTC_DIG_PWC) & ~DIGITAL_OFF) | (deep ? DIGITAL_OFF : 0) | LIGHT_MEMORY_ON;
    REG(RTC_PWC) |= RTC_MEMORIES_ON;
    REG(RTC_REG) |= REGULATOR_ON;
    REG(RTC_WAKEUP_STATE) = causes << 15;
    REG(RTC_SLP_REJECT_CONF) = 0;
    REG(RTC_INT_CLR) = WOKEN | REJECTED;
    REG(RTC_STATE0) |= REJECT_CLEAR;
    // a pulse that is over by now would not end light sleep by its level
    if (!deep && irq_is_pending()) {
        return;
    }
    REG(RTC_STATE0) |= SLEEP_EN;
    while ((REG(RTC_INT_RAW) & (WOKEN | REJECTED)) == 0) {
    }
    REG(RTC_INT_CLR) = WOKEN | REJECTED;
}

void sleep_alarm(uint64_t slow_ticks) {
    REG(RTC_SLP_TIMER0) = (uint32_t)slow_ticks;
    REG(RTC_SLP_TIMER1) = ((uint32_t)(slow_ticks >> 32) & 0xffff) | BIT(16);
}
