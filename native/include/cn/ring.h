// Ring of samples of one or more axes: a full ring refuses and counts. Both ends run in the loop.
#ifndef CN_RING_H
#define CN_RING_H

#include <stddef.h>
#include <stdint.h>

struct cn_ring {
    int16_t *slots;    // [capacity][axes], raw counts; owned by the caller, outlives the ring
    uint32_t capacity; // a power of two
    uint32_t axes;     // values of a sample
    uint32_t head;     // free running: samples that were stored
    uint32_t tail;     // free running: samples that were taken or thrown away
    uint32_t dropped;  // samples refused because the ring was full
};

void cn_ring_init(struct cn_ring *ring, int16_t *slots, uint32_t capacity, uint32_t axes);

// Store `count` samples of `axes` values each. Returns how many found room; the rest is counted in `dropped`.
uint32_t cn_ring_push(struct cn_ring *ring, const int16_t *samples, uint32_t count);

// Take up to `count` samples into `out`; returns how many.
uint32_t cn_ring_pop(struct cn_ring *ring, int16_t *out, uint32_t count);

// Throw up to `count` samples away; returns how many.
uint32_t cn_ring_skip(struct cn_ring *ring, uint32_t count);

uint32_t cn_ring_count(const struct cn_ring *ring);

#endif
