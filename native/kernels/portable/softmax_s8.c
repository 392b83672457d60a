// SOFTMAX int8: exponentials from the plan's table, one reciprocal a row.
#include "elements.h"
#include "reciprocal.h"

static bool check_softmax_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_s8 *s = (const void *)step;
    uint32_t size = cn_type_bytes(s->type);
    uint64_t count = (uint64_t)s->rows * s->depth;
    return (s->type == CN_TYPE_I8 || s->type == CN_TYPE_I16) && s->depth && s->exps_count &&
           cn_can_read(plan, s->exps, s->exps_count, 4) && cn_can_read(plan, s->in, count, 1) &&
           cn_can_write(plan, s->out, count, size);
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
    int32_t scale = cn_reciprocal_of_one_plus((int32_t)((sum << headroom) - 0x80000000u));
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
