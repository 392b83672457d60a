// Why the chip started.
#include "cn/hal.h"
#include "port.h"

static enum hal_boot cause;
static uint8_t wake_pin = 0xff;
static bool by_pin;

static enum hal_boot decode(uint32_t reasons) {
    if (reasons == 0) {
        return HAL_BOOT_POWER_ON;
    }
    // erratum 55: with the reset pin other bits are set that mean nothing
    if (reasons & RESET_RESETREAS_RESETPIN) {
        return HAL_BOOT_RESET;
    }
    if (reasons & (RESET_RESETREAS_DOG0 | RESET_RESETREAS_DOG1)) {
        return HAL_BOOT_WATCHDOG;
    }
    return reasons & RESET_RESETREAS_OFF ? HAL_BOOT_OFF_WAKE : HAL_BOOT_RESET;
}

void boot_read_cause(void) {
    uint32_t reasons = REG(RESET_BASE, RESET_RESETREAS);
    REG(RESET_BASE, RESET_RESETREAS) = reasons; // they pile up until they are cleared
    by_pin = (reasons & RESET_RESETREAS_RESETPIN) != 0;
    cause = decode(reasons);
    wake_pin = cause == HAL_BOOT_OFF_WAKE ? pins_woke() : 0xff;
    pins_reset();
}

enum hal_boot hal_boot_cause(uint8_t *pin) {
    *pin = wake_pin;
    return cause;
}

bool boot_keeps_memory(void) {
    return cause != HAL_BOOT_POWER_ON;
}

bool boot_by_reset_pin(void) {
    return by_pin;
}
