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

// Boards have no time zone. QuickJS wants nothing but the offset, which is 0.
struct tm *localtime_r(const time_t *restrict time, struct tm *restrict result) {
    (void)time;
    *result = (struct tm){0};
    return result;
}

#ifdef __NEWLIB__
#include <reent.h>
#include <stddef.h>
#include <stdlib.h>

// The C library has no heap: all memory is the pool's. QuickJS and printf name these, but call none of them.
void *malloc(size_t size) {
    (void)size;
    hal_panic("malloc");
}

void *realloc(void *memory, size_t size) {
    (void)memory;
    (void)size;
    hal_panic("realloc");
}

void free(void *memory) {
    (void)memory;
    hal_panic("free");
}

size_t malloc_usable_size(void *memory) {
    (void)memory;
    hal_panic("malloc_usable_size");
}

void *_malloc_r(struct _reent *reent, size_t size) {
    (void)reent;
    return malloc(size);
}

void *_realloc_r(struct _reent *reent, void *memory, size_t size) {
    (void)reent;
    return realloc(memory, size);
}

void _free_r(struct _reent *reent, void *memory) {
    (void)reent;
    free(memory);
}

// Without signals.
void abort(void) {
    hal_panic("abort");
}
#endif
