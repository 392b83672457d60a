// The micro-speech front end in integers; each step is one function, in the order of the data.
#include "cn/dsp_frontend.h"
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
#define SNR_BITS 12
#define PCAN_BITS 6

// Logarithm and final scale.
#define CORRECTION_BITS 3
#define LOG_SCALE 64
#define LOG_E 45426 // ln 2, 16 bits
#define OUT_FACTOR 256
#define OUT_DIVISOR 666 // 25.6 * 26

struct scratch {
    uint64_t channels[CHANNELS + 1];
    uint32_t values[CHANNELS];
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

// Bits that `x` takes: 0 for 0.
static int width_of(uint64_t x) {
    return x == 0 ? 0 : 64 - __builtin_clzll(x);
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
    int bits = 15 - width_of((uint32_t)most);
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

// The square root, rounded to nearest.
static uint32_t root(uint64_t x) {
    uint64_t result = 0, rest = x;
    int width = width_of(x);
    for (uint64_t bit = (uint64_t)1 << (width > 1 ? (width - 1) & ~1 : 0); bit != 0; bit >>= 2) {
        if (rest >= result + bit) {
            rest -= result + bit;
            result = (result >> 1) + bit;
        } else {
            result >>= 1;
        }
    }
    uint32_t limit = width <= 32 ? UINT16_MAX : UINT32_MAX;
    return (uint32_t)(rest > result && result != limit ? result + 1 : result);
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

// The gain for a noise estimate: a piece of a parabola for each power of two.
static int32_t gain_at(uint32_t noise) {
    if (noise <= 1) {
        return gain_curve[noise];
    }
    int width = width_of(noise);
    const int16_t *piece = &gain_curve[4 * width - 6];
    int32_t part = (int32_t)((width < 11 ? noise << (11 - width) : noise >> (width - 11)) & 0x3ff);
    int32_t result = (piece[2] * part) >> 5;
    result = (int32_t)((uint32_t)result + ((uint32_t)piece[1] << 5));
    result = (int32_t)((uint32_t)result * (uint32_t)part);
    result = (int32_t)((uint32_t)result + (1u << 14)) >> 15;
    return (int16_t)(result + piece[0]);
}

// Weigh a channel by its noise and flatten what is loud: a square up to 2, then a line.
static uint32_t control_gain(uint32_t signal, uint32_t noise) {
    uint32_t snr = (uint32_t)((uint64_t)signal * (uint64_t)gain_at(noise) >> SNR_SHIFT);
    if (snr < 2u << SNR_BITS) {
        return snr * snr >> (2 + 2 * SNR_BITS - PCAN_BITS);
    }
    return (snr >> (SNR_BITS - PCAN_BITS)) - (1u << PCAN_BITS);
}

// 64 ln(8 x), 0 for 8 x below 2.
static uint32_t logarithm(uint32_t x) {
    x <<= CORRECTION_BITS;
    if (x <= 1) {
        return 0;
    }
    int whole = width_of(x) - 1;
    uint32_t part = x - (1u << whole);
    part = whole < 16 ? part << (16 - whole) : part >> (whole - 16);
    uint32_t segment = part >> 9;
    int32_t bend = log_bend[segment], slope = log_bend[segment + 1] - bend;
    bend += slope * (int32_t)(part - (segment << 9)) >> 16;
    uint32_t log2 = ((uint32_t)whole << 16) + part + (uint32_t)bend;
    uint32_t log = (uint32_t)(((uint64_t)LOG_E * log2 + (1u << 15)) >> 16);
    uint32_t scaled = (log * LOG_SCALE + (1u << 15)) >> 16;
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
        uint32_t magnitude = root(s->channels[i + 1]) >> raised;
        uint32_t signal = reduce_noise(magnitude, smoothing[i & 1], &frontend->noise[i]);
        out[i] = to_int8(logarithm(control_gain(signal, frontend->noise[i])));
    }
}
