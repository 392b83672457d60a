// The stages "mfe" and "mfcc": frames of sound as energies of mel bands, or as cepstra of them.
#include <string.h>
#include "cn/dsp_fft.h"
#include "cn/dsp_math.h"
#include "cn/dsp_mel.h"
#include "feature_kind.h"

struct sound {
    struct cn_feature_config common; // detail: bands; size: of the transform
    uint16_t frame, stride;          // samples of a frame; from one to the next
    uint8_t cepstra;                 // of a frame, 1 .. bands; 0 for mfe
    uint8_t shift;                   // of the pre-emphasis, 1 or more
    uint16_t around;                 // frames that an mfcc is normalised over, odd; 0: it is not
    float emphasis;                  // of the pre-emphasis: x[i] - emphasis * x[i - shift], in a circle
    float floor_db;                  // of mfe: what becomes 0; 0 for mfcc
    uint16_t edges[]; // [bands + 2] bins: band b rises from edges[b] to edges[b + 1], falls to [b + 2]
};

#define BANDS_MAX 128
#define FRAMES_MAX 500
#define CEILING_DB 12.0f  // becomes 1
#define LEVELS 256.0f     // of an energy between the two
#define LN_2 0.693147181f // ln(x) = log2(x) * LN_2
#define DB_PER_LOG2 3.01029996f
#define LEAST_ENERGY 1e-10f // stands for none before a logarithm
#define LEAST_MFE 1e-30f    // the same, in decibels
#define LEAST_DEVIATION 1e-10f
#define NO_FLOOR 2e-38f // below the last bit of any energy that is kept

static const struct sound *of(const struct cn_feature_config *config) {
    return (const struct sound *)config;
}

static size_t frames_of(const struct sound *stage) {
    return (stage->common.samples - stage->frame) / stage->stride + 1u;
}

static bool edges_ok(const struct sound *stage) {
    for (unsigned i = 0; i <= stage->common.detail; i++) {
        if (stage->edges[i] > stage->edges[i + 1]) {
            return false;
        }
        // the top of a band is inside of it, or the band is empty
        if (i > 0 && stage->edges[i - 1] == stage->edges[i + 1]) {
            return false;
        }
    }
    return stage->edges[stage->common.detail + 1] <= stage->common.size / 2;
}

static bool check(const struct cn_feature_config *config, size_t length) {
    const struct sound *stage = of(config);
    if (length < sizeof *stage || config->axes != 1 || config->detail < 2 || config->detail > BANDS_MAX ||
        length < sizeof *stage + (config->detail + 2u) * sizeof stage->edges[0]) {
        return false;
    }
    bool frames_ok = stage->frame >= 1 && stage->frame <= config->samples && stage->stride >= 1 &&
                     frames_of(stage) <= FRAMES_MAX && cn_dsp_fft_size_ok(config->size);
    bool cepstra_ok = config->kind == CN_FEATURE_MFE
                          ? stage->cepstra == 0 && stage->around == 0
                          : stage->cepstra >= 1 && stage->cepstra <= config->detail &&
                                stage->floor_db == 0.0f && (stage->around == 0 || stage->around % 2 == 1);
    bool numbers_ok = config->scale > 0.0f && config->scale < 1e9f && stage->emphasis > -2.0f &&
                      stage->emphasis < 2.0f && stage->floor_db > -1000.0f && stage->floor_db < CEILING_DB;
    return frames_ok && cepstra_ok && numbers_ok && stage->shift >= 1 && stage->shift <= config->samples &&
           edges_ok(stage);
}

static size_t mfe_count(const struct cn_feature_config *config) {
    return frames_of(of(config)) * config->detail;
}

static size_t mfcc_count(const struct cn_feature_config *config) {
    return frames_of(of(config)) * of(config)->cepstra;
}

static size_t mfe_work(const struct cn_feature_config *config) {
    return config->size;
}

// A frame, its bands, and all cepstra before they are normalised.
static size_t mfcc_work(const struct cn_feature_config *config) {
    return config->size + config->detail + mfcc_count(config);
}

// Of one frame: its samples and the transform.
static uint32_t frame_cost(const struct cn_feature_config *config) {
    uint32_t frame = of(config)->frame, size = config->size;
    return 18 * (frame < size ? frame : size) + cn_feature_fft_cost(size);
}

static uint32_t mfe_cost(const struct cn_feature_config *config) {
    return (uint32_t)frames_of(of(config)) * (frame_cost(config) + 127u * config->detail);
}

static uint32_t mfcc_cost(const struct cn_feature_config *config) {
    const struct sound *stage = of(config);
    uint32_t normal = stage->around == 0 ? 0 : 88u + 48u * stage->around;
    uint32_t cepstra = stage->cepstra * (62u * config->detail + normal);
    return (uint32_t)frames_of(stage) * (400 + frame_cost(config) + 65u * config->detail + cepstra);
}

// Power of the bins of frame `index` into data[size / 2]; returns that of the last bin, size / 2. A frame
// longer than the transform is cut off, a shorter one is filled with zeros.
static float frame_power(const struct sound *stage, const int16_t *window, float unit, size_t index,
                         float *data) {
    size_t n = stage->common.samples, size = stage->common.size, at = index * stage->stride;
    size_t have = stage->frame < size ? stage->frame : size;
    float scale = unit * stage->common.scale;
    for (size_t i = 0; i < have; i++) {
        size_t here = at + i, before = here >= stage->shift ? here - stage->shift : here + n - stage->shift;
        data[i] = (float)window[here] * scale - stage->emphasis * ((float)window[before] * scale);
    }
    memset(data + have, 0, (size - have) * sizeof *data);
    cn_dsp_rfft(data, size);
    float last = cn_dsp_rfft_power(data, size);
    for (size_t k = 0; k < size / 2; k++) {
        data[k] /= (float)size;
    }
    return last / (float)size;
}

