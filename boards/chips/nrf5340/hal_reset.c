// Why the chip started, and how it is made to start again.
#include <string.h>

#include "cn/hal.h"
#include "port.h"

#define AIRCR_KEY (0x05fau << 16)
#define AIRCR_RESET (1u << 2)

static enum hal_boot cause;
static uint8_t wake_pin = 0xff;

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

void reset_read_cause(void) {
    uint32_t reasons = REG(RESET_BASE, RESET_RESETREAS);
    REG(RESET_BASE, RESET_RESETREAS) = reasons; // they pile up until they are cleared
    cause = decode(reasons);
    wake_pin = cause == HAL_BOOT_OFF_WAKE ? pins_woke() : 0xff;
    pins_forget();
}

enum hal_boot hal_boot_cause(uint8_t *pin) {
    *pin = wake_pin;
    return cause;
}

_Noreturn void hal_reset(void) {
    (void)hal_irq_lock();
    console_flush();
    time_keep();
    __asm volatile("dsb" ::: "memory");
    REG(SCS_BASE, SCB_AIRCR) = AIRCR_KEY | AIRCR_RESET;
    for (;;) {
        __asm volatile("dsb");
    }
}

_Noreturn void hal_panic(const char *what) {
    static const char head[] = "panic: ";
    (void)hal_irq_lock();
    hal_console_write(head, sizeof head - 1);
    hal_console_write(what, strlen(what));
    hal_console_write("\n", 1);
    hal_reset();
}

// A place that an observer can watch; the compiler must not drop the call, nor its arguments.
__attribute__((noinline)) void hal_mark(enum hal_mark mark, uint32_t value) {
    __asm volatile("" ::"r"(mark), "r"(value));
}
