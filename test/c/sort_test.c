// The engine's sort against qsort: all counts, several sizes, and comparisons that contradict themselves.
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "../../bindings/engine/sort.c" // NOLINT(bugprone-suspicious-include): the rest of the engine is not needed

enum { MOST = 300 };

struct element {
    uint32_t key, more[2];
};

static int by_byte(const void *a, const void *b) {
    return *(const uint8_t *)a - *(const uint8_t *)b;
}

static int by_key(const void *a, const void *b) {
    uint32_t left = ((const struct element *)a)->key, right = ((const struct element *)b)->key;
    return (left > right) - (left < right);
}

static int by_byte_in_context(const void *a, const void *b, void *context) {
    ++*(uint32_t *)context;
    return by_byte(a, b);
}

static int by_key_in_context(const void *a, const void *b, void *context) {
    ++*(uint32_t *)context;
    return by_key(a, b);
}

static void bytes_of_all_counts_are_sorted(void) {
    uint8_t ours[MOST], theirs[MOST];
    uint32_t seed = 1, calls = 0;
    for (size_t count = 0; count <= MOST; count++) {
        for (size_t i = 0; i < count; i++) {
            ours[i] = theirs[i] = (uint8_t)next_random(&seed);
        }
        cn_sort(ours, count, 1, by_byte_in_context, &calls);
        qsort(theirs, count, 1, by_byte);
        CHECK_EQ(memcmp(ours, theirs, count), 0);
    }
}

static void elements_keep_together(void) {
    static struct element elements[2000];
    uint32_t seed = 2, calls = 0;
    for (size_t i = 0; i < 2000; i++) {
        uint32_t key = next_random(&seed);
        elements[i] = (struct element){key, {~key, key ^ 7}};
    }
    cn_sort(elements, 2000, sizeof elements[0], by_key_in_context, &calls);
    for (size_t i = 0; i < 2000; i++) {
        CHECK(elements[i].more[0] == ~elements[i].key && elements[i].more[1] == (elements[i].key ^ 7));
        CHECK(i == 0 || elements[i - 1].key <= elements[i].key);
    }
    printf("# 2000 elements: %u comparisons\n", (unsigned)calls);
    CHECK(calls < 40000); // 2000 * log2(2000) is 22,000
}

static int by_nothing(const void *a, const void *b, void *context) {
    (void)a;
    (void)b;
    return (int)next_random(context) | 1;
}

static void a_comparison_without_sense_ends(void) {
    uint8_t bytes[MOST] = {0};
    uint32_t seed = 3;
    cn_sort(bytes, MOST, 1, by_nothing, &seed);
    CHECK_EQ(bytes[0], 0);
}

int main(void) {
    static const struct test tests[] = {
        {"bytes of all counts are sorted", bytes_of_all_counts_are_sorted},
        {"elements keep together", elements_keep_together},
        {"a comparison without sense ends", a_comparison_without_sense_ends},
    };
    return RUN_TESTS(tests);
}
