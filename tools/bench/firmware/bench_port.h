// What the harness asks of the chip that it runs on: memory, the job, a place for results, a counter.
#ifndef BENCH_PORT_H
#define BENCH_PORT_H

#include <stddef.h>
#include <stdint.h>

// Runs the job; the chip's part calls it once memory and clock stand.
void bench_main(void);

// Memory for a plan. `arena` and `state` are 16-byte aligned.
struct bench_memory {
    uint8_t *arena, *state;
    size_t arena_bytes, state_bytes;
};
struct bench_memory bench_memory(void);

// Copy the next bytes of the job.
void bench_read(void *to, uint32_t bytes);

enum bench_part { BENCH_TRACES, BENCH_PLAN };
// The next bytes of the job, 16-byte aligned, where they stay until the end; `capacity` of `part` is enough.
const void *bench_keep(enum bench_part part, uint32_t bytes);

// Append to the result.
void bench_write(const void *from, uint32_t bytes);

_Noreturn void bench_leave(int status);

// Counts up. an505: 50 ns each, an instruction is 64 ns; ESP32-S3: periods of the core, an instruction each.
static inline uint32_t bench_ticks(void) {
#ifdef __XTENSA__
    uint32_t count;
    __asm volatile("rsr %0, ccount" : "=a"(count)::"memory");
    return count;
#else
    return 0u - *(volatile uint32_t *)0x50000004u;
#endif
}

#endif
