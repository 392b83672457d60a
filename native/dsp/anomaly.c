// Anomaly score of a window: the distance of its features to the nearest cluster.
#include "cn/anomaly.h"
#include <stdbool.h>
#include "cn/dsp_math.h"

_Static_assert(sizeof(struct cn_anomaly) == 12, "the packed layout of SPEC.md");

static const uint16_t *places_of(const struct cn_anomaly *config) {
    return (const uint16_t *)(config + 1);
}

// mean[V], gain[V], then radius and center[V] of each cluster
static const float *numbers_of(const struct cn_anomaly *config) {
    return (const float *)(const void *)(places_of(config) + (config->values + 1u) / 2 * 2);
}

static size_t numbers_count(const struct cn_anomaly *config) {
    return 2u * config->values + config->clusters * (config->values + 1u);
}

// Not NaN, not infinite: the comparison is false for NaN.
static bool number_ok(float number) {
    return number > -1e30f && number < 1e30f;
}

static bool clusters_ok(const struct cn_anomaly *config, size_t length, size_t features) {
    size_t places = (config->values + 1u) / 2 * 2 * sizeof(uint16_t);
    if (config->values < 1 || config->clusters < 1 ||
        length < sizeof *config + places + numbers_count(config) * sizeof(float)) {
        return false;
    }
    for (size_t i = 0; i < config->values; i++) {
        if (places_of(config)[i] >= features) {
            return false;
        }
    }
    for (size_t i = 0; i < numbers_count(config); i++) {
        if (!number_ok(numbers_of(config)[i])) {
            return false;
        }
    }
    return true;
}

const struct cn_anomaly *cn_anomaly_open(const void *bytes, size_t length, size_t features) {
    const struct cn_anomaly *config = bytes;
    if (((uintptr_t)bytes & 3) != 0 || length < sizeof *config || config->version != CN_ANOMALY_VERSION ||
        config->reserved != 0 || !number_ok(config->threshold)) {
        return NULL;
    }
    if (config->kind == CN_ANOMALY_AUTOENCODER) {
        return config->values == 0 && config->clusters == 0 ? config : NULL;
    }
    return config->kind == CN_ANOMALY_CLUSTERS && clusters_ok(config, length, features) ? config : NULL;
}

float cn_anomaly_score(const struct cn_anomaly *config, const float *values) {
    size_t count = config->values;
    const float *mean = numbers_of(config), *gain = mean + count, *cluster = gain + count;
    float least = 0.0f;
    for (size_t c = 0; c < config->clusters; c++, cluster += count + 1) {
        float sum = 0.0f;
        for (size_t i = 0; i < count; i++) {
            float distance = (values[places_of(config)[i]] - mean[i]) * gain[i] - cluster[1 + i];
            sum += distance * distance;
        }
        float score = cn_dsp_sqrt(sum) - cluster[0];
        least = c == 0 || score < least ? score : least;
    }
    return least;
}
