// The feature stage: which packed bytes it accepts, what known signals give, that it stays inside its memory.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "check.h"
#include "cn/feature.h"
#include "features_packed.h"

#define MG_PER_COUNT 0.0625f // LIS2DH12 at +-2 g

// The bytes of SPEC.md, field by field.
struct packed {
    uint8_t version, kind, axes, bands;
    uint16_t samples;
    uint8_t peak_bins, reserved;
    float floor_mg2;
    uint16_t edges[8];
};

static const struct packed good = {1, 1, 3, 3, 256, 2, 0, 1.0f, {4, 26, 64, 128}};

static const struct cn_feature_config *open_good(void) {
    return cn_feature_open(&good, sizeof good);
}

static bool opens(struct packed packed, size_t length) {
    return cn_feature_open(&packed, length) != NULL;
}

static void checks_bytes(void) {
    const size_t length = 12 + 4 * sizeof good.edges[0];
    CHECK(opens(good, length));
    CHECK(!opens(good, length - 1));
    CHECK(!opens(good, 0));
    CHECK(cn_feature_open((const char *)&good + 2, length) == NULL);
#define REFUSES(field, value)                                                                                \
    do {                                                                                                     \
        struct packed bad = good;                                                                            \
        bad.field = value;                                                                                   \
        CHECK(!opens(bad, length));                                                                          \
    } while (0)
    REFUSES(version, 2);
    REFUSES(kind, 0);
    REFUSES(axes, 0);
    REFUSES(axes, 4);
    REFUSES(bands, 0);
    REFUSES(bands, 4); // one edge more than there are bytes
    REFUSES(bands, 65);
    REFUSES(samples, 255);
    REFUSES(samples, 2048);
    REFUSES(peak_bins, 0);
    REFUSES(peak_bins, 9);
    REFUSES(reserved, 1);
    REFUSES(floor_mg2, 0.0f);
    REFUSES(floor_mg2, -1.0f);
    REFUSES(floor_mg2, NAN);
    REFUSES(floor_mg2, INFINITY);
    REFUSES(edges[0], 0);
    REFUSES(edges[1], 4);
    REFUSES(edges[3], 129);
#undef REFUSES
}

// 100 mg at bin 51.3 on x, 20 mg at bin 90 on y, z at rest.
static void two_tones(int16_t *window) {
    for (size_t at = 0; at < 256; at++) {
        const double i = (double)at;
        window[3 * at] = (int16_t)lrint(-300 + 1600 * sin(2 * M_PI * 51.3 * i / 256));
        window[3 * at + 1] = (int16_t)lrint(320 * cos(2 * M_PI * 90 * i / 256));
        window[3 * at + 2] = 16000;
    }
}

static bool near(float value, double want, double within) {
    if (fabs(value - want) <= within) {
        return true;
    }
    printf("# got %.4f, expected %.4f\n", (double)value, want);
    return false;
}

static void measures_tones(void) {
    int16_t window[768];
    float scratch[600], values[16];
    two_tones(window);
    CHECK_EQ(cn_feature_count(open_good()), 16);
    CHECK_EQ(cn_feature_window_count(open_good()), 768);
    CHECK(cn_feature_scratch_bytes(open_good()) <= sizeof scratch);
    cn_feature_values(open_good(), window, MG_PER_COUNT, scratch, values);
    const double x = log2(1 + 100.0 * 100 / 2), y = log2(1 + 20.0 * 20 / 2), none = 0;
    const double want[15] = {none, none, none, x, none, none, none, y, none, x, none, none, none, y, none};
    for (int i = 0; i < 15; i++) {
        CHECK(near(values[i], want[i], want[i] == none ? 1.5 : 0.1)); // the Hann window leaks a little
    }
    CHECK(near(values[15], 4 * log2(51.3) - 12, 0.02));
}

