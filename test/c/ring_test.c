// The ring under random pushes and pops, from just before its counters wrap.
#include "check.h"
#include "cn/ring.h"

static void random_steps(uint32_t capacity, uint32_t axes, uint32_t seed) {
    static int16_t slots[64 * 6];
    struct cn_ring ring;
    cn_ring_init(&ring, slots, capacity, axes);
    ring.head = ring.tail = UINT32_MAX - 5; // cross the 2^32 wrap early
    uint32_t pushed = 0, popped = 0, refused = 0, state = seed;
    for (int step = 0; step < 10000; step++) {
        if (next_random(&state) & 1) {
            int16_t samples[4 * 6] = {0};
            uint32_t count = next_random(&state) % 5, room = capacity - (pushed - popped);
            for (uint32_t i = 0; i < count; i++) {
                samples[i * axes] = (int16_t)(pushed + i);
                samples[(i + 1) * axes - 1] = (int16_t) ~(pushed + i);
            }
            uint32_t taken = count < room ? count : room;
            CHECK_EQ(cn_ring_push(&ring, samples, count), taken);
            pushed += taken;
            refused += count - taken;
        } else {
            int16_t out[5 * 6];
            uint32_t want = next_random(&state) % 6, left = pushed - popped;
            bool skips = next_random(&state) % 8 == 0;
            uint32_t got = skips ? cn_ring_skip(&ring, want) : cn_ring_pop(&ring, out, want);
            CHECK_EQ(got, want < left ? want : left);
            for (uint32_t i = 0; i < got; i++, popped++) {
                if (!skips) {
                    CHECK_EQ(out[i * axes], (int16_t)(axes == 1 ? ~popped : popped));
                    CHECK_EQ(out[(i + 1) * axes - 1], (int16_t)~popped);
                }
            }
        }
        CHECK_EQ(cn_ring_count(&ring), pushed - popped);
    }
    CHECK_EQ(ring.dropped, refused);
}

static void keeps_order(void) {
    for (uint32_t capacity = 1; capacity <= 64; capacity *= 2) {
        for (uint32_t seed = 1; seed <= 20; seed++) {
            random_steps(capacity, 1, seed);
            random_steps(capacity, 3, seed);
            random_steps(capacity, 6, seed);
        }
    }
}

int main(void) {
    static const struct test tests[] = {
        {"a ring keeps order, counts what it refuses and survives the wrap of its counters", keeps_order},
    };
    return RUN_TESTS(tests);
}
