// The ring under random pushes and pops, from just before its counters wrap.
#include "check.h"
#include "cn/error.h"
#include "cn/ring.h"

static void random_steps(uint32_t capacity, uint32_t seed) {
    static struct cn_sample slots[64];
    struct cn_ring ring;
    cn_ring_init(&ring, slots, capacity);
    atomic_store(&ring.head, UINT32_MAX - 5); // cross the 2^32 wrap early
    atomic_store(&ring.tail, UINT32_MAX - 5);
    uint32_t pushed = 0, popped = 0, refused = 0, state = seed;
    for (int step = 0; step < 10000; step++) {
        if (next_random(&state) & 1) {
            struct cn_sample sample = {{(int16_t)pushed, (int16_t)(pushed >> 16), 7}};
            bool room = pushed - popped < capacity;
            CHECK_EQ(cn_ring_push(&ring, sample), room ? CN_OK : CN_ERR_FULL);
            pushed += room;
            refused += !room;
        } else {
            struct cn_sample out[5];
            uint32_t want = next_random(&state) % 6, left = pushed - popped;
            uint32_t got = cn_ring_pop(&ring, out, want);
            CHECK_EQ(got, want < left ? want : left);
            for (uint32_t i = 0; i < got; i++) {
                CHECK_EQ(out[i].axis[0], (int16_t)popped);
                popped++;
            }
        }
        CHECK_EQ(cn_ring_count(&ring), pushed - popped);
    }
    CHECK_EQ(atomic_load(&ring.dropped), refused);
}

static void keeps_order(void) {
    for (uint32_t capacity = 1; capacity <= 64; capacity *= 2) {
        for (uint32_t seed = 1; seed <= 20; seed++) {
            random_steps(capacity, seed);
        }
    }
}

int main(void) {
    static const struct test tests[] = {
        {"a ring keeps order, counts what it refuses and survives the wrap of its counters", keeps_order},
    };
    return RUN_TESTS(tests);
}