static void scales_with_range(void) {
    int16_t window[768], half[768];
    float scratch[600], values[16], same[16];
    two_tones(window);
    for (int i = 0; i < 768; i++) {
        window[i] = (int16_t)(window[i] / 2 * 2);
        half[i] = (int16_t)(window[i] / 2);
    }
    cn_feature_values(open_good(), window, MG_PER_COUNT, scratch, values);
    cn_feature_values(open_good(), half, 2 * MG_PER_COUNT, scratch, same);
    for (int i = 0; i < 16; i++) {
        CHECK(values[i] == same[i]);
    }
}

static void quantises(void) {
    int16_t window[768];
    float scratch[600], values[16];
    int8_t out[16];
    two_tones(window);
    cn_feature_values(open_good(), window, MG_PER_COUNT, scratch, values);
    cn_feature_run(open_good(), window, MG_PER_COUNT, scratch, 0.0703125f, -100, out);
    for (int i = 0; i < 16; i++) {
        double steps = round((double)(values[i] / 0.0703125f)) - 100;
        CHECK_EQ(out[i], steps > 127 ? 127 : steps);
    }
    cn_feature_run(open_good(), window, MG_PER_COUNT, scratch, 1e-30f, 0, out);
    CHECK_EQ(out[3], 127);
    cn_feature_run(open_good(), window, MG_PER_COUNT, scratch, 0.05f, -1000000, out);
    CHECK_EQ(out[3], -128);
}

// Extreme counts, all sizes, memory of exactly the size that is asked for: the sanitizers see any step
// outside.
static void stays_inside(void) {
    uint32_t state = 7;
    for (uint16_t samples = 32; samples <= 1024; samples *= 2) {
        for (uint8_t axes = 1; axes <= 3; axes++) {
            struct packed packed = good;
            packed.samples = samples;
            packed.axes = axes;
            packed.bands = 2;
            packed.peak_bins = 8;
            packed.edges[0] = 1;
            packed.edges[1] = 3;
            packed.edges[2] = samples / 2;
            const struct cn_feature_config *config = cn_feature_open(&packed, sizeof packed);
            CHECK(config != NULL);
            int16_t *window = malloc(cn_feature_window_count(config) * sizeof *window);
            float *scratch = malloc(cn_feature_scratch_bytes(config));
            int8_t *out = malloc(cn_feature_count(config));
            for (size_t i = 0; i < cn_feature_window_count(config); i++) {
                window[i] = next_random(&state) & 1 ? INT16_MAX : INT16_MIN;
            }
            cn_feature_run(config, window, 65536.0f, scratch, 0.07f, -100, out);
            free(window);
            free(scratch);
            free(out);
        }
    }
    CHECK_EQ(cn_feature_cost(open_good()) > 10000, 1);
}

// A stage in memory of its own size, so that the sanitizers see a byte read beyond it.
static void run_stage(const void *bytes, size_t length, uint32_t *state) {
    void *copy = malloc(length);
    memcpy(copy, bytes, length);
    const struct cn_feature_config *config = cn_feature_open(copy, length);
    if (config != NULL && cn_feature_window_count(config) <= 4096 && cn_feature_cost(config) < 20000000) {
        int16_t *window = malloc(cn_feature_window_count(config) * sizeof *window);
        void *scratch = malloc(cn_feature_scratch_bytes(config));
        int8_t *out = malloc(cn_feature_count(config));
        for (size_t i = 0; i < cn_feature_window_count(config); i++) {
            window[i] = (int16_t)next_random(state);
        }
        cn_feature_run(config, window, 1.0f, scratch, 0.07f, -100, out);
        free(window);
        free(scratch);
        free(out);
    }
    free(copy);
}

