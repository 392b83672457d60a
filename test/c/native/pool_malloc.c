// The pool over malloc: in the place of native/src/pool.c, so that ASan sees every block of the engine.
#include "pool_malloc.h"

#include <sanitizer/common_interface_defs.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "cn/pool.h"

bool pool_says_fault;

struct header {
    alignas(16) size_t size;
};

static struct cn_pool_stats counts;
static uint32_t fail_in;
static bool fail_on;

void cn_pool_init(void *block, size_t size) {
    (void)block; // its size is the budget
    counts = (struct cn_pool_stats){.size = size};
    fail_in = 0;
}

static bool refuse(size_t more) {
    bool fault = fail_in == 1;
    if (fail_in > 0 && !(fault && fail_on)) {
        fail_in--;
    }
    bool full = counts.used + more > counts.size;
    if (fault && pool_says_fault) {
        __sanitizer_print_stack_trace();
    }
    counts.refused += fault || full;
    return fault || full;
}

void *cn_pool_alloc(size_t size) {
    if (refuse(size)) {
        return NULL;
    }
    struct header *header = malloc(sizeof *header + size);
    header->size = size;
    counts.used += size;
    counts.peak = counts.used > counts.peak ? counts.used : counts.peak;
    return header + 1;
}

void cn_pool_free(void *old) {
    if (old) {
        struct header *header = (struct header *)old - 1;
        counts.used -= header->size;
        free(header);
    }
}

// Always moves: a pointer that is kept over a realloc is found.
void *cn_pool_realloc(void *old, size_t size) {
    if (!old) {
        return cn_pool_alloc(size);
    }
    if (size == 0) {
        cn_pool_free(old);
        return NULL;
    }
    void *moved = cn_pool_alloc(size);
    if (moved) {
        size_t before = cn_pool_usable(old);
        memcpy(moved, old, before < size ? before : size);
        cn_pool_free(old);
    }
    return moved;
}

size_t cn_pool_usable(const void *old) {
    return old ? ((const struct header *)old - 1)->size : 0;
}

void cn_pool_stats(struct cn_pool_stats *stats) {
    *stats = counts;
    stats->largest_free = counts.size - counts.used;
}

void cn_pool_fail_nth(uint32_t nth) {
    fail_in = nth;
    fail_on = false;
}

void cn_pool_fail_from(uint32_t nth) {
    fail_in = nth;
    fail_on = true;
}
