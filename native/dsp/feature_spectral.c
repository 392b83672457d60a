// The stage "spectral": each axis filtered, its statistics, and the power of its bins, the largest of all
// frames.
#include <string.h>
#include "cn/dsp_convert.h"
#include "cn/dsp_fft.h"
#include "cn/dsp_filter.h"
#include "cn/dsp_math.h"
#include "cn/dsp_stats.h"
#include "feature_kind.h"

struct spectral {
    struct cn_feature_config common; // detail: flags; size: of the transform
    uint16_t first, end;             // bins: first .. end - 1
    uint8_t sections;                // of the filter, 0 .. SECTIONS_MAX
    uint8_t reserved[3];             // 0
    struct cn_dsp_biquad filter[];   // [sections]
};

enum { LOGARITHM = 1, OVERLAP = 2 };

#define SECTIONS_MAX 4
#define STATISTICS 5         // rms, skewness and kurtosis of the samples, skewness and kurtosis of the bins
#define LOG10_2 0.301029996f // log10(x) = log2(x) * LOG10_2
#define LEAST_POWER 1e-10f   // stands for none before a logarithm

static const struct spectral *of(const struct cn_feature_config *config) {
    return (const struct spectral *)config;
}

static bool check(const struct cn_feature_config *config, size_t length) {
    const struct spectral *stage = of(config);
    if (length < sizeof *stage || !cn_dsp_fft_size_ok(config->size)) {
        return false;
    }
    bool fields_ok = config->detail <= (LOGARITHM | OVERLAP) && stage->sections <= SECTIONS_MAX &&
                     stage->reserved[0] == 0 && stage->reserved[1] == 0 && stage->reserved[2] == 0 &&
                     stage->first >= 1 && stage->first < stage->end && stage->end <= config->size / 2 + 1;
    bool scale_ok = config->scale > -1e9f && config->scale < 1e9f && config->scale != 0.0f;
    return fields_ok && scale_ok && length >= sizeof *stage + stage->sections * sizeof stage->filter[0];
}

static size_t per_axis(const struct spectral *stage) {
    return STATISTICS + (size_t)(stage->end - stage->first);
}

static size_t count(const struct cn_feature_config *config) {
    return config->axes * per_axis(of(config));
}

// The samples of an axis, a frame, and the largest power of each bin.
static size_t work(const struct cn_feature_config *config) {
    return config->samples + config->size + config->size / 2u + 1u;
}

static size_t hop_of(const struct cn_feature_config *config) {
    return config->detail & OVERLAP ? config->size / 2u : config->size;
}

static uint32_t cost(const struct cn_feature_config *config) {
    const struct spectral *stage = of(config);
    uint32_t frames = config->samples / (uint32_t)hop_of(config) + 1;
    uint32_t samples = (42u + 18u * stage->sections) * config->samples;
    uint32_t bins = (config->detail & LOGARITHM ? 93u : 41u) * (uint32_t)(stage->end - stage->first);
    return config->axes *
           (500 + samples + frames * cn_feature_fft_cost(config->size) + 12u * config->size + bins);
}

static void filtered(const struct spectral *stage, const int16_t *window, float unit, float *data) {
    size_t n = stage->common.samples;
    cn_dsp_from_int16(window, stage->common.axes, unit * stage->common.scale, data, n);
    struct cn_dsp_biquad_state state[SECTIONS_MAX] = {0};
    cn_dsp_biquad_run(stage->filter, state, stage->sections, data, data, n);
    float sum = 0.0f;
    for (size_t i = 0; i < n; i++) {
        sum += data[i];
    }
    for (size_t i = 0; i < n; i++) {
        data[i] -= sum / (float)n;
    }
}

// The largest power of each bin over all frames, the last ones filled with zeros; squared magnitude over
// size.
static void hold_powers(const struct cn_feature_config *config, const float *data, float *frame,
                        float *held) {
    size_t size = config->size, half = size / 2, n = config->samples;
    memset(held, 0, (half + 1) * sizeof *held);
    for (size_t at = 0; at <= n; at += hop_of(config)) {
        size_t have = n - at < size ? n - at : size;
        memcpy(frame, data + at, have * sizeof *frame);
        memset(frame + have, 0, (size - have) * sizeof *frame);
        cn_dsp_rfft(frame, size);
        float last = cn_dsp_rfft_power(frame, size);
        for (size_t k = 0; k <= half; k++) {
            float power = (k < half ? frame[k] : last) / (float)size;
            held[k] = power > held[k] ? power : held[k];
        }
    }
}

static void axis_values(const struct spectral *stage, const float *data, const float *held, float *out) {
    struct cn_dsp_moments samples, bins;
    (void)cn_dsp_moments(data, stage->common.samples, &samples); // both have one or more
    (void)cn_dsp_moments(held, stage->common.size / 2u + 1, &bins);
    *out++ = samples.rms;
    *out++ = samples.skewness;
    *out++ = samples.kurtosis - 3.0f;
    *out++ = bins.skewness;
    *out++ = bins.kurtosis - 3.0f;
    for (size_t k = stage->first; k < stage->end; k++) {
        float power = held[k];
        if (stage->common.detail & LOGARITHM) {
            power = LOG10_2 * cn_dsp_log2(power > 0.0f ? power : LEAST_POWER);
        }
        *out++ = power;
    }
}

static void values(const struct cn_feature_config *config, const int16_t *window, float unit, float *work,
                   float *out) {
    float *frame = work + config->samples, *held = frame + config->size;
    for (size_t axis = 0; axis < config->axes; axis++) {
        filtered(of(config), window + axis, unit, work);
        hold_powers(config, work, frame, held);
        axis_values(of(config), work, held, out + axis * per_axis(of(config)));
    }
}

const struct cn_feature_kind cn_feature_spectral = {check, count, work, cost, values};
