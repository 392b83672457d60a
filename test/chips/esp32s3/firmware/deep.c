// The stack and code that is not there: frames that grow while their callers lie in memory, an overflow, a
// jump away, a return to nobody.
#include <string.h>

#include "cn/format.h"
#include "cn/hal.h"

// What runs: the image's first byte.
enum { GROWS = 0, OVERFLOWS = 1, JUMPS = 2, RETURNS = 3 };
enum { DEPTH = 60 };

static void say(const char *what, int value) {
    char line[64];
    int length = cn_snprintf(line, sizeof line, "%s %d\n", what, value);
    hal_console_write(line, (size_t)length);
}

// An array of its own size in each frame, made by MOVSP behind calls that have spilled the caller's
// registers.
__attribute__((noinline)) static int grown(int depth, int a, int b, int c) {
    int below = depth == 0 ? 0 : grown(depth - 1, b, c, a);
    char own[16 + depth % 7 * 4];
    memset(own, depth, sizeof own);
    volatile char *last = &own[sizeof own - 1];
    return below + *last + a * 1 + b * 2 + c * 3;
}

static int expected(int depth, int a, int b, int c) {
    int sum = 0;
    for (; depth >= 0; depth--) {
        sum += depth + a * 1 + b * 2 + c * 3;
        int first = a;
        a = b;
        b = c;
        c = first;
    }
    return sum;
}

__attribute__((noinline)) static int endless(volatile int *from) {
    if (*from < 0) {
        return 0;
    }
    volatile int own[8] = {*from + 1};
    return endless(own) + own[0];
}

// Calls of a window keep their size in the upper bits of a0; 0 is none.
__attribute__((noinline)) static void return_to_nobody(void) {
    __asm volatile("movi a0, 0\n retw" ::: "memory");
}

int cn_main(void) {
    size_t size;
    switch (hal_app_image(0, &size)[0]) {
    case GROWS:
        for (int depth = 1; depth <= DEPTH; depth++) {
            if (grown(depth, 5, 7, 11) != expected(depth, 5, 7, 11)) {
                say("wrong at", depth);
            }
        }
        say("grown", DEPTH);
        break;
    case OVERFLOWS: {
        volatile int start = 0;
        say("returned", endless(&start));
        break;
    }
    case JUMPS:
        ((void (*)(void))0x43f00000u)();
        break;
    case RETURNS:
        return_to_nobody();
    }
    (void)hal_sleep(HAL_IDLE, 0);
    (void)hal_off(&(const struct hal_wake_pin){UINT8_MAX, true}, 1, HAL_FOREVER); // there is no such pin
    hal_panic("end");
}
