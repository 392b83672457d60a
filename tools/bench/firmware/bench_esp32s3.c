// The harness on the simulated ESP32-S3, behind the port's start: the job lies in flash, where apps do, and
// is used there; the arena is the pool. The simulator watches bench_write and bench_leave.
#include <string.h>

#include "bench_port.h"
#include "cn/crash.h"
#include "cn/hal.h"
#include "cn/pin.h"

#define STATE_BYTES (32u << 10)

static _Alignas(16) uint8_t state[STATE_BYTES];
static const uint8_t *job, *job_end;

__attribute__((noinline)) void bench_write(const void *from, uint32_t bytes) {
    __asm volatile("" ::"r"(from), "r"(bytes) : "memory");
}

__attribute__((noinline)) _Noreturn void bench_leave(int status) {
    for (;;) {
        __asm volatile("" ::"r"(status));
    }
}

static const uint8_t *take(uint32_t bytes) {
    if (bytes > (size_t)(job_end - job)) {
        bench_leave(2);
    }
    const uint8_t *taken = job;
    job += bytes;
    return taken;
}

void bench_read(void *to, uint32_t bytes) {
    // one invoke at most lies between two of these
    hal_watchdog_feed();
    memcpy(to, take(bytes), bytes);
}

const void *bench_keep(enum bench_part part, uint32_t bytes) {
    (void)part;
    return take((bytes + 15u) & ~15u);
}

struct bench_memory bench_memory(void) {
    struct bench_memory memory = {.state = state, .state_bytes = sizeof state};
    memory.arena = hal_pool(&memory.arena_bytes);
    return memory;
}

extern const uint8_t link_slot_a[], link_slot_b[]; // of link.ld: the job lies where an app would

int cn_main(void);

int cn_main(void) {
    job = link_slot_a;
    job_end = link_slot_b;
    (void)hal_clock(HAL_CLOCK_FAST);
    bench_main();
    return 0;
}

// No pin is watched, and a panic ends the run.
void cn_pin_isr(uint8_t pin, uint64_t at_us, uint32_t edges) {
    (void)pin;
    (void)at_us;
    (void)edges;
}

void cn_crash_panic(const char *what) {
    (void)what;
}
