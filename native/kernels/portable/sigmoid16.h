// Sigmoid and tanh of int16 by a table of 256 values of the sigmoid, 1/24 apart.
#ifndef CN_KERNEL_SIGMOID16_H
#define CN_KERNEL_SIGMOID16_H

#include "cn/kernel_math.h"

// The table's value at `at`, of which `bits` are the fraction between two entries, in Q0.(16 + bits).
static inline uint32_t cn_interpolate(const uint16_t *table, uint32_t at, int bits, uint32_t beyond) {
    uint32_t index = at >> bits;
    if (index >= 255) {
        return beyond;
    }
    uint32_t low = table[index];
    return (low << bits) + (at & ((1u << bits) - 1)) * (table[index + 1] - low);
}

// Both use the symmetry of the sigmoid: the table has only x >= 0. tanh(x) = 2 sigmoid(2x) - 1.
static inline int16_t cn_sigmoid_table(const uint16_t *table, int32_t x) {
    uint32_t y = cn_interpolate(table, (uint32_t)(x < 0 ? -x : x), 9, 0x7fffu << 10);
    y = x >= 0 ? y + (1u << 9) : (1u << 25) - y + (1u << 9) - 1;
    return (int16_t)(y >> 10);
}

static inline int16_t cn_tanh_table(const uint16_t *table, int32_t x) {
    int32_t y = (int32_t)cn_interpolate(table, (uint32_t)(x < 0 ? -x : x), 8, 0xffffu << 8);
    y = x >= 0 ? y - (1 << 23) + (1 << 7) : -y + (1 << 23) + (1 << 7) - 1;
    return (int16_t)(y >> 8);
}

#endif
