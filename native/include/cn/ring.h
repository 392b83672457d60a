// Ring of three-axis samples: one writer, one reader; a full ring refuses and counts.
#ifndef CN_RING_H
#define CN_RING_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

// Raw counts of the sensor, [x y z].
struct cn_sample {
    int16_t axis[3];
};

struct cn_ring {
    struct cn_sample *slots;  // [capacity], owned by the caller, outlives the ring
    uint32_t capacity;        // a power of two
    _Atomic uint32_t head;    // free running; written by the writer only
    _Atomic uint32_t tail;    // free running; written by the reader only
    _Atomic uint32_t dropped; // samples refused because the ring was full
};

void cn_ring_init(struct cn_ring *ring, struct cn_sample *slots, uint32_t capacity);

// Store one sample. Interrupt-safe; constant time. CN_ERR_FULL and counted in `dropped` when there is no
// room.
int cn_ring_push(struct cn_ring *ring, struct cn_sample sample);

// Take up to `count` samples into `out`; returns how many.
uint32_t cn_ring_pop(struct cn_ring *ring, struct cn_sample *out, uint32_t count);

uint32_t cn_ring_count(const struct cn_ring *ring);

#endif
