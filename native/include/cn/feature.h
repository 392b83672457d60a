// Feature stage: a window of raw sensor counts becomes the int8 input tensor of a model.
// The packed configuration is written by tools/model/features.ts and read in place; bytes in SPEC.md.
#ifndef CN_FEATURE_H
#define CN_FEATURE_H

#include <stddef.h>
#include <stdint.h>

#define CN_FEATURE_VERSION 1
#define CN_FEATURE_AXES_MAX 3
#define CN_FEATURE_BANDS_MAX 64
#define CN_FEATURE_PEAK_MAX 8

enum cn_feature_kind { CN_FEATURE_SPECTRUM = 1 };

// Spectrum of `axes` axes: mean removed, Hann window, power in mg^2 such that all bins together are the
// variance. Every value is log2(floor_mg2 + power), in this order:
//   [band][axis] the bands;
//   [axis] the peak: the bins within peak_bins of the bin where the sum over the axes is largest;
//   [axis] the rest: all bands without the peak;
//   one value, the tone: 4 log2(bin of the peak, interpolated) - 12.
struct cn_feature_config {
    uint8_t version;   // CN_FEATURE_VERSION
    uint8_t kind;      // enum cn_feature_kind
    uint8_t axes;      // 1 .. CN_FEATURE_AXES_MAX, interleaved in the window
    uint8_t bands;     // 1 .. CN_FEATURE_BANDS_MAX
    uint16_t samples;  // per axis: 32, 64 .. 1024
    uint8_t peak_bins; // 1 .. CN_FEATURE_PEAK_MAX
    uint8_t reserved;  // 0
    float floor_mg2;   // above 0
    uint16_t edges[];  // [bands + 1] spectrum bins, rising, 1 .. samples / 2: band b is edges[b] .. edges[b +
                       // 1] - 1
};

// Check packed bytes (4-byte aligned, `length` of them readable) and return them as a configuration, or NULL
// if anything in them is wrong. The bytes must outlive its use.
const struct cn_feature_config *cn_feature_open(const void *bytes, size_t length);

// Values of one window: (bands + 2) * axes + 1.
size_t cn_feature_count(const struct cn_feature_config *config);

// int16 counts of one window: samples * axes, laid out [sample][axis].
size_t cn_feature_window_count(const struct cn_feature_config *config);

// Bytes of scratch for cn_feature_values and cn_feature_run.
size_t cn_feature_scratch_bytes(const struct cn_feature_config *config);

// Instructions of one cn_feature_run on a Cortex-M33, for hal_spend.
uint32_t cn_feature_cost(const struct cn_feature_config *config);

// Compute the values in float32. scratch is 4-byte aligned and may not overlap. Task context. The same bits
// on every target.
void cn_feature_values(const struct cn_feature_config *config, const int16_t *window, float mg_per_count,
                       void *scratch, float *values);

// The same, then quantised: out = round(value / scale) + zero_point, halves away from zero, limited to int8.
// `out` is the input tensor itself, cn_feature_count bytes; scale (above 0) and zero_point are the tensor's.
void cn_feature_run(const struct cn_feature_config *config, const int16_t *window, float mg_per_count,
                    void *scratch, float scale, int32_t zero_point, int8_t *out);

#endif
