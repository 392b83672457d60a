// Prints, for several feature stages, the instructions of one run, and what cn_feature_cost says.
#include <stddef.h>
#include "cn/feature.h"
#include "../c/features_packed.h"
#include "m33.h"

static int16_t window[3 * 1024];
static float scratch[4096];
static int8_t out[512];

static void measure_stage(const void *bytes, size_t length) {
    const struct cn_feature_config *opened = cn_feature_open(bytes, length);
    for (uint32_t i = 0; i < sizeof window / sizeof window[0]; i++) {
        window[i] = (int16_t)(i * 2654435761u >> 18);
    }
    uint32_t start = m33_instructions();
    cn_feature_run(opened, window, 0.0625f, scratch, 0.07f, -100, out);
    m33_print_hex(m33_instructions() - start);
    m33_print(" ");
    m33_print_hex(cn_feature_cost(opened));
    m33_print("\n");
}

static void measure_spectrum(uint16_t samples, uint8_t axes, uint8_t bands) {
    static struct {
        uint8_t version, kind, axes, bands;
        uint16_t samples;
        uint8_t peak_bins, reserved;
        float floor_mg2;
        uint16_t edges[66];
    } config = {1, 1, 0, 0, 0, 2, 0, 1.0f, {0}};
    config.axes = axes;
    config.bands = bands;
    config.samples = samples;
    for (uint16_t i = 0; i <= bands; i++) {
        config.edges[i] = (uint16_t)(1 + i * (samples / 2 - 1) / bands);
    }
    measure_stage(&config, sizeof config);
}

int m33_main(void) {
    measure_spectrum(256, 3, 1);
    measure_spectrum(256, 3, 22);
    measure_spectrum(32, 1, 1);
    measure_spectrum(32, 3, 15);
    measure_spectrum(128, 2, 8);
    measure_spectrum(512, 3, 64);
    measure_spectrum(1024, 1, 10);
    measure_spectrum(1024, 3, 64);
    for (size_t i = 0; i < PACKED_STAGES; i++) {
        measure_stage(packed_stages[i].words, packed_stages[i].bytes);
    }
    return 0;
}
