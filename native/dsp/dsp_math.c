// Logarithm, power and cosine in float32, from integer bits, short polynomials and the generated table.
#include "cn/dsp_math.h"
#include <stdbool.h>
#include <string.h>
#include "../gen/dsp_tables.h"

static uint32_t bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static float float_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// x = 2^e * m with m in [0.707, 1.414]; log2(m) = 2 / ln 2 * artanh(t), t = (m - 1) / (m + 1), |t| < 0.1716,
// so the first term left out of the series, t^9 / 9, is below 1.5e-8.
float cn_dsp_log2(float x) {
    if (!(x > 0.0f)) {
        return -150.0f;
    }
    int32_t exponent = 0;
    uint32_t bits = bits_of(x);
    if (bits < 0x00800000u) { // subnormal
        bits = bits_of(x * 8388608.0f);
        exponent = -23;
    }
    exponent += (int32_t)(bits >> 23) - 127;
    bits = (bits & 0x007fffffu) | 0x3f800000u;
    if (bits > 0x3fb504f3u) { // above sqrt(2)
        bits -= 0x00800000u;
        exponent += 1;
    }
    float m = float_of(bits);
    float t = (m - 1.0f) / (m + 1.0f);
    float square = t * t;
    float series = 0.412198584f; // 2 / ln 2 / 7
    series = series * square + 0.577078016f;
    series = series * square + 0.961796694f;
    series = series * square + 2.88539008f;
    return (float)exponent + series * t;
}

// x = n + f with f in [-0.5, 0.5]; 2^f by the series of e^(f ln 2) up to f^7 (the next term is below 6e-9).
float cn_dsp_exp2(float x) {
    if (!(x > -126.0f)) {
        x = -126.0f;
    }
    if (x > 127.99999f) {
        x = 127.99999f;
    }
    int32_t whole = (int32_t)(x < 0.0f ? x - 0.5f : x + 0.5f);
    float f = x - (float)whole;
    float series = 1.52527338e-5f;
    series = series * f + 1.54035304e-4f;
    series = series * f + 1.33335581e-3f;
    series = series * f + 9.61812911e-3f;
    series = series * f + 5.55041087e-2f;
    series = series * f + 2.40226507e-1f;
    series = series * f + 6.93147181e-1f;
    series = series * f + 1.0f;
    if (whole > 127) { // 2^128 has no float; the series is below 1 there
        return series * float_of(0x7f000000u) * 2.0f;
    }
    return series * float_of((uint32_t)(whole + 127) << 23);
}

float cn_dsp_cos(int32_t index) {
    uint32_t step = (uint32_t)index & (CN_DSP_TURN - 1);
    if (step > CN_DSP_TURN / 2) {
        step = CN_DSP_TURN - step;
    }
    return step > CN_DSP_TURN / 4 ? -cosine[CN_DSP_TURN / 2 - step] : cosine[step];
}

// Folded to an eighth of a turn, where x = 2 pi r is below 0.79: series of the cosine up to x^8 and of the
// sine up to x^9 (the next terms are below 3e-8).
float cn_dsp_cos_turn(float turns) {
    float r = turns < 0.0f ? -turns : turns;
    r = r - (float)(int32_t)r;
    r = r > 0.5f ? 1.0f - r : r;
    float sign = r > 0.25f ? -1.0f : 1.0f;
    r = r > 0.25f ? 0.5f - r : r;
    bool sine = r > 0.125f;
    r = sine ? 0.25f - r : r;
    float x = 6.28318531f * r, square = x * x;
    if (sine) {
        float series = 2.75573192e-6f;
        series = series * square - 1.98412698e-4f;
        series = series * square + 8.33333333e-3f;
        series = series * square - 1.66666667e-1f;
        return sign * (x + x * square * series);
    }
    float series = 2.48015873e-5f;
    series = series * square - 1.38888889e-3f;
    series = series * square + 4.16666667e-2f;
    series = series * square - 0.5f;
    return sign * (1.0f + square * series);
}
