// Anomaly score of a window: how far its features lie from all that the model was made for.
// The packed configuration is written by tools/model/anomaly.ts and read in place; bytes in SPEC.md.
#ifndef CN_ANOMALY_H
#define CN_ANOMALY_H

#include <stddef.h>
#include <stdint.h>

#define CN_ANOMALY_VERSION 1

enum cn_anomaly_kind {
    CN_ANOMALY_CLUSTERS = 1,    // distance to the nearest cluster, less its radius
    CN_ANOMALY_AUTOENCODER = 2, // difference between the features and output 0 of the model
};

struct cn_anomaly {
    uint8_t version;   // CN_ANOMALY_VERSION
    uint8_t kind;      // enum cn_anomaly_kind
    uint16_t values;   // V of the features that count, 1 or more; 0 of an autoencoder: all
    uint16_t clusters; // C, 1 or more; 0 of an autoencoder
    uint16_t reserved; // 0
    float threshold;   // a score above it is an anomaly
    // of clusters: uint16 places[V], padded to a multiple of 4 bytes; float32 mean[V], gain[V]; and for each
    // cluster float32 radius, center[V]
};

// Check packed bytes (4-byte aligned, `length` of them readable) for a stage of `features` values and return
// them, or NULL if anything in them is wrong. The bytes must outlive its use.
const struct cn_anomaly *cn_anomaly_open(const void *bytes, size_t length, size_t features);

// Of clusters: the least of all clusters of |(values - mean) * gain - center| - radius, below 0 inside of
// one. The same bits on every target.
float cn_anomaly_score(const struct cn_anomaly *config, const float *values);

#endif
