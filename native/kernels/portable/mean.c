// MEAN: sum over the reduced dimensions, then one rescale (integers) or one division (float32).
#include "elements.h"
#include "cn/kernel_math.h"

static bool check_mean_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_mean_q *s = (const void *)step;
    uint32_t size = cn_type_bytes(s->type);
    uint64_t outs = CN_REF_OFFSET + 1ull;
    uint64_t reach = cn_walk(&s->o0, &s->os0) + cn_walk(&s->r0, &s->rs0);
    uint64_t three = CN_PRODUCT3(s->o0, s->o1, s->o2);
    uint64_t counted = CN_PRODUCT3(s->r0, s->r1, s->r2);
    if (three <= CN_REF_OFFSET) {
        outs = three * s->o3;
    }
    // each element is summed once: strides of 0 could otherwise ask for years of work
    if (counted > CN_REF_OFFSET || counted * s->r3 != s->count || outs > CN_REF_OFFSET ||
        outs * s->count * size > plan->size[(s->in >> 30) % 3]) {
        return false;
    }
    return s->type <= CN_TYPE_F32 && s->r0 && s->r1 && s->r2 && s->r3 && s->count && outs &&
           cn_exponent_ok(s->exponent) && reach >= 2 && cn_can_read(plan, s->in, reach - 1, size) &&
           cn_can_write(plan, s->out, outs, size);
}

static int64_t sum_of(const struct cn_step_mean_q *s, const void *in, uint32_t base) {
    int64_t sum = 0;
    for (uint32_t i0 = 0; i0 < s->r0; i0++) {
        for (uint32_t i1 = 0; i1 < s->r1; i1++) {
            for (uint32_t i2 = 0; i2 < s->r2; i2++) {
                uint32_t at = base + i0 * s->rs0 + i1 * s->rs1 + i2 * s->rs2;
                for (uint32_t i3 = 0; i3 < s->r3; i3++, at += s->rs3) {
                    sum += cn_load(in, s->type, at);
                }
            }
        }
    }
    return sum;
}

static float float_sum_of(const struct cn_step_mean_q *s, const float *in, uint32_t base) {
    float sum = 0;
    for (uint32_t i0 = 0; i0 < s->r0; i0++) {
        for (uint32_t i1 = 0; i1 < s->r1; i1++) {
            for (uint32_t i2 = 0; i2 < s->r2; i2++) {
                uint32_t at = base + i0 * s->rs0 + i1 * s->rs1 + i2 * s->rs2;
                for (uint32_t i3 = 0; i3 < s->r3; i3++, at += s->rs3) {
                    sum += in[at];
                }
            }
        }
    }
    return sum;
}

static void mean(const struct cn_step_mean_q *s, const void *in, uint32_t base, void *out, uint32_t at) {
    if (s->type == CN_TYPE_F32) {
        ((float *)out)[at] = float_sum_of(s, in, base) / (float)s->count;
        return;
    }
    int32_t min, max;
    cn_limits(s->type, &min, &max);
    int64_t sum = sum_of(s, in, base);
    int32_t centred = (int32_t)(uint32_t)((uint64_t)sum - (uint64_t)(int64_t)s->in_zero * s->count);
    int32_t value = cn_wrap_add(cn_rescale(centred, s->multiplier, s->exponent), s->out_zero);
    cn_store(out, s->type, at, cn_clamp(value, min, max));
}

static void run_mean_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_mean_q *s = (const void *)step;
    const void *in = cn_at(plan, s->in);
    void *out = cn_at(plan, s->out);
    uint32_t at = 0;
    for (uint32_t i0 = 0; i0 < s->o0; i0++) {
        for (uint32_t i1 = 0; i1 < s->o1; i1++) {
            for (uint32_t i2 = 0; i2 < s->o2; i2++) {
                uint32_t base = i0 * s->os0 + i1 * s->os1 + i2 * s->os2;
                for (uint32_t i3 = 0; i3 < s->o3; i3++, at++, base += s->os3) {
                    mean(s, in, base, out, at);
                }
            }
        }
    }
}

CN_KERNEL(mean_q);
