// The engine's sort: Shell's, small and without recursion, for arrays of at most some thousand elements. What
// compares equal may change its order; Array.prototype.sort compares the places, too.
#include <stddef.h>
#include <stdint.h>

void cn_sort(void *base, size_t count, size_t size,
             int (*compare)(const void *a, const void *b, void *context), void *context);

static void swap(uint8_t *a, uint8_t *b, size_t size) {
    while (size-- > 0) {
        uint8_t byte = *a;
        *a++ = *b;
        *b++ = byte;
    }
}

void cn_sort(void *base, size_t count, size_t size,
             int (*compare)(const void *a, const void *b, void *context), void *context) {
    // distances after Ciura, each 2.25 times the next
    size_t distance = 1;
    while (distance < count / 3) {
        distance = distance * 9 / 4 + 1;
    }
    for (; distance > 0; distance = distance * 4 / 9) {
        for (size_t i = distance; i < count; i++) {
            for (size_t j = i; j >= distance; j -= distance) {
                uint8_t *low = (uint8_t *)base + (j - distance) * size, *high = (uint8_t *)base + j * size;
                if (compare(low, high, context) <= 0) {
                    break;
                }
                swap(low, high, size);
            }
        }
    }
}
