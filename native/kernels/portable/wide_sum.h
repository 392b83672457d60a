// What becomes of a 64-bit sum: the channel's bias, its rescaling to int16, and the table that holds both.
#ifndef CN_KERNEL_WIDE_SUM_H
#define CN_KERNEL_WIDE_SUM_H

#include "cn/kernel.h"
#include "cn/kernel_math.h"

// A channel's entry; the plan is only 4-byte aligned, so the bias is read in halves.
struct cn_wide_entry {
    uint32_t bias_low;
    int32_t bias_high;
    int32_t multiplier;
    int32_t exponent;
};

static inline int64_t cn_wide(uint32_t low, int32_t high) {
    return (int64_t)(((uint64_t)(uint32_t)high << 32) | low);
}

static inline bool cn_wide_exponent_ok(int32_t exponent) {
    return exponent >= -31 && exponent <= 15;
}

static inline bool cn_wide_table_ok(const struct cn_plan *plan, uint32_t ref, uint32_t channels) {
    if (ref >> 30 != CN_IN_PLAN || !cn_can_read(plan, ref, (uint64_t)channels * 4, 4)) {
        return false;
    }
    const struct cn_wide_entry *table = cn_at(plan, ref);
    for (uint32_t c = 0; c < channels; c++) {
        if (!cn_wide_exponent_ok(table[c].exponent) || table[c].multiplier < 0) {
            return false;
        }
    }
    return true;
}

// With a bias of 32 bits the reference sums and rounds as int8 layers do.
static inline int16_t cn_wide_finish(const struct cn_wide_entry *entry, int64_t sum, bool narrow, int32_t min,
                                     int32_t max) {
    int64_t biased = (int64_t)((uint64_t)sum + (uint64_t)cn_wide(entry->bias_low, entry->bias_high));
    int32_t value = narrow
                        ? cn_rescale((int32_t)(uint32_t)(uint64_t)biased, entry->multiplier, entry->exponent)
                        : cn_rescale_wide(biased, entry->multiplier, entry->exponent);
    return (int16_t)cn_clamp(value, min, max);
}

#endif
