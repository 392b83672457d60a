// Packed feature stages for the tests in C. Each comment is its JSON; test/ts/features.test.ts packs it
// again.
#ifndef TEST_FEATURES_PACKED_H
#define TEST_FEATURES_PACKED_H

#include <stddef.h>
#include <stdint.h>

// clang-format off
// {"kind":"raw","samples":100,"axes":3,"rateHz":100,"scaleAxes":0.001}
static const uint32_t packed_raw[] = {
    0x00030201, 0x00000064, 0x3a83126f,
};
// {"kind":"statistics","samples":100,"axes":3,"rateHz":100,"values":["average","minimum","maximum","rms","stdev","skewness","kurtosis","crossings"]}
static const uint32_t packed_statistics[] = {
    0xff030301, 0x00000064, 0x3f800000,
};
// {"kind":"spectral","samples":100,"axes":3,"rateHz":100,"filterType":"low","filterCutoffHz":20}
static const uint32_t packed_spectral[] = {
    0x03030401, 0x00400064, 0x3f800000, 0x000e0001, 0x00000003, 0x3e38644c, 0x3eb8644c, 0x3e38644c, 0xbea4ecce,
    0x3d2dab2e, 0x3e5387a2, 0x3ed387a2, 0x3e5387a2, 0xbebd32b1, 0x3e4883ea, 0x3e8df34a, 0x3f0df34a, 0x3e8df34a,
    0xbefdedb3, 0x3f1add6e,
};
// {"kind":"spectral","samples":100,"axes":1,"rateHz":100,"fftLength":128,"doLog":false,"doFftOverlap":false}
static const uint32_t packed_spectral_plain[] = {
    0x00010401, 0x00800064, 0x3f800000, 0x00410001, 0x00000000,
};
// {"kind":"mfe","samples":2000,"rateHz":16000}
static const uint32_t packed_mfe[] = {
    0x20010501, 0x010007d0, 0x38000000, 0x01400140, 0x00000100, 0x3f7ae148, 0xc2500000, 0x00000000, 0x00020001,
    0x00050004, 0x00070006, 0x000b0009, 0x000e000c, 0x00130010, 0x00180015, 0x001d001a, 0x00240021, 0x002c0028,
    0x00350031, 0x0040003b, 0x004d0046, 0x005b0054, 0x006c0063, 0x00800076,
};
// {"kind":"mfcc","samples":2000,"rateHz":16000,"winSize":5}
static const uint32_t packed_mfcc[] = {
    0x20010601, 0x010007d0, 0x3f800000, 0x01400140, 0x0005010d, 0x3f7ae148, 0x00000000, 0x00000000, 0x00020001,
    0x00050004, 0x00070006, 0x000b0009, 0x000e000c, 0x00130010, 0x00180015, 0x001d001a, 0x00240021, 0x002c0028,
    0x00350031, 0x0040003b, 0x004d0046, 0x005b0054, 0x006c0063, 0x00800076,
};
// {"kind":"mfcc","samples":2000,"rateHz":16000,"winSize":0,"fftLength":512,"frameStrideS":0.01}
static const uint32_t packed_mfcc_plain[] = {
    0x20010601, 0x020007d0, 0x3f800000, 0x00a00140, 0x0000010d, 0x3f7ae148, 0x00000000, 0x00010000, 0x00050003,
    0x000a0008, 0x000f000d, 0x00160012, 0x001d0019, 0x00260021, 0x0030002a, 0x003b0035, 0x00490042, 0x00590050,
    0x006b0061, 0x00800075, 0x0099008c, 0x00b700a7, 0x00d800c7, 0x010000eb,
};
// clang-format on

struct packed_stage {
    const char *name;
    const uint32_t *words;
    size_t bytes;
};
static const struct packed_stage packed_stages[] = {
    {"raw", packed_raw, sizeof packed_raw},
    {"statistics", packed_statistics, sizeof packed_statistics},
    {"spectral", packed_spectral, sizeof packed_spectral},
    {"spectral_plain", packed_spectral_plain, sizeof packed_spectral_plain},
    {"mfe", packed_mfe, sizeof packed_mfe},
    {"mfcc", packed_mfcc, sizeof packed_mfcc},
    {"mfcc_plain", packed_mfcc_plain, sizeof packed_mfcc_plain},
};
#define PACKED_STAGES (sizeof packed_stages / sizeof packed_stages[0])

#endif
