// Prints, for several shapes of the feature stage, the instructions of one run, what cn_feature_cost and
// cn_feature_scratch_bytes say, and the shape.
#include <stddef.h>
#include "cn/feature.h"
#include "m33.h"

static int16_t window[3 * 1024];
static float scratch[2 * 1024 + 256];
static int8_t out[256];

static void measure(uint16_t samples, uint8_t axes, uint8_t bands) {
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
    for (uint32_t i = 0; i < sizeof window / sizeof window[0]; i++) {
        window[i] = (int16_t)(i * 2654435761u >> 18);
    }
    const struct cn_feature_config *opened = cn_feature_open(&config, sizeof config);
    uint32_t start = m33_instructions();
    cn_feature_run(opened, window, 0.0625f, scratch, 0.07f, -100, out);
    const uint32_t line[] = {
        m33_instructions() - start,
        cn_feature_cost(opened),
        cn_feature_scratch_bytes(opened),
        samples,
        axes,
        bands,
    };
    for (size_t i = 0; i < sizeof line / sizeof line[0]; i++) {
        m33_print_hex(line[i]);
        m33_print(" ");
    }
    m33_print("\n");
}

int m33_main(void) {
    measure(256, 3, 1);
    measure(256, 3, 22);
    measure(32, 1, 1);
    measure(32, 3, 15);
    measure(128, 2, 8);
    measure(512, 3, 64);
    measure(1024, 1, 10);
    measure(1024, 3, 64);
    return 0;
}
