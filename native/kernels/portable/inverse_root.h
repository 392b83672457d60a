// 1 / sqrt(x) of a whole number as a Q0.31 multiplier and a power of two: five Newton steps, rounded as in
// TFLite.
#ifndef CN_KERNEL_INVERSE_ROOT_H
#define CN_KERNEL_INVERSE_ROOT_H

#include "cn/kernel_math.h"

struct cn_inverse_root {
    int32_t multiplier;
    int exponent;
};

// From six integer bits to three, saturating.
static inline int32_t cn_three_more_bits(int32_t x) {
    return x > INT32_MAX / 8 ? INT32_MAX : x < INT32_MIN / 8 ? INT32_MIN : cn_shift_left(x, 3);
}

// x of 0 counts as 1.
static inline struct cn_inverse_root cn_inverse_root(int32_t x) {
    if (x <= 1) {
        return (struct cn_inverse_root){INT32_MAX, 0};
    }
    int right = 11;
    while (x >= 1 << 29) {
        x /= 4;
        right++;
    }
    int pairs = (__builtin_clz((uint32_t)x) - 1) / 2 - 1;
    right -= pairs;
    x = cn_shift_left(x, 2 * pairs);
    // numbers with three integer bits, their products with more; x counts from 1/4 to 1
    int32_t half_x = cn_round_shift(x >> 1, 1);
    int32_t guess = 1 << 28;
    for (int i = 0; i < 5; i++) {
        int32_t square = cn_high_mul(guess, guess);
        int32_t cube_wide = cn_high_mul(square, guess);
        int32_t cube = cube_wide > INT32_MAX / 64   ? INT32_MAX
                       : cube_wide < INT32_MIN / 64 ? INT32_MIN
                                                    : cn_shift_left(cube_wide, 6);
        int32_t ahead = cn_wrap_sub(cn_high_mul((1 << 28) + (1 << 27), guess), cn_high_mul(half_x, cube));
        guess = cn_three_more_bits(ahead);
    }
    int32_t multiplier = cn_high_mul(guess, 1518500250); // sqrt(1/2)
    if (right < 0) {
        multiplier = cn_shift_left(multiplier, -right);
        right = 0;
    }
    return (struct cn_inverse_root){multiplier, -right};
}

#endif
