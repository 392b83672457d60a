// Logarithm, power and cosine in float32 with the same bits on every target: own polynomials and one table,
// no libm. Compile with -ffp-contract=off: a fused multiply-add rounds once where two operations round twice.
#ifndef CN_DSP_MATH_H
#define CN_DSP_MATH_H

#include <stdint.h>

// Longest transform, and so the finest step of the cosine table: 1/1024 turn.
#define CN_DSP_TURN 1024

// log2(x) for finite x > 0 (subnormal numbers too), error below 2 ulp of the result or 1e-7; -150 for x <= 0.
float cn_dsp_log2(float x);

// 2^x for -126 <= x < 128, relative error below 2e-7; clamped to that range.
float cn_dsp_exp2(float x);

// Square root of x >= 0, correctly rounded (an instruction on every target).
static inline float cn_dsp_sqrt(float x) {
    return __builtin_sqrtf(x);
}

// cos(2 pi index / 1024), correctly rounded; any index. The sine is cn_dsp_cos(index - 256).
float cn_dsp_cos(int32_t index);

// cos(2 pi turns) for |turns| below 2^20, error below 1.2e-7. The sine is cn_dsp_cos_turn(turns - 0.25f).
float cn_dsp_cos_turn(float turns);

#endif
