// SOFTMAX int8: exponentials from the plan's table, one reciprocal a row.
#include "elements.h"
#include "cn/kernel_math.h"

static bool check_softmax_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_s8 *s = (const void *)step;
    uint32_t size = cn_type_bytes(s->type);
    uint64_t count = (uint64_t)s->rows * s->depth;
    return (s->type == CN_TYPE_I8 || s->type == CN_TYPE_I16) && s->depth && s->exps_count &&
           cn_can_read(plan, s->exps, s->exps_count, 4) && cn_can_read(plan, s->in, count, 1) &&
           cn_can_write(plan, s->out, count, size);
}

// 1 / (1 + x) for x in [0, 1), all in Q0.31: three Newton steps on numbers with two integer bits.
static int32_t reciprocal_of_one_plus(int32_t x) {
    int32_t half = (int32_t)(((int64_t)x + INT32_MAX + 1) / 2);
    int32_t guess = cn_wrap_add(1515870810, cn_high_mul(half, -1010580540)); // 48/17 - 32/17 * half
    for (int i = 0; i < 3; i++) {
        int32_t error = cn_wrap_sub(1 << 29, cn_high_mul(half, guess));
        int64_t step = (int64_t)cn_high_mul(guess, error) * 4;
        int32_t bounded = step > INT32_MAX ? INT32_MAX : step < INT32_MIN ? INT32_MIN : (int32_t)step;
        guess = cn_wrap_add(guess, bounded);
    }
    int64_t doubled = (int64_t)guess * 2;
    return doubled > INT32_MAX ? INT32_MAX : doubled < INT32_MIN ? INT32_MIN : (int32_t)doubled;
}

static int largest(const int8_t *in, uint32_t depth) {
    int max = INT8_MIN;
    for (uint32_t c = 0; c < depth; c++) {
        max = in[c] > max ? in[c] : max;
    }
    return max;
}

static void row(const struct cn_step_softmax_s8 *s, const int32_t *exps, const int8_t *in, void *out,
                uint32_t at) {
    int max = largest(in, s->depth);
    uint32_t sum = 0;
    for (uint32_t c = 0; c < s->depth; c++) {
        uint32_t below = (uint32_t)(max - in[c]);
        sum += below < s->exps_count ? (uint32_t)cn_round_shift(exps[below], 12) : 0;
    }
    int headroom = __builtin_clz(sum | 1);
    int32_t scale = reciprocal_of_one_plus((int32_t)((sum << headroom) - 0x80000000u));
    int bits = s->type == CN_TYPE_I8 ? 8 : 16;
    int shift = cn_clamp(12 - headroom + 31 - bits, 0, 31);
    int32_t lowest, highest;
    cn_limits(s->type, &lowest, &highest);
    for (uint32_t c = 0; c < s->depth; c++) {
        uint32_t below = (uint32_t)(max - in[c]);
        int32_t value = lowest;
        if (below < s->exps_count) {
            int32_t raw = cn_round_shift(cn_high_mul(scale, exps[below]), shift);
            value = cn_clamp(cn_wrap_add(raw, lowest), lowest, highest);
        }
        cn_store(out, s->type, at + c, value);
    }
}

static void run_softmax_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_s8 *s = (const void *)step;
    const int8_t *in = cn_at(plan, s->in);
    for (uint32_t i = 0; i < s->rows; i++) {
        row(s, cn_at(plan, s->exps), in + i * s->depth, cn_at(plan, s->out), i * s->depth);
    }
}

CN_KERNEL(softmax_s8);
