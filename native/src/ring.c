// Ring of three-axis samples: head and tail run freely and wrap at 2^32, so full is never mistaken for empty.
#include "cn/ring.h"

#include "cn/assert.h"
#include "cn/error.h"

void cn_ring_init(struct cn_ring *ring, struct cn_sample *slots, uint32_t capacity) {
    CN_ASSERT(slots && capacity > 0 && (capacity & (capacity - 1)) == 0);
    ring->slots = slots;
    ring->capacity = capacity;
    atomic_store(&ring->head, 0);
    atomic_store(&ring->tail, 0);
    atomic_store(&ring->dropped, 0);
}

int cn_ring_push(struct cn_ring *ring, struct cn_sample sample) {
    uint32_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
    if (head - tail == ring->capacity) {
        atomic_fetch_add_explicit(&ring->dropped, 1, memory_order_relaxed);
        return CN_ERR_FULL;
    }
    ring->slots[head & (ring->capacity - 1)] = sample;
    // publish the slot only after it is written
    atomic_store_explicit(&ring->head, head + 1, memory_order_release);
    return CN_OK;
}

uint32_t cn_ring_pop(struct cn_ring *ring, struct cn_sample *out, uint32_t count) {
    uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    uint32_t available = atomic_load_explicit(&ring->head, memory_order_acquire) - tail;
    if (count > available) {
        count = available;
    }
    for (uint32_t i = 0; i < count; i++) {
        out[i] = ring->slots[(tail + i) & (ring->capacity - 1)];
    }
    atomic_store_explicit(&ring->tail, tail + count, memory_order_release);
    return count;
}

uint32_t cn_ring_count(const struct cn_ring *ring) {
    return atomic_load_explicit(&ring->head, memory_order_acquire) -
           atomic_load_explicit(&ring->tail, memory_order_acquire);
}
