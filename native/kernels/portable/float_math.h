// exp and tanh in float32: our own, so that every target computes the same bits.
#ifndef CN_KERNEL_FLOAT_MATH_H
#define CN_KERNEL_FLOAT_MATH_H

#include <stdint.h>
#include <string.h>

static inline float cn_clampf(float x, float min, float max) {
    return x < min ? min : x > max ? max : x;
}

// Beyond 2^23 a float is whole, NaN and the infinities stay.
static inline float cn_floorf(float x) {
    if (!(x > -8388608.0f && x < 8388608.0f)) {
        return x;
    }
    float whole = (float)(int32_t)x;
    return whole == x ? x : whole > x ? whole - 1.0f : whole;
}

// exp(x) to about 1e-7: x = k ln 2 + r, a polynomial on |r| <= ln 2 / 2, then the exponent's bits. NaN stays,
// what float32 cannot hold becomes infinite, and what is below 1.8e-38 becomes 0.
static inline float cn_expf(float x) {
    if (!(x > -86.8f)) {
        return x != x ? x : 0;
    }
    if (x > 88.7228394f) {
        return __builtin_inff();
    }
    int k = (int)(x * 1.44269504f + (x < 0 ? -0.5f : 0.5f));
    float r = (x - (float)k * 0.693145752f) - (float)k * 1.42860677e-6f; // ln 2 in two parts
    float p = 1.0f +
              r * (1.0f + r * (0.5f + r * (0.166666667f +
                                           r * (0.0416666667f + r * (0.00833333333f + r * 0.00138888889f)))));
    uint32_t bits = (uint32_t)(k + 126) << 23; // half the scale: 2^128 has no bits
    float half;
    memcpy(&half, &bits, 4);
    return p * half * 2.0f;
}

// exp(x) - 1 for x below 0; near 0 the difference would cancel, so the series there.
static inline float cn_expm1f(float x) {
    if (!(x > -0.35f)) {
        return cn_expf(x) - 1.0f;
    }
    float tail = 0.00833333333f + x * (0.00138888889f + x * 0.000198412698f);
    return x * (1.0f + x * (0.5f + x * (0.166666667f + x * (0.0416666667f + x * tail))));
}

// tanh through exp; near 0 the difference would cancel, so a polynomial there.
static inline float cn_tanhf(float x) {
    float a = x < 0 ? -x : x;
    float y;
    if (a < 0.3f) {
        float s = x * x;
        return x * (1.0f + s * (-0.333333333f +
                                s * (0.133333333f +
                                     s * (-0.0539682540f + s * (0.0218694885f - s * 0.00886323553f)))));
    }
    y = 1.0f - 2.0f / (cn_expf(2.0f * a) + 1.0f);
    return x < 0 ? -y : y;
}

static inline float cn_sigmoidf(float x) {
    return 1.0f / (1.0f + cn_expf(-x));
}

#endif
