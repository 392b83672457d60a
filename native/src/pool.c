// The pool: segregated fit over one static block; its own tables lie in the block too, so the block is the
// whole state and can be kept as an image.
#include "cn/pool.h"

#include <stdbool.h>
#include <string.h>

#include "cn/assert.h"

// A block is a header word and its payload. The header holds the bytes of header and payload together (a
// multiple of STEP) and two flags. A free block keeps its list links at the start of the payload and a
// pointer to itself in its last word, where the block after it finds it.
#define STEP 8u
#define FREE ((size_t)1)        // this block is free
#define BEFORE_FREE ((size_t)2) // the block before it in memory is free
#define FLAGS (FREE | BEFORE_FREE)
#define HEADER sizeof(size_t)

struct block {
    size_t head;
    struct block *next, *prev; // valid while free
};

// header, two links, last word; rounded to STEP
#define SMALLEST ((HEADER + 3 * sizeof(void *) + STEP - 1) / STEP * STEP)

// Bins are exact up to 15 steps, then eight for each power of two: waste is at most an eighth.
#define LARGEST_POOL ((size_t)128 * 1024 * 1024)
#define WORDS 6 // 184 bins are enough for the largest pool

struct pool {
    size_t size, used, peak;
    uint32_t refused;
    uint32_t fail_in; // 0: no fault is waiting
    bool fail_on;     // those after it fail too
    uint32_t bins;    // as many as this size needs
    uint32_t filled[WORDS];
    struct block *heads[]; // [bins]
};

static struct pool *pool;

static size_t size_of(const struct block *block) {
    return block->head & ~FLAGS;
}

static struct block *after(const struct block *block) {
    return (struct block *)((uintptr_t)block + size_of(block));
}

static void *payload_of(struct block *block) {
    return (char *)block + HEADER;
}

static struct block *block_of(const void *payload) {
    return (struct block *)((uintptr_t)payload - HEADER);
}

// How far a count of steps is shifted to leave the eight bins of its power of two.
static uint32_t shift_of(size_t steps) {
    return steps < 16 ? 0 : 28u - (uint32_t)__builtin_clz((uint32_t)steps);
}

// The bin that a free block of `size` bytes is kept in.
static uint32_t bin_of(size_t size) {
    size_t steps = size / STEP;
    uint32_t shift = shift_of(steps);
    return shift * 8 + (uint32_t)(steps >> shift);
}

// The first bin in which every block has at least `size` bytes.
static uint32_t bin_for(size_t size) {
    size_t steps = size / STEP;
    return bin_of((steps + ((size_t)1 << shift_of(steps)) - 1) * STEP);
}

static void insert(struct block *block) {
    uint32_t bin = bin_of(size_of(block));
    CN_ASSERT(bin < pool->bins);
    block->prev = NULL;
    block->next = pool->heads[bin];
    if (block->next) {
        block->next->prev = block;
    }
    pool->heads[bin] = block;
    pool->filled[bin / 32] |= 1u << bin % 32;
    block->head |= FREE;
    struct block *follower = after(block);
    ((struct block **)follower)[-1] = block;
    follower->head |= BEFORE_FREE;
}

static void take(struct block *block) {
    uint32_t bin = bin_of(size_of(block));
    if (block->next) {
        block->next->prev = block->prev;
    }
    if (block->prev) {
        block->prev->next = block->next;
    } else {
        pool->heads[bin] = block->next;
        if (!block->next) {
            pool->filled[bin / 32] &= ~(1u << bin % 32);
        }
    }
    block->head &= ~FREE;
    after(block)->head &= ~BEFORE_FREE;
}

// Cut what `block` (in use) has above `size` and give it back.
static void trim(struct block *block, size_t size) {
    size_t rest = size_of(block) - size;
    if (rest < SMALLEST) {
        return;
    }
    block->head = size | (block->head & FLAGS);
    struct block *cut = after(block);
    cut->head = rest;
    struct block *follower = after(cut);
    if (follower->head & FREE) {
        take(follower);
        cut->head += size_of(follower);
    }
    insert(cut);
}

// Use the first `size` bytes of a free block. What is left mostly belongs into the same bin, above all while
// everything is cut from one large block: then it takes the block's place in the list.
static void carve(struct block *block, size_t size) {
    size_t whole = size_of(block), rest = whole - size;
    uint32_t bin = bin_of(whole);
    if (rest < SMALLEST || bin_of(rest) != bin) {
        take(block);
        trim(block, size);
        return;
    }
    struct block *cut = (struct block *)((uintptr_t)block + size);
    cut->head = rest | FREE;
    cut->next = block->next;
    cut->prev = block->prev;
    if (cut->next) {
        cut->next->prev = cut;
    }
    if (cut->prev) {
        cut->prev->next = cut;
    } else {
        pool->heads[bin] = cut;
    }
    ((struct block **)after(cut))[-1] = cut;
    block->head = size | (block->head & BEFORE_FREE);
}

