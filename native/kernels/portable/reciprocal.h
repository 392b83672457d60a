// 1 / (1 + x) for x in [0, 1), all in Q0.31: three Newton steps on numbers with two integer bits.
#ifndef CN_KERNEL_RECIPROCAL_H
#define CN_KERNEL_RECIPROCAL_H

#include "cn/kernel_math.h"

static inline int32_t cn_reciprocal_of_one_plus(int32_t x) {
    int32_t half = (int32_t)(((int64_t)x + INT32_MAX + 1) / 2);
    int32_t guess = cn_wrap_add(1515870810, cn_high_mul(half, -1010580540)); // 48/17 - 32/17 * half
    for (int i = 0; i < 3; i++) {
        int32_t error = cn_wrap_sub(1 << 29, cn_high_mul(half, guess));
        int64_t step = (int64_t)cn_high_mul(guess, error) * 4;
        int32_t bounded = step > INT32_MAX ? INT32_MAX : step < INT32_MIN ? INT32_MIN : (int32_t)step;
        guess = cn_wrap_add(guess, bounded);
    }
    int64_t doubled = (int64_t)guess * 2;
    return doubled > INT32_MAX ? INT32_MAX : doubled < INT32_MIN ? INT32_MIN : (int32_t)doubled;
}

#endif
