// Feature stage: Hann window, real FFT, power in bands and around the strongest tone, logarithm, int8.
// float32 only, in a fixed order of operations: the same bits on every target.
#include "cn/feature.h"
#include "cn/assert.h"
#include "cn/dsp_fft.h"
#include "cn/dsp_math.h"

_Static_assert(sizeof(struct cn_feature_config) == 12, "the packed layout of SPEC.md");

static bool edges_ok(const struct cn_feature_config *config) {
    for (unsigned i = 0; i < config->bands; i++) {
        if (config->edges[i] < 1 || config->edges[i] >= config->edges[i + 1]) {
            return false;
        }
    }
    return config->edges[config->bands] <= config->samples / 2;
}

const struct cn_feature_config *cn_feature_open(const void *bytes, size_t length) {
    const struct cn_feature_config *config = bytes;
    if (((uintptr_t)bytes & 3) != 0 || length < sizeof *config) {
        return NULL;
    }
    if (config->version != CN_FEATURE_VERSION || config->kind != CN_FEATURE_SPECTRUM ||
        config->reserved != 0) {
        return NULL;
    }
    if (config->axes < 1 || config->axes > CN_FEATURE_AXES_MAX || config->bands < 1 ||
        config->bands > CN_FEATURE_BANDS_MAX || config->peak_bins < 1 ||
        config->peak_bins > CN_FEATURE_PEAK_MAX || !cn_dsp_fft_size_ok(config->samples)) {
        return NULL;
    }
    if (length < sizeof *config + (config->bands + 1u) * sizeof config->edges[0]) {
        return NULL;
    }
    // Not NaN, not infinite, not negative: the comparison is false for NaN.
    bool floor_ok = config->floor_mg2 > 0.0f && config->floor_mg2 < 1e9f;
    return floor_ok && edges_ok(config) ? config : NULL;
}

size_t cn_feature_count(const struct cn_feature_config *config) {
    return (config->bands + 2u) * config->axes + 1u;
}

size_t cn_feature_window_count(const struct cn_feature_config *config) {
    return (size_t)config->samples * config->axes;
}

// Half a window for each axis' power; the last transform needs a whole one; the values before quantisation.
size_t cn_feature_scratch_bytes(const struct cn_feature_config *config) {
    return ((config->axes + 1u) * config->samples / 2 + cn_feature_count(config)) * sizeof(float);
}

// Fitted to counts of QEMU at -O2; test/ts/feature-cost.test.ts holds it within 10 %.
uint32_t cn_feature_cost(const struct cn_feature_config *config) {
    uint32_t log_n = 0;
    while ((1u << log_n) < config->samples) {
        log_n++;
    }
    uint32_t axis = 300 + 9 * config->samples * log_n + 60 * config->samples;
    return config->axes * axis + 60 * (uint32_t)cn_feature_count(config);
}

static void load_axis(const struct cn_feature_config *config, const int16_t *window, float scale,
                      float *data) {
    size_t n = config->samples, axes = config->axes;
    CN_ASSERT(n >= CN_DSP_FFT_MIN);
    int32_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += window[i * axes];
    }
    float mean = (float)sum / (float)n;
    int32_t step = (int32_t)(CN_DSP_TURN / n);
    for (size_t i = 0; i < n; i++) {
        float hann = 0.5f - 0.5f * cn_dsp_cos((int32_t)i * step);
        data[i] = ((float)window[i * axes] - mean) * scale * hann;
    }
}

static float sum_of(const float *power, size_t from, size_t to) {
    float sum = 0.0f;
    for (size_t k = from; k < to; k++) {
        sum += power[k];
    }
    return sum;
}

// Power of all axes in bin k.
static float across(const struct cn_feature_config *config, const float *power, size_t k) {
    float sum = 0.0f;
    for (size_t axis = 0; axis < config->axes; axis++) {
        sum += power[axis * (config->samples / 2u) + k];
    }
    return sum;
}

static size_t find_peak(const struct cn_feature_config *config, const float *power) {
    size_t peak = config->edges[0];
    float most = across(config, power, peak);
    for (size_t k = peak + 1; k < config->edges[config->bands]; k++) {
        float here = across(config, power, k);
        if (here > most) {
            most = here;
            peak = k;
        }
    }
    return peak;
}

