// What a kind of feature stage is made of: feature.c has the table of them.
#ifndef CN_FEATURE_KIND_H
#define CN_FEATURE_KIND_H

#include <stdbool.h>
#include "cn/feature.h"

struct cn_feature_kind {
    // Whether everything beyond version, kind, axes and samples is allowed; `length` bytes are readable.
    bool (*check)(const struct cn_feature_config *config, size_t length);
    // Values of one window.
    size_t (*count)(const struct cn_feature_config *config);
    // float32 of scratch beside the values.
    size_t (*work)(const struct cn_feature_config *config);
    // Instructions on a Cortex-M33, fitted to counts of QEMU at -O2; test/ts/feature-cost.test.ts holds them
    // within 10 %.
    uint32_t (*cost)(const struct cn_feature_config *config);
    // Compute the values; `unit` is what a count stands for.
    void (*values)(const struct cn_feature_config *config, const int16_t *window, float unit, float *work,
                   float *out);
};

extern const struct cn_feature_kind cn_feature_spectrum, cn_feature_raw, cn_feature_statistics,
    cn_feature_spectral, cn_feature_mfe, cn_feature_mfcc;

// Instructions of a transform of so many samples, with their way into it and the power of its bins.
static inline uint32_t cn_feature_fft_cost(uint32_t samples) {
    uint32_t log_n = (uint32_t)__builtin_ctz(samples);
    return 44 * samples + 13 * samples * log_n / 2;
}

#endif