// Energy of band b: a triangle of height 1 at its top.
static float band_energy(const struct sound *stage, const float *power, float last, size_t band) {
    size_t left = stage->edges[band], top = stage->edges[band + 1], right = stage->edges[band + 2];
    size_t half = stage->common.size / 2;
    float sum = top < half ? power[top] : last;
    for (size_t k = left + 1; k < top; k++) {
        sum += power[k] * ((float)(k - left) / (float)(top - left));
    }
    for (size_t k = top + 1; k < right; k++) {
        sum += power[k] * ((float)(right - k) / (float)(right - top));
    }
    return sum;
}

// ---- mfe: energies between the floor and the ceiling, 0 to 255/256

static float level_of(float energy, float floor_db) {
    float db = DB_PER_LOG2 * cn_dsp_log2(energy > LEAST_MFE ? energy : LEAST_MFE);
    float part = (db - floor_db) / (CEILING_DB - floor_db);
    if (part >= 1.0f) {
        return (LEVELS - 1.0f) / LEVELS;
    }
    float level = part > 0.0f ? (float)(int32_t)(part * LEVELS + 0.5f) : 0.0f; // 0 for NaN
    return (level < LEVELS ? level : LEVELS - 1.0f) / LEVELS;
}

static void mfe_values(const struct cn_feature_config *config, const int16_t *window, float unit, float *work,
                       float *out) {
    const struct sound *stage = of(config);
    for (size_t f = 0; f < frames_of(stage); f++) {
        float last = frame_power(stage, window, unit, f, work);
        for (size_t b = 0; b < config->detail; b++) {
            *out++ = level_of(band_energy(stage, work, last, b), stage->floor_db);
        }
    }
}

const struct cn_feature_kind cn_feature_mfe = {check, mfe_count, mfe_work, mfe_cost, mfe_values};

// ---- mfcc: cepstra of a frame, the first replaced by its energy, normalised over the frames around it

static float logarithm(float energy) {
    return LN_2 * cn_dsp_log2(energy > 0.0f ? energy : LEAST_ENERGY);
}

static void cepstra_of(const struct sound *stage, const float *power, float last, float *bands, float *out) {
    float energy = last;
    for (size_t k = 0; k < stage->common.size / 2; k++) {
        energy += power[k];
    }
    for (size_t b = 0; b < stage->common.detail; b++) {
        float sum = band_energy(stage, power, last, b);
        bands[b] = sum > 0.0f ? sum : LEAST_ENERGY;
    }
    cn_dsp_mfcc(bands, stage->common.detail, NO_FLOOR, out, stage->cepstra);
    out[0] = logarithm(energy);
}

// Frame `index` of a line that goes on beyond both ends as in a mirror.
static size_t mirrored(int32_t index, int32_t frames) {
    int32_t turn = index % (2 * frames);
    turn = turn < 0 ? turn + 2 * frames : turn;
    return (size_t)(turn < frames ? turn : 2 * frames - 1 - turn);
}

// Mean of the distances from value `at` of the frames around it: 0 if all are equal, without rounding.
static float mean_distance(const struct sound *stage, const float *column, int32_t at) {
    int32_t frames = (int32_t)frames_of(stage), half = stage->around / 2;
    float here = column[(size_t)at * stage->cepstra], sum = 0.0f;
    for (int32_t i = at - half; i <= at + half; i++) {
        sum += column[mirrored(i, frames) * stage->cepstra] - here;
    }
    return sum / (float)stage->around;
}

static float deviation(const struct sound *stage, const float *column, int32_t at) {
    int32_t frames = (int32_t)frames_of(stage), half = stage->around / 2;
    float mean = column[(size_t)at * stage->cepstra] + mean_distance(stage, column, at), sum = 0.0f;
    for (int32_t i = at - half; i <= at + half; i++) {
        float distance = column[mirrored(i, frames) * stage->cepstra] - mean;
        sum += distance * distance;
    }
    return cn_dsp_sqrt(sum / (float)stage->around);
}

// First the mean of the frames around is taken off, then what is left is divided by its deviation.
static void normalise(const struct sound *stage, float *centred, float *out) {
    size_t frames = frames_of(stage);
    for (size_t c = 0; c < stage->cepstra; c++) {
        for (size_t f = 0; f < frames; f++) {
            centred[f * stage->cepstra + c] = -mean_distance(stage, out + c, (int32_t)f);
        }
        for (size_t f = 0; f < frames; f++) {
            float spread = deviation(stage, centred + c, (int32_t)f) + LEAST_DEVIATION;
            out[f * stage->cepstra + c] = centred[f * stage->cepstra + c] / spread;
        }
    }
}

static void mfcc_values(const struct cn_feature_config *config, const int16_t *window, float unit,
                        float *work, float *out) {
    const struct sound *stage = of(config);
    float *bands = work + config->size;
    for (size_t f = 0; f < frames_of(stage); f++) {
        float last = frame_power(stage, window, unit, f, work);
        cepstra_of(stage, work, last, bands, out + f * stage->cepstra);
    }
    if (stage->around > 0) {
        normalise(stage, bands + config->detail, out);
    }
}

const struct cn_feature_kind cn_feature_mfcc = {check, mfcc_count, mfcc_work, mfcc_cost, mfcc_values};
