// Writes single bytes at all distances up to two bytes on the line: into what is sent, into a stop, and
// behind it.
#include "cn/hal.h"
#include "cn/wake.h"
#include "port.h"

enum { WRITES = 400, ROUNDS_APART = 15 };

// Two instructions a round.
static void spin(unsigned rounds) {
    __asm volatile("1: subs %0, #1\n bne 1b" : "+r"(rounds)::"cc");
}

int cn_main(void) {
    cn_wake_init();
    for (unsigned i = 0; i < WRITES; i++) {
        char digit = (char)('0' + i % 10);
        hal_console_write(&digit, 1);
        spin(1 + i * ROUNDS_APART);
    }
    hal_console_write("\n", 1);
    for (;;) {
        hal_sleep(HAL_DEEP, HAL_FOREVER);
    }
}
