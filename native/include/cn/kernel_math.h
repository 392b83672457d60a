// Fixed-point arithmetic of the quantised kernels: the roundings of TFLite's reference, step by step.
#ifndef CN_KERNEL_MATH_H
#define CN_KERNEL_MATH_H

#include <stdbool.h>
#include <stdint.h>

// Sums wrap as the hardware does; signed overflow would be undefined.
static inline int32_t cn_wrap_add(int32_t a, int32_t b) {
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

static inline int32_t cn_wrap_sub(int32_t a, int32_t b) {
    return (int32_t)((uint32_t)a - (uint32_t)b);
}

static inline int32_t cn_wrap_mul(int32_t a, int32_t b) {
    return (int32_t)((uint32_t)a * (uint32_t)b);
}

static inline int32_t cn_shift_left(int32_t a, int bits) {
    return (int32_t)((uint32_t)a << bits);
}

static inline int32_t cn_clamp(int32_t value, int32_t min, int32_t max) {
    return value < min ? min : value > max ? max : value;
}

// The high half of 2ab, rounded to nearest (ties away from zero), saturating the one case that overflows.
static inline int32_t cn_high_mul(int32_t a, int32_t b) {
    if (a == INT32_MIN && b == INT32_MIN) {
        return INT32_MAX;
    }
    int64_t product = (int64_t)a * b;
    int64_t nudge = product >= 0 ? (int64_t)1 << 30 : 1 - ((int64_t)1 << 30);
    return (int32_t)((product + nudge) / ((int64_t)1 << 31));
}

// Divide by 2^exponent (0 to 31), rounded to nearest, ties away from zero.
static inline int32_t cn_round_shift(int32_t x, int exponent) {
    int32_t mask = (int32_t)(((uint32_t)1 << exponent) - 1);
    int32_t remainder = x & mask;
    int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    return (x >> exponent) + (remainder > threshold ? 1 : 0);
}

// Exponents that cn_rescale accepts: 2^-31 to 2^30.
static inline bool cn_exponent_ok(int32_t exponent) {
    return exponent >= -31 && exponent <= 30;
}

// x * multiplier / 2^31 * 2^exponent with both roundings of the reference.
static inline int32_t cn_rescale(int32_t x, int32_t multiplier, int32_t exponent) {
    int left = exponent > 0 ? exponent : 0;
    int right = exponent > 0 ? 0 : -exponent;
    return cn_round_shift(cn_high_mul(cn_shift_left(x, left), multiplier), right);
}

// The same for a 48-bit sum (int16 layers): the multiplier is reduced to 16 bits and there is one rounding.
static inline int32_t cn_rescale_wide(int64_t x, int32_t multiplier, int32_t exponent) {
    int32_t reduced = multiplier < 0x7fff0000 ? (multiplier + (1 << 15)) >> 16 : 0x7fff;
    int shift = 15 - exponent;
    int64_t product = (int64_t)((uint64_t)x * (uint64_t)(int64_t)reduced);
    int64_t half = shift > 0 ? (int64_t)1 << (shift - 1) : 0;
    int64_t sum = (int64_t)((uint64_t)product + (uint64_t)half);
    return (int32_t)(shift >= 0 ? sum >> shift : sum);
}

#endif
