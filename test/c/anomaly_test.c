// The anomaly score: which packed bytes it accepts, what known clusters give, that it stays inside its
// memory.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "check.h"
#include "cn/anomaly.h"

// The bytes of SPEC.md: values 0 and 2 of three, two clusters.
struct packed {
    uint8_t version, kind;
    uint16_t values, clusters, reserved;
    float threshold;
    uint16_t places[2];
    float mean[2], gain[2];
    struct {
        float radius, center[2];
    } cluster[2];
};

static const struct packed good = {
    1, 1, 2, 2, 0, 0.3f, {0, 2}, {1.0f, 10.0f}, {1.0f, 0.5f}, {{0.5f, {0.0f, 0.0f}}, {1.0f, {10.0f, 0.0f}}},
};

static bool opens(struct packed packed, size_t length, size_t features) {
    return cn_anomaly_open(&packed, length, features) != NULL;
}

static void checks_bytes(void) {
    CHECK(opens(good, sizeof good, 3));
    CHECK(!opens(good, sizeof good, 2)); // place 2 is not there
    CHECK(!opens(good, sizeof good - 1, 3));
    CHECK(cn_anomaly_open((const char *)&good + 2, sizeof good, 3) == NULL);
#define REFUSES(field, value)                                                                                \
    do {                                                                                                     \
        struct packed bad = good;                                                                            \
        bad.field = value;                                                                                   \
        CHECK(!opens(bad, sizeof bad, 3));                                                                   \
    } while (0)
    REFUSES(version, 2);
    REFUSES(kind, 0);
    REFUSES(kind, 2); // an autoencoder has no values of its own
    REFUSES(kind, 3);
    REFUSES(values, 0);
    REFUSES(clusters, 0);
    REFUSES(clusters, 3);
    REFUSES(reserved, 1);
    REFUSES(threshold, NAN);
    REFUSES(places[1], 3);
    REFUSES(gain[0], NAN);
    REFUSES(mean[1], INFINITY);
    REFUSES(cluster[1].center[1], -INFINITY);
#undef REFUSES
    const uint32_t autoencoder[3] = {0x00000201, 0, 0};
    CHECK(cn_anomaly_open(autoencoder, sizeof autoencoder, 3) != NULL);
    CHECK(cn_anomaly_open(autoencoder, 11, 3) == NULL);
}

static void measures_distances(void) {
    const struct cn_anomaly *config = cn_anomaly_open(&good, sizeof good, 3);
    const float in_first[3] = {1.25f, 1e9f, 10.0f}, beside_first[3] = {4.0f, 0.0f, 18.0f};
    const float in_second[3] = {11.0f, 0.0f, 11.0f};
    CHECK(cn_anomaly_score(config, in_first) == -0.25f);
    CHECK(cn_anomaly_score(config, beside_first) == 4.5f); // 3 and 4 apart
    CHECK(cn_anomaly_score(config, in_second) == -0.5f);
}

// Up to three bytes changed: refused, or read within the memory that there is.
static void damaged_scores_stay_inside(void) {
    uint32_t state = 5;
    const float values[3] = {1.0f, 2.0f, 3.0f};
    for (size_t round = 0; round < 20000; round++) {
        size_t length = next_random(&state) % (sizeof good + 1);
        uint8_t *bytes = malloc(length > 0 ? length : 1);
        memcpy(bytes, &good, length);
        for (uint32_t left = length == 0 ? 0 : next_random(&state) % 4; left > 0; left--) {
            bytes[next_random(&state) % length] = (uint8_t)next_random(&state);
        }
        const struct cn_anomaly *config = cn_anomaly_open(bytes, length, 3);
        if (config != NULL && config->kind == CN_ANOMALY_CLUSTERS) {
            (void)cn_anomaly_score(config, values);
        }
        free(bytes);
    }
}

int main(void) {
    static const struct test tests[] = {
        {"a packed score is opened only if every field is allowed", checks_bytes},
        {"the score is the distance beyond the nearest cluster, in its scaled values", measures_distances},
        {"a damaged score is refused or read within its memory", damaged_scores_stay_inside},
    };
    return RUN_TESTS(tests);
}
