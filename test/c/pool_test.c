// The pool: alignment, reuse, joining of free blocks, growth in place, injected faults, and a long random
// run.
#include "cn/pool.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define BYTES (64 * 1024)

static _Alignas(16) uint8_t memory[BYTES];

static struct cn_pool_stats stats_now(void) {
    struct cn_pool_stats stats;
    cn_pool_stats(&stats);
    return stats;
}

static void blocks_are_aligned_and_hold_what_was_asked(void) {
    cn_pool_init(memory, BYTES);
    for (size_t size = 0; size < 300; size++) {
        uint8_t *block = cn_pool_alloc(size);
        CHECK(block);
        CHECK_EQ((uintptr_t)block % 8, 0);
        CHECK(cn_pool_usable(block) >= size);
        memset(block, 0xee, cn_pool_usable(block));
    }
}

static void freed_neighbours_join_to_the_whole_again(void) {
    cn_pool_init(memory, BYTES);
    size_t whole = stats_now().largest_free;
    void *blocks[20];
    for (int i = 0; i < 20; i++) {
        blocks[i] = cn_pool_alloc(100 + 17 * (size_t)i);
    }
    for (int i = 0; i < 20; i++) {
        cn_pool_free(blocks[i * 7 % 20]);
    }
    CHECK_EQ(stats_now().largest_free, whole);
    CHECK_EQ(stats_now().used, 0);
    CHECK(cn_pool_alloc(whole));
}

static void too_much_is_refused_and_counted(void) {
    cn_pool_init(memory, BYTES);
    CHECK(!cn_pool_alloc(BYTES));
    CHECK(!cn_pool_alloc(SIZE_MAX));
    CHECK_EQ(stats_now().refused, 2);
    CHECK_EQ(stats_now().used, 0);
}

static void the_fault_hits_the_named_allocation_once(void) {
    cn_pool_init(memory, BYTES);
    cn_pool_fail_nth(2);
    uint8_t *first = cn_pool_alloc(10);
    CHECK(first);
    first[0] = 42;
    CHECK(!cn_pool_realloc(first, 5000));
    CHECK_EQ(first[0], 42);
    CHECK(cn_pool_realloc(first, 5000));
    CHECK_EQ(stats_now().refused, 1);
}

static void the_fault_that_stays_ends_when_it_is_told(void) {
    cn_pool_init(memory, BYTES);
    cn_pool_fail_from(2);
    void *first = cn_pool_alloc(10);
    CHECK(first);
    for (int i = 0; i < 5; i++) {
        CHECK(!cn_pool_alloc(10));
        CHECK(!cn_pool_realloc(first, 5000));
    }
    CHECK(cn_pool_realloc(first, 5) == first);
    cn_pool_fail_from(0);
    CHECK(cn_pool_realloc(first, 5000));
    CHECK_EQ(stats_now().refused, 10);
}

static void realloc_grows_in_place_when_the_next_block_is_free(void) {
    cn_pool_init(memory, BYTES);
    uint8_t *block = cn_pool_alloc(64);
    CHECK(cn_pool_realloc(block, 4000) == block);
    CHECK(cn_pool_realloc(block, 64) == block);
    CHECK(!cn_pool_realloc(block, 0));
    CHECK_EQ(stats_now().used, 0);
}

#define SLOTS 64

struct slot {
    uint8_t *block;
    size_t size;
};

// Each block is filled with its slot's number: an overlap shows.
static bool is_intact(const struct slot *slot, int number) {
    for (size_t i = 0; i < slot->size; i++) {
        if (slot->block[i] != (uint8_t)number) {
            return false;
        }
    }
    return true;
}

static void random_run(uint32_t seed) {
    struct slot slots[SLOTS] = {{0}};
    cn_pool_init(memory, BYTES);
    for (int step = 0; step < 20000; step++) {
        int number = (int)(next_random(&seed) % SLOTS);
        struct slot *slot = &slots[number];
        size_t size = next_random(&seed) % (step % 10 == 0 ? 9000 : 300);
        CHECK(is_intact(slot, number));
        if (next_random(&seed) % 3 == 0) {
            cn_pool_free(slot->block);
            *slot = (struct slot){0};
            continue;
        }
        uint8_t *block = cn_pool_realloc(slot->block, size);
        if (block) {
            *slot = (struct slot){block, slot->size < size ? slot->size : size};
            CHECK(is_intact(slot, number)); // what was there has moved with it
            slot->size = size;
            memset(block, number, size);
        } else if (size == 0) {
            *slot = (struct slot){0};
        }
    }
    for (int number = 0; number < SLOTS; number++) {
        CHECK(is_intact(&slots[number], number));
        cn_pool_free(slots[number].block);
    }
    CHECK_EQ(stats_now().used, 0);
}

static void random_runs_never_overlap_and_leave_nothing(void) {
    for (uint32_t seed = 1; seed <= 10; seed++) {
        random_run(seed * 2654435761u);
    }
}

int main(void) {
    static const struct test tests[] = {
        {"blocks are aligned and hold what was asked for", blocks_are_aligned_and_hold_what_was_asked},
        {"freed neighbours join to the whole again", freed_neighbours_join_to_the_whole_again},
        {"what does not fit is refused and counted", too_much_is_refused_and_counted},
        {"an injected fault hits the named allocation, once", the_fault_hits_the_named_allocation_once},
        {"a lasting fault ends on request", the_fault_that_stays_ends_when_it_is_told},
        {"realloc grows and shrinks in place", realloc_grows_in_place_when_the_next_block_is_free},
        {"random runs never overlap and leave nothing", random_runs_never_overlap_and_leave_nothing},
    };
    return RUN_TESTS(tests);
}
