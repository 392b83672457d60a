// The pool: all memory that is handed out at run time comes from one static block of the board.
#ifndef CN_POOL_H
#define CN_POOL_H

#include <stddef.h>
#include <stdint.h>

// Take over `block` (8-byte aligned). Called once, before anything else.
void cn_pool_init(void *block, size_t size);

// As malloc, realloc, free; results are 8-byte aligned; NULL when there is no room or a fault is injected.
void *cn_pool_alloc(size_t size);
void *cn_pool_realloc(void *old, size_t size);
void cn_pool_free(void *old);
size_t cn_pool_usable(const void *old);

struct cn_pool_stats {
    size_t size, used, peak, largest_free;
    uint32_t refused; // allocations that failed
};
void cn_pool_stats(struct cn_pool_stats *stats);

// Fault injection: let the allocation number `nth` from now (1 = the next) fail, once. 0 turns it off.
void cn_pool_fail_nth(uint32_t nth);
// The same, and all that follow it, until either is called with 0.
void cn_pool_fail_from(uint32_t nth);

#endif
