// Feature stages: checks a packed stage, runs it, and quantises what it gives.
#include "cn/feature.h"
#include "cn/assert.h"
#include "cn/dsp_convert.h"
#include "feature_kind.h"

_Static_assert(sizeof(struct cn_feature_config) == 12, "the packed layout of SPEC.md");

static const struct cn_feature_kind *const kinds[] = {
    [CN_FEATURE_SPECTRUM] = &cn_feature_spectrum,
    [CN_FEATURE_RAW] = &cn_feature_raw,
    [CN_FEATURE_STATISTICS] = &cn_feature_statistics,
    [CN_FEATURE_SPECTRAL] = &cn_feature_spectral,
    [CN_FEATURE_MFE] = &cn_feature_mfe,
    [CN_FEATURE_MFCC] = &cn_feature_mfcc,
};

static const struct cn_feature_kind *kind_of(const struct cn_feature_config *config) {
    return kinds[config->kind];
}

const struct cn_feature_config *cn_feature_open(const void *bytes, size_t length) {
    const struct cn_feature_config *config = bytes;
    if (((uintptr_t)bytes & 3) != 0 || length < sizeof *config) {
        return NULL;
    }
    if (config->version != CN_FEATURE_VERSION || config->kind < CN_FEATURE_SPECTRUM ||
        config->kind > CN_FEATURE_MFCC) {
        return NULL;
    }
    if (config->axes < 1 || config->axes > CN_FEATURE_AXES_MAX || config->samples < 1 ||
        config->samples > CN_FEATURE_SAMPLES_MAX) {
        return NULL;
    }
    return kind_of(config)->check(config, length) ? config : NULL;
}

size_t cn_feature_count(const struct cn_feature_config *config) {
    return kind_of(config)->count(config);
}

size_t cn_feature_window_count(const struct cn_feature_config *config) {
    return (size_t)config->samples * config->axes;
}

// What the kind works in, then the values before quantisation.
size_t cn_feature_scratch_bytes(const struct cn_feature_config *config) {
    return (kind_of(config)->work(config) + cn_feature_count(config)) * sizeof(float);
}

uint32_t cn_feature_cost(const struct cn_feature_config *config) {
    return kind_of(config)->cost(config);
}

void cn_feature_values(const struct cn_feature_config *config, const int16_t *window, float unit,
                       void *scratch, float *values) {
    kind_of(config)->values(config, window, unit, scratch, values);
}

void cn_feature_run(const struct cn_feature_config *config, const int16_t *window, float unit, void *scratch,
                    float scale, int32_t zero_point, int8_t *out) {
    CN_ASSERT(scale > 0.0f);
    float *values = (float *)scratch + kind_of(config)->work(config);
    cn_feature_values(config, window, unit, scratch, values);
    cn_dsp_to_int8(values, scale, zero_point, out, cn_feature_count(config));
}