// The tone: the vertex of the parabola through the logarithms of the peak and its two neighbours.
static float tone_of(const struct cn_feature_config *config, const float *power, size_t peak) {
    float shift = 0.0f;
    if (peak + 1 < config->samples / 2u) {
        float before = cn_dsp_log2(across(config, power, peak - 1) + config->floor_mg2 / 16.0f);
        float here = cn_dsp_log2(across(config, power, peak) + config->floor_mg2 / 16.0f);
        float after = cn_dsp_log2(across(config, power, peak + 1) + config->floor_mg2 / 16.0f);
        float bend = before - 2.0f * here + after;
        if (bend < 0.0f) {
            shift = 0.5f * (before - after) / bend;
        }
        shift = shift < -0.5f ? -0.5f : shift > 0.5f ? 0.5f : shift;
    }
    return 4.0f * cn_dsp_log2((float)peak + shift) - 12.0f;
}

// The values of one axis, `axes` apart: bands, peak, rest.
static void axis_values(const struct cn_feature_config *config, const float *power, size_t peak,
                        float *values) {
    size_t bands = config->bands, axes = config->axes, first = config->edges[0], end = config->edges[bands];
    float total = 0.0f;
    for (size_t band = 0; band < bands; band++) {
        float sum = sum_of(power, config->edges[band], config->edges[band + 1]);
        values[band * axes] = cn_dsp_log2(config->floor_mg2 + sum);
        total += sum;
    }
    size_t from = peak > first + config->peak_bins ? peak - config->peak_bins : first;
    size_t to = peak + config->peak_bins + 1 < end ? peak + config->peak_bins + 1 : end;
    float near = sum_of(power, from, to);
    float rest = total > near ? total - near : 0.0f;
    values[bands * axes] = cn_dsp_log2(config->floor_mg2 + near);
    values[(bands + 1) * axes] = cn_dsp_log2(config->floor_mg2 + rest);
}

void cn_feature_values(const struct cn_feature_config *config, const int16_t *window, float mg_per_count,
                       void *scratch, float *values) {
    float *power = scratch;
    size_t n = config->samples, axes = config->axes;
    // Parseval: twice the sum over the bins, over n^2, over the mean square of the Hann window (3/8), is the
    // variance of the axis. The square root of that goes into the samples.
    float scale = mg_per_count * (2.30940108f / (float)n);
    for (size_t axis = 0; axis < axes; axis++) {
        float *data = power + axis * (n / 2); // the transform of an axis ends where that of the next begins
        load_axis(config, window + axis, scale, data);
        cn_dsp_rfft(data, n);
        (void)cn_dsp_rfft_power(data, n);
    }
    size_t peak = find_peak(config, power);
    for (size_t axis = 0; axis < axes; axis++) {
        axis_values(config, power + axis * (n / 2), peak, values + axis);
    }
    values[cn_feature_count(config) - 1] = tone_of(config, power, peak);
}

static int8_t quantise(float value, float scale, int32_t zero_point) {
    float steps = value / scale;
    if (steps > 512.0f) { // far outside int8; keeps the conversion to integer defined
        steps = 512.0f;
    }
    if (steps < -512.0f) {
        steps = -512.0f;
    }
    int32_t whole = (int32_t)(steps < 0.0f ? steps - 0.5f : steps + 0.5f) + zero_point;
    return (int8_t)(whole < -128 ? -128 : whole > 127 ? 127 : whole);
}

void cn_feature_run(const struct cn_feature_config *config, const int16_t *window, float mg_per_count,
                    void *scratch, float scale, int32_t zero_point, int8_t *out) {
    CN_ASSERT(scale > 0.0f);
    float *values = (float *)scratch + (config->axes + 1) * config->samples / 2;
    cn_feature_values(config, window, mg_per_count, scratch, values);
    for (size_t i = 0; i < cn_feature_count(config); i++) {
        out[i] = quantise(values[i], scale, zero_point);
    }
}
