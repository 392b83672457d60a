// Places in the code that an observer can watch.
#include "cn/hal.h"

// The compiler must not drop the call, nor its arguments.
__attribute__((noinline)) void hal_mark(enum hal_mark mark, uint32_t value) {
    __asm volatile("" ::"r"(mark), "r"(value));
}
