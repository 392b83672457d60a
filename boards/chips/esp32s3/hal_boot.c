// Why the chip started.
#include "cn/hal.h"
#include "port.h"

// RESET_STATE, cause of core 0 [reset_reasons.h].
enum {
    POWER_ON = 1,
    DEEP_SLEEP = 5,
    TIMER_WDT0 = 7,
    TIMER_WDT1 = 8,
    RTC_WDT = 9,
    BROWN_OUT = 15,
    RTC_WDT_ALL = 16,
    SUPER_WDT = 18
};

static enum hal_boot cause;
static uint8_t wake_pin = 0xff;
static bool memory_lost;

static uint8_t pin_that_woke(uint32_t causes) {
    uint32_t pins = REG(RTC_EXT_WAKEUP1_STATUS);
    if (causes & WAKE_EXT1 && pins != 0) {
        return (uint8_t)__builtin_ctz(pins);
    }
    return causes & WAKE_EXT0 ? (uint8_t)(REG(RTC_IO_EXT_WAKEUP0) >> 27) : 0xff;
}

void boot_read_cause(void) {
    uint32_t reason = REG(RTC_RESET_STATE) & 0x3f;
    cause = HAL_BOOT_RESET;
    switch (reason) {
    case POWER_ON:
    case BROWN_OUT: // what memory has kept below its voltage is not known
        cause = HAL_BOOT_POWER_ON;
        break;
    case DEEP_SLEEP:
        cause = HAL_BOOT_OFF_WAKE;
        wake_pin = pin_that_woke(REG(RTC_SLP_WAKEUP_CAUSE));
        break;
    case TIMER_WDT0:
    case TIMER_WDT1:
    case RTC_WDT:
    case RTC_WDT_ALL:
    case SUPER_WDT:
        cause = HAL_BOOT_WATCHDOG;
        break;
    }
    memory_lost = cause == HAL_BOOT_POWER_ON || reason == RTC_WDT_ALL || reason == SUPER_WDT;
}

enum hal_boot hal_boot_cause(uint8_t *pin) {
    *pin = wake_pin;
    return cause;
}

bool boot_keeps_memory(void) {
    return !memory_lost;
}