void cn_pool_init(void *memory, size_t size) {
    CN_ASSERT((uintptr_t)memory % STEP == 0);
    CN_ASSERT(size <= LARGEST_POOL);
    pool = memory;
    uint32_t bins = bin_of(size) + 1;
    memset(pool, 0, sizeof *pool + bins * sizeof(struct block *));
    pool->bins = bins;
    // the first header lies so that its payload is aligned; the last word is a block of size 0 that is never
    // free
    uintptr_t first = (uintptr_t)&pool->heads[bins] + HEADER;
    first = (first + STEP - 1) / STEP * STEP - HEADER;
    uintptr_t end = ((uintptr_t)memory + size) / STEP * STEP - HEADER;
    CN_ASSERT(first + SMALLEST <= end);
    struct block *whole = (struct block *)first;
    whole->head = end - first;
    after(whole)->head = 0;
    pool->size = whole->head;
    insert(whole);
}

// Whether this allocation has to fail.
static bool fault(void) {
    if (pool->fail_in == 0) {
        return false;
    }
    bool now = pool->fail_in == 1;
    if (!now || !pool->fail_on) {
        pool->fail_in--;
    }
    return now;
}

static struct block *find(size_t size) {
    uint32_t bin = bin_for(size);
    for (uint32_t word = bin / 32; word < WORDS; word++) {
        uint32_t bits = pool->filled[word];
        if (word == bin / 32) {
            bits &= ~0u << bin % 32;
        }
        if (bits) {
            return pool->heads[word * 32 + (uint32_t)__builtin_ctz(bits)];
        }
    }
    // nothing above: a block of the request's own bin may still be long enough
    uint32_t own = bin_of(size);
    struct block *block = own < pool->bins ? pool->heads[own] : NULL;
    while (block && size_of(block) < size) {
        block = block->next;
    }
    return block;
}

// Bytes of the block that serves a request, or 0 if this pool never can.
static size_t block_size(size_t request) {
    if (request > pool->size) {
        return 0;
    }
    size_t size = (request + HEADER + STEP - 1) / STEP * STEP;
    return size < SMALLEST ? SMALLEST : size;
}

static void count(size_t before, size_t now) {
    pool->used = pool->used - before + now;
    if (pool->used > pool->peak) {
        pool->peak = pool->used;
    }
}

static void *serve(size_t size) {
    struct block *block = size == 0 ? NULL : find(size);
    if (!block) {
        pool->refused++;
        return NULL;
    }
    carve(block, size);
    count(0, size_of(block));
    return payload_of(block);
}

void *cn_pool_alloc(size_t request) {
    return serve(fault() ? 0 : block_size(request));
}

void cn_pool_free(void *old) {
    if (!old) {
        return;
    }
    struct block *block = block_of(old);
    CN_ASSERT(!(block->head & FREE));
    count(size_of(block), 0);
    struct block *follower = after(block);
    if (follower->head & FREE) {
        take(follower);
        block->head += size_of(follower);
    }
    if (block->head & BEFORE_FREE) {
        struct block *before = ((struct block **)block)[-1];
        take(before);
        before->head += size_of(block);
        block = before;
    }
    insert(block);
}

// Make `block` at least `size` bytes where it lies: by cutting, or by taking in the free block after it.
static bool resize(struct block *block, size_t size) {
    size_t before = size_of(block);
    struct block *follower = after(block);
    if (size > before) {
        if (!(follower->head & FREE) || before + size_of(follower) < size) {
            return false;
        }
        take(follower);
        block->head += size_of(follower);
    }
    trim(block, size);
    count(before, size_of(block));
    return true;
}

void *cn_pool_realloc(void *old, size_t request) {
    if (!old) {
        return cn_pool_alloc(request);
    }
    if (request == 0) {
        cn_pool_free(old);
        return NULL;
    }
    struct block *block = block_of(old);
    size_t size = block_size(request);
    CN_ASSERT(!(block->head & FREE));
    if (size > size_of(block) && fault()) {
        size = 0;
    }
    if (size != 0 && resize(block, size)) {
        return old;
    }
    void *moved = serve(size);
    if (moved) {
        memcpy(moved, old, size_of(block) - HEADER);
        cn_pool_free(old);
    }
    return moved;
}

size_t cn_pool_usable(const void *old) {
    return old ? size_of(block_of(old)) - HEADER : 0;
}

void cn_pool_stats(struct cn_pool_stats *stats) {
    *stats = (struct cn_pool_stats){pool->size, pool->used, pool->peak, 0, pool->refused};
    for (uint32_t bin = pool->bins; bin-- > 0 && stats->largest_free == 0;) {
        for (struct block *block = pool->heads[bin]; block; block = block->next) {
            size_t room = size_of(block) - HEADER;
            stats->largest_free = room > stats->largest_free ? room : stats->largest_free;
        }
    }
}

void cn_pool_fail_nth(uint32_t nth) {
    pool->fail_in = nth;
    pool->fail_on = false;
}

void cn_pool_fail_from(uint32_t nth) {
    pool->fail_in = nth;
    pool->fail_on = true;
}
