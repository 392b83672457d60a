// Golden values of the DSP: every function on seeded inputs, its output's bits hashed. The same table is
// checked natively (test/c/dsp_test.c), as wasm32 and on the Cortex-M33 (test/ts/dsp-golden.test.ts).
#ifndef TEST_DSP_GOLDEN_H
#define TEST_DSP_GOLDEN_H

#include <stddef.h>
#include <stdint.h>
#include "cn/dsp_fft.h"
#include "cn/dsp_filter.h"
#include "cn/dsp_frontend.h"
#include "cn/dsp_math.h"
#include "cn/dsp_mel.h"
#include "cn/dsp_spectrum.h"
#include "cn/dsp_stats.h"
#include "cn/dsp_window.h"
#include "cn/feature.h"
#include "features_packed.h"

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
        cn_feature_values(opened, window, 0.0625f, scratch, values);
        hash = golden_hash(hash, values, sizeof values);
        cn_feature_run(opened, window, 0.125f, scratch, 0.0703125f, -100, out);
        hash = golden_hash(hash, out, sizeof out);
    }
    return hash;
}

// Every other kind of stage on noise with a tone.
static uint32_t golden_stages(void) {
    static int16_t window[2000];
    static float scratch[2048], values[512];
    static int8_t out[512];
    uint32_t hash = GOLDEN_START;
    golden_state = 77;
    for (size_t i = 0; i < PACKED_STAGES; i++) {
        const struct cn_feature_config *config =
            cn_feature_open(packed_stages[i].words, packed_stages[i].bytes);
        for (size_t k = 0; k < cn_feature_window_count(config); k++) {
            window[k] = (int16_t)((int32_t)(k * k % 512) * 16 - 4096 + (int32_t)(golden_random() * 1000.0f));
        }
        size_t count = cn_feature_count(config);
        cn_feature_values(config, window, 0.5f, scratch, values);
        hash = golden_hash(hash, values, count * sizeof *values);
        cn_feature_run(config, window, 0.25f, scratch, 0.0703125f, -100, out);
        hash = golden_hash(hash, out, count);
    }
    return hash;
}

static uint32_t golden_cosine(void) {
    golden_fill(3, 1024);
    for (int i = 0; i < 1024; i++) {
        golden_out[i] = cn_dsp_cos_turn(golden_data[i] * (i % 2 ? 1.0f : 1000.0f));
    }
    return golden_hash(GOLDEN_START, golden_out, sizeof golden_out);
}

static uint32_t golden_window(void) {
    uint32_t hash = GOLDEN_START;
    for (int kind = CN_DSP_RECTANGLE; kind <= CN_DSP_BLACKMAN; kind++) {
        for (size_t n = 1; n <= 1000; n = n * 3 + 1) {
            (void)cn_dsp_window((enum cn_dsp_window_kind)kind, golden_out, n);
            hash = golden_hash(hash, golden_out, n * sizeof(float));
        }
    }
    return hash;
}

static uint32_t golden_biquad(void) {
    uint32_t hash = GOLDEN_START;
    for (int kind = CN_DSP_LOW_PASS; kind <= CN_DSP_NOTCH; kind++) {
        struct cn_dsp_biquad sections[2];
        struct cn_dsp_biquad_state state[2] = {{0}};
        (void)cn_dsp_biquad_design(&sections[0], (enum cn_dsp_biquad_kind)kind, 31.0f, 200.0f, 0.7071f);
        (void)cn_dsp_biquad_design(&sections[1], (enum cn_dsp_biquad_kind)kind, 77.7f, 1000.0f, 3.3f);
        hash = golden_hash(hash, sections, sizeof sections);
        golden_fill(4, 1024);
        cn_dsp_biquad_run(sections, state, 2, golden_data, golden_out, 1024);
        hash = golden_hash(hash, golden_out, sizeof golden_out);
        hash = golden_hash(hash, state, sizeof state);
    }
    return hash;
}

static uint32_t golden_fir(void) {
    float taps[31], state[30] = {0};
    golden_fill(5, 31);
    for (int i = 0; i < 31; i++) {
        taps[i] = golden_data[i];
    }
    golden_fill(6, 1024);
    cn_dsp_fir_run(taps, state, 31, golden_data, golden_out, 1000);
    cn_dsp_fir_run(taps, state, 31, golden_data + 1000, golden_out + 1000, 24);
    return golden_hash(golden_hash(GOLDEN_START, golden_out, sizeof golden_out), state, sizeof state);
}

