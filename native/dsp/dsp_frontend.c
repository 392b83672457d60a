// The micro-speech front end in integers; each step is one function, in the order of the data.
#include "cn/dsp_frontend.h"
#include "cn/dsp_integer.h"
#include "cn/dsp_rfft16.h"
#include "../gen/frontend_tables.h"

#define CHANNELS CN_DSP_FRONTEND_CHANNELS
#define FIRST_BIN 5 // 156 Hz
#define BINS (sizeof bin_channel / sizeof bin_channel[0])

// Noise reduction. Even and odd channels are smoothed differently.
#define NOISE_BITS 10 // fraction of the estimate
#define SHARE_BITS 14
static const uint16_t smoothing[2] = {409, 983}; // share of the new magnitude: 0.025 and 0.06
#define LEAST_SIGNAL 819                         // share of a magnitude that is never taken away: 0.05

// Gain control.
#define SNR_SHIFT 6

// Logarithm and final scale.
#define CORRECTION_BITS 3
#define LOG_SCALE 64
#define OUT_FACTOR 256
#define OUT_DIVISOR 666 // 25.6 * 26

struct scratch {
    uint64_t channels[CHANNELS + 1];
    int16_t time[RFFT16_POINTS];
    struct complex16 work[RFFT16_POINTS / 2];
    struct complex16 spectrum[RFFT16_POINTS / 2 + 1];
};

size_t cn_dsp_frontend_scratch_bytes(void) {
    return sizeof(struct scratch);
}

// Counted by QEMU at -O2 on speech and noise; test/ts/dsp-frontend.test.ts holds it within 10 %.
uint32_t cn_dsp_frontend_cost(void) {
    return 88000;
}

static void apply_window(const int16_t *samples, int16_t *time) {
    for (size_t i = 0; i < CN_DSP_FRONTEND_SAMPLES; i++) {
        size_t half = i < CN_DSP_FRONTEND_SAMPLES / 2 ? i : CN_DSP_FRONTEND_SAMPLES - 1 - i;
        time[i] = (int16_t)(samples[i] * window_half[half] >> 12);
    }
    for (size_t i = CN_DSP_FRONTEND_SAMPLES; i < RFFT16_POINTS; i++) {
        time[i] = 0;
    }
}

// Use all 15 bits for a quiet frame; returns by how many bits it was raised.
static int raise_level(int16_t *time) {
    int32_t most = 0;
    for (size_t i = 0; i < CN_DSP_FRONTEND_SAMPLES; i++) {
        int32_t size = time[i] < 0 ? -time[i] : time[i];
        most = size > most ? size : most;
    }
    int bits = 15 - cn_dsp_width((uint32_t)most);
    if (bits <= 0) {
        return 0;
    }
    for (size_t i = 0; i < CN_DSP_FRONTEND_SAMPLES; i++) {
        time[i] = (int16_t)(time[i] * (1 << bits));
    }
    return bits;
}

// A bin's energy goes to two channels, those whose triangles it lies under. Channel 0 is below the lowest.
static void gather(const struct complex16 *spectrum, uint64_t *channels) {
    for (size_t i = 0; i <= CHANNELS; i++) {
        channels[i] = 0;
    }
    for (size_t i = 0; i < BINS; i++) {
        struct complex16 bin = spectrum[FIRST_BIN + i];
        uint32_t energy = (uint32_t)(bin.re * bin.re) + (uint32_t)(bin.im * bin.im);
        size_t channel = bin_channel[i];
        channels[channel] += (uint64_t)energy * bin_falling[i];
        if (channel < CHANNELS) {
            channels[channel + 1] += (uint64_t)energy * bin_rising[i];
        }
    }
}

// Take the slowly moving part of a channel away and keep its estimate.
static uint32_t reduce_noise(uint32_t magnitude, uint32_t share, uint32_t *noise) {
    uint32_t raised = magnitude << NOISE_BITS;
    uint32_t rest = (1u << SHARE_BITS) - share;
    uint32_t estimate = (uint32_t)(((uint64_t)raised * share + (uint64_t)*noise * rest) >> SHARE_BITS);
    *noise = estimate;
    uint32_t taken = estimate < raised ? estimate : raised;
    uint32_t least = (uint32_t)((uint64_t)magnitude * LEAST_SIGNAL >> SHARE_BITS);
    uint32_t left = (raised - taken) >> NOISE_BITS;
    return left > least ? left : least;
}

// 64 ln(8 x), 0 for 8 x below 2.
static uint32_t logarithm(uint32_t x) {
    uint32_t scaled = cn_dsp_log(log_bend, x << CORRECTION_BITS, LOG_SCALE);
    return scaled < INT16_MAX ? scaled : INT16_MAX;
}

static int8_t to_int8(uint32_t logarithm) {
    int32_t value = ((int32_t)logarithm * OUT_FACTOR + OUT_DIVISOR / 2) / OUT_DIVISOR - 128;
    return (int8_t)(value > 127 ? 127 : value);
}

void cn_dsp_frontend_run(struct cn_dsp_frontend *frontend, const int16_t *samples, void *scratch,
                         int8_t *out) {
    struct scratch *s = scratch;
    apply_window(samples, s->time);
    int raised = raise_level(s->time);
    rfft16(s->time, s->work, s->spectrum);
    gather(s->spectrum, s->channels);
    for (size_t i = 0; i < CHANNELS; i++) {
        uint32_t magnitude = cn_dsp_root(s->channels[i + 1]) >> raised;
        uint32_t signal = reduce_noise(magnitude, smoothing[i & 1], &frontend->noise[i]);
        uint32_t loud = cn_dsp_flatten(signal, cn_dsp_gain(gain_curve, frontend->noise[i]), SNR_SHIFT);
        out[i] = to_int8(logarithm(loud));
    }
}
