// Sigmoid and tanh of 16-bit fixed point with 1 to 6 integer bits, results in Q0.15: the reference's
// arithmetic.
#ifndef CN_KERNEL_FIXED16_H
#define CN_KERNEL_FIXED16_H

#include "cn/kernel_math.h"

static inline int16_t cn_saturate16(int32_t x) {
    return (int16_t)cn_clamp(x, INT16_MIN, INT16_MAX);
}

// The high half of 2ab, rounded, saturating the one case that overflows.
static inline int16_t cn_high_mul16(int16_t a, int16_t b) {
    int32_t product = a * b;
    int32_t nudge = product >= 0 ? 1 << 14 : 1 - (1 << 14);
    return a == INT16_MIN && b == INT16_MIN ? INT16_MAX : (int16_t)((product + nudge) / (1 << 15));
}

// exp on [-1/4, 0): a Taylor polynomial around -1/8.
static inline int16_t cn_exp16_last_quarter(int16_t a) {
    const int16_t constant = 28918; // exp(-1/8)
    int16_t x = (int16_t)(a + (1 << 12));
    int16_t x2 = cn_high_mul16(x, x);
    int16_t x3 = cn_high_mul16(x2, x);
    int16_t x4 = cn_high_mul16(x2, x2);
    int16_t inner = cn_high_mul16((int16_t)(cn_round_shift(x4, 2) + x3), 10923); // 1/3
    int16_t tail = (int16_t)cn_round_shift((int16_t)(inner + x2), 1);
    return cn_saturate16(constant + cn_high_mul16(constant, (int16_t)(x + tail)));
}

// exp(x) for x <= 0 with `bits` integer bits.
static inline int16_t cn_exp16(int16_t x, int bits) {
    // exp(-2^k) for k = -2, -1, ... 4
    static const int16_t factors[7] = {25520, 19875, 12055, 4435, 600, 11, 0};
    int fraction = 15 - bits;
    int quarter = 1 << (fraction - 2);
    if (x == 0) {
        return INT16_MAX;
    }
    if (bits > 5 && x < -(1 << (fraction + 5))) {
        return 0;
    }
    int offset = (x & (quarter - 1)) - quarter;
    int16_t result = cn_exp16_last_quarter(cn_saturate16(offset * (1 << bits)));
    int remainder = offset - x;
    for (int k = -2; k < bits && k <= 4; k++) {
        if (remainder & (1 << (fraction + k))) {
            result = cn_high_mul16(result, factors[k + 2]);
        }
    }
    return result;
}

// 2 / (1 + x) in Q2.13 for x in Q0.15, by three Newton steps.
static inline int16_t cn_inverse16(int16_t x) {
    int32_t sum = x + INT16_MAX;
    int16_t half = (int16_t)((sum + (sum >= 0 ? 1 : -1)) / 2);
    int16_t guess = (int16_t)(23130 + cn_high_mul16(half, -15420)); // 48/17 - 32/17 * half
    for (int i = 0; i < 3; i++) {
        int16_t error = (int16_t)((1 << 13) - cn_high_mul16(half, guess));
        guess = (int16_t)(guess + cn_saturate16(cn_high_mul16(guess, error) * 4));
    }
    return guess;
}

static inline int16_t cn_sigmoid16(int16_t x, int bits) {
    if (x == 0) {
        return 1 << 14;
    }
    int16_t below = x < 0 ? x : (int16_t)-x;
    int16_t y = cn_saturate16(cn_inverse16(cn_exp16(below, bits)) * 2);
    return x > 0 ? y : (int16_t)(INT16_MAX - y);
}

static inline int16_t cn_tanh16(int16_t x, int bits) {
    if (x == 0) {
        return 0;
    }
    int16_t below = x < 0 ? x : (int16_t)-x;
    // (1 - e) / (1 + e) = 2 / (1 + e) - 1, with e = exp(2x): the same bits, one more of them integer
    int16_t y = cn_saturate16((cn_inverse16(cn_exp16(below, bits + 1)) - (1 << 13)) * 4);
    return x < 0 ? (int16_t)-y : y;
}

#endif