static uint32_t golden_stats(void) {
    uint32_t hash = GOLDEN_START;
    for (uint32_t n = 1; n <= 1024; n = n * 2 + n / 3) {
        struct cn_dsp_moments moments;
        golden_fill(n, n);
        (void)cn_dsp_moments(golden_data, n, &moments);
        uint32_t crossings = cn_dsp_zero_crossings(golden_data, n, 0.1f);
        hash = golden_hash(golden_hash(hash, &moments, sizeof moments), &crossings, sizeof crossings);
    }
    return hash;
}

static uint32_t golden_spectrum(void) {
    uint32_t hash = GOLDEN_START;
    for (size_t n = CN_DSP_FFT_MIN; n <= CN_DSP_FFT_MAX; n *= 2) {
        struct cn_dsp_peak peaks[8];
        (void)cn_dsp_window(CN_DSP_HANN, golden_out, n);
        golden_fill((uint32_t)n + 7, n);
        float last = cn_dsp_power_spectrum(golden_data, n, golden_out);
        size_t count = cn_dsp_peaks(golden_data, n / 2, 0.0f, peaks, 8);
        hash = golden_hash(hash, golden_data, n / 2 * sizeof(float));
        hash = golden_hash(golden_hash(hash, &last, sizeof last), peaks, count * sizeof peaks[0]);
    }
    return hash;
}

static uint32_t golden_mfcc(void) {
    float edges[42], bands[40], cepstrum[13];
    (void)cn_dsp_mel_edges(edges, 40, 20.0f, 7900.0f, 16000.0f, 512);
    golden_fill(8, 257);
    for (int i = 0; i < 257; i++) {
        golden_data[i] *= golden_data[i];
    }
    cn_dsp_mel(edges, 40, golden_data, 257, bands);
    cn_dsp_mfcc(bands, 40, 1e-6f, cepstrum, 13);
    uint32_t hash = golden_hash(golden_hash(GOLDEN_START, edges, sizeof edges), bands, sizeof bands);
    return golden_hash(hash, cepstrum, sizeof cepstrum);
}

// Twelve frames: noise of falling level under a tone, one of silence, one of full scale.
static uint32_t golden_frontend(void) {
    static union {
        uint64_t align;
        uint8_t bytes[4096];
    } scratch;
    static int16_t samples[CN_DSP_FRONTEND_SAMPLES];
    struct cn_dsp_frontend frontend = {{0}};
    uint32_t hash = GOLDEN_START;
    golden_state = 123;
    for (int frame = 0; frame < 12; frame++) {
        for (int i = 0; i < CN_DSP_FRONTEND_SAMPLES; i++) {
            float level = 32000.0f / (float)(1 << frame), tone = cn_dsp_cos_turn((float)i * 0.061f);
            samples[i] = frame == 7   ? 0
                         : frame == 8 ? INT16_MIN
                                      : (int16_t)(level * (golden_random() * 0.5f + tone * 0.5f));
        }
        int8_t out[CN_DSP_FRONTEND_CHANNELS];
        cn_dsp_frontend_run(&frontend, samples, &scratch, out);
        hash = golden_hash(hash, out, sizeof out);
    }
    return golden_hash(hash, &frontend, sizeof frontend);
}

static const struct dsp_golden dsp_goldens[] = {
    {"log2", golden_log2, 0x7fe0e4a2},     {"exp2", golden_exp2, 0xae4834ea},
    {"fft", golden_fft, 0x62cacca2},       {"feature", golden_feature, 0xb8ed4442},
    {"cosine", golden_cosine, 0x45f6f0fa}, {"window", golden_window, 0xb1619926},
    {"biquad", golden_biquad, 0x9d39033a}, {"fir", golden_fir, 0xc443b50a},
    {"stats", golden_stats, 0x562a8613},   {"spectrum", golden_spectrum, 0x83c1d854},
    {"mfcc", golden_mfcc, 0x5c3d2ef9},     {"frontend", golden_frontend, 0x78b6a41e},
    {"stages", golden_stages, 0xe5ac6f86},
};
#define DSP_GOLDENS (sizeof dsp_goldens / sizeof dsp_goldens[0])

#endif
