// The stages "raw", the samples as they are, and "statistics", what describes each axis.
#include "cn/dsp_convert.h"
#include "cn/dsp_math.h"
#include "cn/dsp_stats.h"
#include "feature_kind.h"

// Not NaN, not infinite, not zero: the comparison is false for NaN.
static bool scale_ok(float scale) {
    return (scale > 0.0f && scale < 1e9f) || (scale < 0.0f && scale > -1e9f);
}

// ---- raw

static bool raw_check(const struct cn_feature_config *config, size_t length) {
    (void)length;
    return config->detail == 0 && config->size == 0 && scale_ok(config->scale);
}

static size_t raw_work(const struct cn_feature_config *config) {
    (void)config;
    return 0;
}

static uint32_t raw_cost(const struct cn_feature_config *config) {
    return 96 + 43 * (uint32_t)cn_feature_window_count(config);
}

static void raw_values(const struct cn_feature_config *config, const int16_t *window, float unit, float *work,
                       float *out) {
    (void)work;
    cn_dsp_from_int16(window, 1, unit * config->scale, out, cn_feature_window_count(config));
}

const struct cn_feature_kind cn_feature_raw = {
    raw_check, cn_feature_window_count, raw_work, raw_cost, raw_values,
};

// ---- statistics: `detail` names the values, bit 0 first

enum statistic { AVERAGE, MINIMUM, MAXIMUM, RMS, DEVIATION, SKEWNESS, KURTOSIS, CROSSINGS, STATISTICS };

static bool statistics_check(const struct cn_feature_config *config, size_t length) {
    (void)length;
    return config->detail != 0 && config->size == 0 && scale_ok(config->scale);
}

static size_t statistics_count(const struct cn_feature_config *config) {
    size_t chosen = 0;
    for (size_t i = 0; i < STATISTICS; i++) {
        chosen += config->detail >> i & 1;
    }
    return chosen * config->axes;
}

static size_t statistics_work(const struct cn_feature_config *config) {
    return config->samples;
}

static uint32_t statistics_cost(const struct cn_feature_config *config) {
    uint32_t sample = config->detail >> CROSSINGS & 1 ? 52 : 33;
    return 100 + config->axes * (154 + sample * config->samples) + 51 * (uint32_t)statistics_count(config);
}

// How often the samples pass their mean.
static float crossings_of(float *data, size_t n, float mean) {
    for (size_t i = 0; i < n; i++) {
        data[i] -= mean;
    }
    return (float)cn_dsp_zero_crossings(data, n, 0.0f);
}

static void statistics_values(const struct cn_feature_config *config, const int16_t *window, float unit,
                              float *data, float *out) {
    size_t n = config->samples;
    for (size_t axis = 0; axis < config->axes; axis++) {
        struct cn_dsp_moments moments;
        cn_dsp_from_int16(window + axis, config->axes, unit * config->scale, data, n);
        (void)cn_dsp_moments(data, n, &moments); // n is 1 or more
        const float all[STATISTICS] = {
            [AVERAGE] = moments.mean,
            [MINIMUM] = moments.least,
            [MAXIMUM] = moments.greatest,
            [RMS] = moments.rms,
            [DEVIATION] = cn_dsp_sqrt(moments.variance),
            [SKEWNESS] = moments.skewness,
            [KURTOSIS] = moments.kurtosis - 3.0f, // 0 for a normal distribution, as the field counts it
            [CROSSINGS] = config->detail >> CROSSINGS & 1 ? crossings_of(data, n, moments.mean) : 0.0f,
        };
        for (size_t i = 0; i < STATISTICS; i++) {
            if (config->detail >> i & 1) {
                *out++ = all[i];
            }
        }
    }
}

const struct cn_feature_kind cn_feature_statistics = {
    statistics_check, statistics_count, statistics_work, statistics_cost, statistics_values,
};
