// Golden values of the DSP: every function on seeded inputs, its output's bits hashed. The same table is
// checked natively (test/c/dsp_test.c), as wasm32 and on the Cortex-M33 (test/ts/dsp-golden.test.ts).
#ifndef TEST_DSP_GOLDEN_H
#define TEST_DSP_GOLDEN_H

#include <stddef.h>
#include <stdint.h>
#include "cn/dsp_fft.h"
#include "cn/dsp_math.h"
#include "cn/feature.h"

struct dsp_golden {
    const char *name;
    uint32_t (*hash)(void);
    uint32_t want; // as x86-64 gave it first
};

// FNV-1a
static uint32_t golden_hash(uint32_t hash, const void *bytes, size_t length) {
    const uint8_t *from = bytes;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ from[i]) * 16777619u;
    }
    return hash;
}
#define GOLDEN_START 2166136261u

static uint32_t golden_state;

// Exact in float32: (24 bits - 2^23) / 2^23.
static float golden_random(void) {
    golden_state ^= golden_state << 13;
    golden_state ^= golden_state >> 17;
    golden_state ^= golden_state << 5;
    return (float)((int32_t)(golden_state >> 8) - 8388608) / 8388608.0f;
}

static float golden_data[1024], golden_out[1024];

static void golden_fill(uint32_t seed, size_t count) {
    golden_state = seed * 0x9e3779b9u;
    for (size_t i = 0; i < count; i++) {
        golden_data[i] = golden_random();
    }
}

static uint32_t golden_log2(void) {
    golden_fill(1, 1024);
    for (int i = 0; i < 1024; i++) {
        float x = golden_data[i] * golden_data[i] * 1000.0f + 1e-30f;
        golden_out[i] = cn_dsp_log2(i % 7 == 0 ? x * 1e-12f : x);
    }
    return golden_hash(GOLDEN_START, golden_out, sizeof golden_out);
}

static uint32_t golden_exp2(void) {
    golden_fill(2, 1024);
    for (int i = 0; i < 1024; i++) {
        golden_out[i] = cn_dsp_exp2(golden_data[i] * 130.0f);
    }
    return golden_hash(GOLDEN_START, golden_out, sizeof golden_out);
}

static uint32_t golden_fft(void) {
    uint32_t hash = GOLDEN_START;
    for (size_t n = CN_DSP_FFT_MIN; n <= CN_DSP_FFT_MAX; n *= 2) {
        golden_fill((uint32_t)n, n);
        cn_dsp_rfft(golden_data, n);
        hash = golden_hash(hash, golden_data, n * sizeof(float));
        float nyquist = cn_dsp_rfft_power(golden_data, n);
        hash = golden_hash(hash, golden_data, n / 2 * sizeof(float));
        hash = golden_hash(hash, &nyquist, sizeof nyquist);
    }
    return hash;
}

// The feature stage of examples/fan-monitor on noise and a wandering tone.
static uint32_t golden_feature(void) {
    static const struct {
        uint8_t head[8];
        float floor_mg2;
        uint16_t edges[4];
    } config = {{1, 1, 3, 3, 0, 1, 2, 0}, 1.0f, {4, 26, 64, 128}};
    static int16_t window[768];
    static float scratch[600], values[16];
    uint32_t hash = GOLDEN_START;
    golden_state = 99;
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 768; i++) {
            int32_t tone = (i / 3 * (round + 3) % 64 - 32) * 50;
            window[i] = (int16_t)(tone + (int32_t)(golden_random() * 1000.0f));
        }
        const struct cn_feature_config *opened = cn_feature_open(&config, sizeof config);
        int8_t out[16];
        cn_feature_values(opened, window, 4096, scratch, values);
        hash = golden_hash(hash, values, sizeof values);
        cn_feature_run(opened, window, 8192, scratch, 0.0703125f, -100, out);
        hash = golden_hash(hash, out, sizeof out);
    }
    return hash;
}

static const struct dsp_golden dsp_goldens[] = {
    {"log2", golden_log2, 0x7fe0e4a2},
    {"exp2", golden_exp2, 0xae4834ea},
    {"fft", golden_fft, 0x62cacca2},
    {"feature", golden_feature, 0xb8ed4442},
};
#define DSP_GOLDENS (sizeof dsp_goldens / sizeof dsp_goldens[0])

#endif
