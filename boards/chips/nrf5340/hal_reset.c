// How the chip is made to start again: on purpose, and when nothing else is left.
#include <string.h>

#include "cn/crash.h"
#include "cn/hal.h"
#include "port.h"

#define AIRCR_KEY (0x05fau << 16)
#define AIRCR_RESET (1u << 2)

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
    cn_crash_panic(what);
    hal_reset();
}
