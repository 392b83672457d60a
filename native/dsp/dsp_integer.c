// Square root, gain and logarithm on integers.
#include "cn/dsp_integer.h"

#define SNR_BITS 12
#define PCAN_BITS 6
#define LOG_E 45426 // ln 2, 16 bits

uint32_t cn_dsp_root(uint64_t x) {
    uint64_t result = 0, rest = x;
    int width = cn_dsp_width(x);
    for (uint64_t bit = (uint64_t)1 << (width > 1 ? (width - 1) & ~1 : 0); bit != 0; bit >>= 2) {
        if (rest >= result + bit) {
            rest -= result + bit;
            result = (result >> 1) + bit;
        } else {
            result >>= 1;
        }
    }
    uint32_t limit = width <= 32 ? UINT16_MAX : UINT32_MAX;
    return (uint32_t)(rest > result && result != limit ? result + 1 : result);
}

int32_t cn_dsp_gain(const int16_t *curve, uint32_t noise) {
    if (noise <= 2) {
        return curve[noise];
    }
    int width = cn_dsp_width(noise);
    const int16_t *piece = &curve[4 * width - 6];
    int32_t part = (int32_t)((width < 11 ? noise << (11 - width) : noise >> (width - 11)) & 0x3ff);
    // sums and products are modulo 2^32, as in the reference
    uint32_t result = (uint32_t)((piece[2] * part) >> 5) + ((uint32_t)piece[1] << 5);
    result = result * (uint32_t)part + (1u << 14);
    return (int16_t)(((int32_t)result >> 15) + piece[0]);
}

uint32_t cn_dsp_flatten(uint32_t signal, int32_t gain, uint32_t shift) {
    uint32_t snr = (uint32_t)((uint64_t)signal * (uint64_t)(int64_t)gain >> shift);
    return snr < 2u << SNR_BITS ? snr * snr >> (2 + 2 * SNR_BITS - PCAN_BITS)
                                : (snr >> (SNR_BITS - PCAN_BITS)) - (1u << PCAN_BITS);
}

uint32_t cn_dsp_log(const uint16_t *bends, uint32_t x, uint32_t scale) {
    if (x <= 1) {
        return 0;
    }
    int whole = cn_dsp_width(x) - 1;
    uint32_t part = x - (1u << whole);
    part = whole < 16 ? part << (16 - whole) : part >> (whole - 16);
    uint32_t segment = part >> 9;
    int32_t bend = bends[segment], slope = bends[segment + 1] - bend;
    bend += slope * (int32_t)(part - (segment << 9)) >> 16;
    uint32_t log2 = ((uint32_t)whole << 16) + part + (uint32_t)bend;
    uint32_t log = (uint32_t)(((uint64_t)LOG_E * log2 + (1u << 15)) >> 16);
    return (log * scale + (1u << 15)) >> 16;
}
