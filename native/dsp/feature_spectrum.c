// The stage "spectrum": Hann window, real FFT, power in bands and around the strongest tone, logarithm.
// float32 only, in a fixed order of operations: the same bits on every target.
#include "cn/assert.h"
#include "cn/dsp_fft.h"
#include "cn/dsp_math.h"
#include "feature_kind.h"

struct spectrum {
    uint8_t version, kind;
    uint8_t axes;
    uint8_t bands;     // 1 .. BANDS_MAX
    uint16_t samples;  // per axis: 32, 64 .. 1024
    uint8_t peak_bins; // 1 .. PEAK_MAX
    uint8_t reserved;  // 0
    float floor_mg2;   // above 0
    uint16_t edges[];  // [bands + 1] bins, rising, 1 .. samples / 2: band b is edges[b] .. edges[b + 1] - 1
};

#define BANDS_MAX 64
#define PEAK_MAX 8

static const struct spectrum *of(const struct cn_feature_config *config) {
    return (const struct spectrum *)config;
}

static bool edges_ok(const struct spectrum *config) {
    for (unsigned i = 0; i < config->bands; i++) {
        if (config->edges[i] < 1 || config->edges[i] >= config->edges[i + 1]) {
            return false;
        }
    }
    return config->edges[config->bands] <= config->samples / 2;
}

static bool check(const struct cn_feature_config *common, size_t length) {
    const struct spectrum *config = of(common);
    bool sizes_ok = config->reserved == 0 && config->bands >= 1 && config->bands <= BANDS_MAX &&
                    config->peak_bins >= 1 && config->peak_bins <= PEAK_MAX &&
                    cn_dsp_fft_size_ok(config->samples);
    if (!sizes_ok || length < sizeof *config + (config->bands + 1u) * sizeof config->edges[0]) {
        return false;
    }
    // Not NaN, not infinite, not negative: the comparison is false for NaN.
    return config->floor_mg2 > 0.0f && config->floor_mg2 < 1e9f && edges_ok(config);
}

static size_t count(const struct cn_feature_config *config) {
    return (of(config)->bands + 2u) * config->axes + 1u;
}

// Half a window for each axis' power; the last transform needs a whole one.
static size_t work(const struct cn_feature_config *config) {
    return (config->axes + 1u) * config->samples / 2;
}

static uint32_t cost(const struct cn_feature_config *config) {
    uint32_t log_n = (uint32_t)__builtin_ctz(config->samples);
    uint32_t axis = 300 + 60u * config->samples + 9u * config->samples * log_n;
    return config->axes * axis + 60 * (uint32_t)count(config);
}

static void load_axis(const struct spectrum *config, const int16_t *window, float scale, float *data) {
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
static float across(const struct spectrum *config, const float *power, size_t k) {
    float sum = 0.0f;
    for (size_t axis = 0; axis < config->axes; axis++) {
        sum += power[axis * (config->samples / 2u) + k];
    }
    return sum;
}

static size_t find_peak(const struct spectrum *config, const float *power) {
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
static float tone_of(const struct spectrum *config, const float *power, size_t peak) {
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
static void axis_values(const struct spectrum *config, const float *power, size_t peak, float *values) {
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

static void values(const struct cn_feature_config *common, const int16_t *window, float mg_per_count,
                   float *power, float *out) {
    const struct spectrum *config = of(common);
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
        axis_values(config, power + axis * (n / 2), peak, out + axis);
    }
    out[count(common) - 1] = tone_of(config, power, peak);
}

const struct cn_feature_kind cn_feature_spectrum = {check, count, work, cost, values};
