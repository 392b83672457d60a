// Feature stage: a window of raw sensor counts becomes the int8 input tensor of a model.
// The packed configuration is written by tools/model/features and read in place; bytes in SPEC.md.
#ifndef CN_FEATURE_H
#define CN_FEATURE_H

#include <stddef.h>
#include <stdint.h>

#define CN_FEATURE_VERSION 1
#define CN_FEATURE_AXES_MAX 3
#define CN_FEATURE_SAMPLES_MAX 32768

enum cn_feature_kind_id {
    CN_FEATURE_SPECTRUM = 1,
    CN_FEATURE_RAW = 2,
    CN_FEATURE_STATISTICS = 3,
    CN_FEATURE_SPECTRAL = 4,
    CN_FEATURE_MFE = 5,
    CN_FEATURE_MFCC = 6,
};

// What every kind begins with; SPEC.md says what its values are and what follows.
struct cn_feature_config {
    uint8_t version;  // CN_FEATURE_VERSION
    uint8_t kind;     // enum cn_feature_kind_id
    uint8_t axes;     // 1 .. CN_FEATURE_AXES_MAX, interleaved in the window
    uint8_t detail;   // of the kind
    uint16_t samples; // per axis, 1 .. CN_FEATURE_SAMPLES_MAX
    uint16_t size;    // of the kind: samples of a transform
    float scale;      // of the kind: multiplies the samples
};

// Check packed bytes (4-byte aligned, `length` of them readable) and return them as a configuration, or NULL
// if anything in them is wrong. The bytes must outlive its use.
const struct cn_feature_config *cn_feature_open(const void *bytes, size_t length);

// Values of one window.
size_t cn_feature_count(const struct cn_feature_config *config);

// int16 counts of one window: samples * axes, laid out [sample][axis].
size_t cn_feature_window_count(const struct cn_feature_config *config);

// Bytes of scratch for cn_feature_values and cn_feature_run.
size_t cn_feature_scratch_bytes(const struct cn_feature_config *config);

// Instructions of one cn_feature_run on a Cortex-M33, for hal_spend.
uint32_t cn_feature_cost(const struct cn_feature_config *config);

// Compute the values in float32. `unit` is what a count stands for: milli-g of an accelerometer, 1 of sound.
// scratch is 4-byte aligned and may not overlap. Task context. The same bits on every target.
void cn_feature_values(const struct cn_feature_config *config, const int16_t *window, float unit,
                       void *scratch, float *values);

// The same, then quantised: out = round(value / scale) + zero_point, halves away from zero, limited to int8.
// `out` is the input tensor itself, cn_feature_count bytes; scale (above 0) and zero_point are the tensor's.
void cn_feature_run(const struct cn_feature_config *config, const int16_t *window, float unit, void *scratch,
                    float scale, int32_t zero_point, int8_t *out);

#endif
