// What QuickJS asks of the C library and a board may not have: the time of day, here the moment of the board.
#include <sys/time.h>
#include <time.h>

#include "cn/hal.h"
#include "engine.h"

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    // the bytecode compiler asks too, where no board runs
    uint64_t now_us = cn_engine_context() ? hal_now_us() : 0;
    time->tv_sec = (time_t)(now_us / 1000000u);
    time->tv_usec = (suseconds_t)(now_us % 1000000u);
    return 0;
}

// Boards have no time zone: local time is UTC.
struct tm *localtime_r(const time_t *restrict time, struct tm *restrict result) {
    return gmtime_r(time, result);
}

#ifdef __NEWLIB__
#include <stddef.h>

// The C library gets no heap: all memory is the pool's.
void *_sbrk(ptrdiff_t increment) {
    (void)increment;
    return (void *)-1;
}
#endif
