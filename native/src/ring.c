// Ring of samples: head and tail run freely and wrap at 2^32, so full is never mistaken for empty.
#include "cn/ring.h"

#include <string.h>

#include "cn/assert.h"

void cn_ring_init(struct cn_ring *ring, int16_t *slots, uint32_t capacity, uint32_t axes) {
    CN_ASSERT(slots && capacity > 0 && (capacity & (capacity - 1)) == 0 && axes > 0);
    ring->slots = slots;
    ring->capacity = capacity;
    ring->axes = axes;
    ring->head = ring->tail = ring->dropped = 0;
}

static int16_t *slot(const struct cn_ring *ring, uint32_t position) {
    return ring->slots + (size_t)(position & (ring->capacity - 1)) * ring->axes;
}

// How many of `count` samples from `position` on lie before the end of the slots; the others from their
// start.
static uint32_t before_end(const struct cn_ring *ring, uint32_t position, uint32_t count) {
    uint32_t first = ring->capacity - (position & (ring->capacity - 1));
    return first < count ? first : count;
}

uint32_t cn_ring_push(struct cn_ring *ring, const int16_t *samples, uint32_t count) {
    uint32_t room = ring->capacity - cn_ring_count(ring);
    if (count > room) {
        ring->dropped += count - room;
        count = room;
    }
    uint32_t first = before_end(ring, ring->head, count);
    size_t sample_bytes = ring->axes * sizeof *samples;
    memcpy(slot(ring, ring->head), samples, first * sample_bytes);
    memcpy(ring->slots, samples + (size_t)first * ring->axes, (count - first) * sample_bytes);
    ring->head += count;
    return count;
}

uint32_t cn_ring_pop(struct cn_ring *ring, int16_t *out, uint32_t count) {
    uint32_t available = cn_ring_count(ring);
    count = count < available ? count : available;
    uint32_t first = before_end(ring, ring->tail, count);
    size_t sample_bytes = ring->axes * sizeof *out;
    memcpy(out, slot(ring, ring->tail), first * sample_bytes);
    memcpy(out + (size_t)first * ring->axes, ring->slots, (count - first) * sample_bytes);
    ring->tail += count;
    return count;
}

uint32_t cn_ring_skip(struct cn_ring *ring, uint32_t count) {
    uint32_t available = cn_ring_count(ring);
    count = count < available ? count : available;
    ring->tail += count;
    return count;
}

uint32_t cn_ring_count(const struct cn_ring *ring) {
    return ring->head - ring->tail;
}