static void each_kind_stays_inside(void) {
    uint32_t state = 3;
    for (size_t i = 0; i < PACKED_STAGES; i++) {
        CHECK(cn_feature_open(packed_stages[i].words, packed_stages[i].bytes) != NULL);
        for (size_t length = 0; length < packed_stages[i].bytes; length++) {
            run_stage(packed_stages[i].words, length, &state);
        }
        run_stage(packed_stages[i].words, packed_stages[i].bytes, &state);
    }
}

// Up to three bytes changed: what is still opened works, whatever it says.
static void damaged_stages_stay_inside(void) {
    uint32_t state = 11;
    for (size_t round = 0; round < 20000; round++) {
        const struct packed_stage *stage = &packed_stages[round % PACKED_STAGES];
        uint8_t bytes[256];
        memcpy(bytes, stage->words, stage->bytes);
        for (uint32_t left = next_random(&state) % 3 + 1; left > 0; left--) {
            bytes[next_random(&state) % stage->bytes] = (uint8_t)next_random(&state);
        }
        run_stage(bytes, stage->bytes, &state);
    }
}

// Equal frames have nothing to be normalised by: 0, not what rounding leaves over 1e-10.
static void silence_is_zero(void) {
    static int16_t window[2000];
    for (size_t i = 0; i < PACKED_STAGES; i++) {
        const struct cn_feature_config *config =
            cn_feature_open(packed_stages[i].words, packed_stages[i].bytes);
        if (config->kind != CN_FEATURE_MFCC && config->kind != CN_FEATURE_MFE) {
            continue;
        }
        float *scratch = malloc(cn_feature_scratch_bytes(config));
        float *values = malloc(cn_feature_count(config) * sizeof *values);
        cn_feature_values(config, window, 1.0f, scratch, values);
        bool normalised = config->kind == CN_FEATURE_MFE || strcmp(packed_stages[i].name, "mfcc") == 0;
        for (size_t k = 0; k < cn_feature_count(config); k++) {
            CHECK(normalised ? values[k] == 0.0f : isfinite(values[k]));
        }
        free(scratch);
        free(values);
    }
}

static const struct packed_stage *stage_named(const char *name) {
    for (size_t i = 0; i < PACKED_STAGES; i++) {
        if (strcmp(packed_stages[i].name, name) == 0) {
            return &packed_stages[i];
        }
    }
    return NULL;
}

static void a_level_above_the_ceiling_stays_below_one(void) {
    static int16_t window[2000];
    for (size_t i = 0; i < 2000; i++) {
        window[i] = i / 8 % 2 ? INT16_MAX : INT16_MIN;
    }
    const struct packed_stage *stage = stage_named("mfe");
    const struct cn_feature_config *config = cn_feature_open(stage->words, stage->bytes);
    float *scratch = malloc(cn_feature_scratch_bytes(config));
    float *values = malloc(cn_feature_count(config) * sizeof *values), most = 0.0f;
    cn_feature_values(config, window, 1000.0f, scratch, values);
    for (size_t k = 0; k < cn_feature_count(config); k++) {
        CHECK(values[k] >= 0.0f && values[k] <= 255.0f / 256.0f);
        most = values[k] > most ? values[k] : most;
    }
    CHECK(most == 255.0f / 256.0f);
    free(scratch);
    free(values);
}

int main(void) {
    static const struct test tests[] = {
        {"a packed configuration is opened only if every field is allowed", checks_bytes},
        {"the power of two tones is found in their bands, peak and rest", measures_tones},
        {"half the counts at twice the scale give the same bits", scales_with_range},
        {"values are rounded to the input tensor's scale and limited to int8", quantises},
        {"any size works within the memory it asks for", stays_inside},
        {"each kind works within the memory it asks for, and reads no byte beyond its own",
         each_kind_stays_inside},
        {"a damaged stage is refused or works within its memory", damaged_stages_stay_inside},
        {"silence gives zeros where features are normalised", silence_is_zero},
        {"an energy above the ceiling is 255/256", a_level_above_the_ceiling_stays_below_one},
    };
    return RUN_TESTS(tests);
}
