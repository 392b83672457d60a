// How the chip is made to start again: on purpose, and when nothing else is left.
#include <string.h>

#include "cn/crash.h"
#include "cn/hal.h"
#include "port.h"

#define SYSTEM_RESET BIT(31)

_Noreturn void hal_reset(void) {
    (void)hal_irq_lock();
    console_flush();
    time_keep();
    REG(RTC_OPTIONS0) |= SYSTEM_RESET;
    for (;;) {
    }
}

_Noreturn void hal_panic(const char *what) {
    static const char head[] = "panic: ";
    (void)hal_irq_lock();
    hal_console_write(head, sizeof head - 1);
    hal_console_write(what, strlen(what));
    hal_console_write("\n", 1);
    cn_crash_panic(what);
    hal_reset();
}
