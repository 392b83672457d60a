// Wake bits: one atomic word that interrupts set and the loop clears.
#include "cn/wake.h"

#include <stdatomic.h>

#include "cn/assert.h"
#include "cn/hal.h"

static _Atomic uint32_t raised;
static uint64_t first_at_us[CN_WAKE_SLOTS];
static uint32_t edges_of[CN_WAKE_SLOTS];

void cn_wake_init(void) {
    atomic_store(&raised, 0);
}

void cn_wake_raise(uint8_t slot, uint64_t at_us, uint32_t edges) {
    CN_ASSERT(slot < CN_WAKE_SLOTS && edges > 0);
    uint32_t bit = 1u << slot;
    if (atomic_load_explicit(&raised, memory_order_acquire) & bit) {
        // a second edge keeps the first moment, and is counted
        uint32_t room = UINT32_MAX - edges_of[slot];
        edges_of[slot] += edges < room ? edges : room;
        return;
    }
    // 64 bits are not stored at once on a 32-bit core: write them while the bit is clear
    first_at_us[slot] = at_us;
    edges_of[slot] = edges;
    atomic_fetch_or_explicit(&raised, bit, memory_order_release);
}

uint32_t cn_wake_raised(void) {
    return atomic_load_explicit(&raised, memory_order_acquire);
}

bool cn_wake_pending(void) {
    return cn_wake_raised() != 0;
}

bool cn_wake_peek(uint8_t slot, uint64_t *at_us) {
    CN_ASSERT(slot < CN_WAKE_SLOTS);
    if (!(atomic_load_explicit(&raised, memory_order_acquire) & (1u << slot))) {
        return false;
    }
    *at_us = first_at_us[slot];
    return true;
}

bool cn_wake_take(uint8_t slot, uint64_t *at_us, uint32_t *edges) {
    // an edge between the look at the count and the clearing of the bit would be counted by nobody
    uint32_t state = hal_irq_lock();
    bool was_raised = cn_wake_peek(slot, at_us);
    if (was_raised) {
        *edges = edges_of[slot];
        atomic_fetch_and_explicit(&raised, ~(1u << slot), memory_order_release);
    }
    hal_irq_unlock(state);
    return was_raised;
}
