// SUM, REDUCE_MAX, REDUCE_MIN, REDUCE_PROD, REDUCE_ALL and REDUCE_ANY over the second of [outer][reduced]
// views.
#include "elements.h"
#include "cn/kernel_math.h"

enum { SUM, MAX, MIN, PROD, ALL, ANY };

static bool check_reduce(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_reduce *s = (const void *)step;
    uint32_t size = cn_type_bytes(s->type);
    uint64_t reach = cn_walk(&s->o0, &s->os0) + cn_walk(&s->r0, &s->rs0);
    uint64_t three = CN_PRODUCT3(s->o0, s->o1, s->o2);
    uint64_t counted = CN_PRODUCT3(s->r0, s->r1, s->r2);
    if (three > CN_REF_OFFSET || counted > CN_REF_OFFSET || counted * s->r3 != s->count) {
        return false;
    }
    uint64_t outs = three * s->o3;
    // each element is taken once: strides of 0 could otherwise ask for years of work
    if (outs > CN_REF_OFFSET || !s->count || !outs ||
        outs * s->count * size > plan->size[(s->in >> 30) % 3]) {
        return false;
    }
    return s->kind <= ANY && size && s->type != CN_TYPE_I64 && cn_exponent_ok(s->exponent) && reach >= 2 &&
           cn_can_read(plan, s->in, reach - 1, size) && cn_can_write(plan, s->out, outs, size);
}

static float joined_f32(uint32_t kind, float a, float b) {
    return kind == SUM ? a + b : kind == MAX ? (b > a ? b : a) : kind == MIN ? (b < a ? b : a) : a * b;
}

static int32_t joined(uint32_t kind, int32_t a, int32_t b) {
    switch (kind) {
    case SUM:
        return cn_wrap_add(a, b);
    case MAX:
        return b > a ? b : a;
    case MIN:
        return b < a ? b : a;
    case PROD:
        return cn_wrap_mul(a, b);
    case ALL:
        return a && b;
    default:
        return a || b;
    }
}

#define REDUCED(s, base, body)                                                                               \
    for (uint32_t i0 = 0; i0 < (s)->r0; i0++) {                                                              \
        for (uint32_t i1 = 0; i1 < (s)->r1; i1++) {                                                          \
            for (uint32_t i2 = 0; i2 < (s)->r2; i2++) {                                                      \
                uint32_t at = (base) + i0 * (s)->rs0 + i1 * (s)->rs1 + i2 * (s)->rs2;                        \
                for (uint32_t i3 = 0; i3 < (s)->r3; i3++, at += (s)->rs3) {                                  \
                    body;                                                                                    \
                }                                                                                            \
            }                                                                                                \
        }                                                                                                    \
    }

static float reduced_f32(const struct cn_step_reduce *s, const float *in, uint32_t base) {
    static const float starts[] = {0, -3.40282347e38f, 3.40282347e38f, 1};
    float value = s->kind <= PROD ? starts[s->kind] : 0;
    REDUCED(s, base, value = joined_f32(s->kind, value, in[at]))
    return value;
}

static int32_t reduced(const struct cn_step_reduce *s, const void *in, uint32_t base) {
    int32_t min, max;
    cn_limits(s->type, &min, &max);
    int32_t value = s->kind == MAX ? min : s->kind == MIN ? max : s->kind == PROD || s->kind == ALL;
    REDUCED(s, base, value = joined(s->kind, value, cn_load(in, s->type, at)))
    if (s->kind == SUM && s->type <= CN_TYPE_I16) {
        value = cn_wrap_sub(value, cn_wrap_mul(s->in_zero, (int32_t)s->count));
        value = cn_wrap_add(cn_rescale(value, s->multiplier, s->exponent), s->out_zero);
        value = cn_clamp(value, min, max);
    }
    return value;
}

static void run_reduce(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_reduce *s = (const void *)step;
    const void *in = cn_at(plan, s->in);
    void *out = cn_at(plan, s->out);
    uint32_t at = 0;
    for (uint32_t i0 = 0; i0 < s->o0; i0++) {
        for (uint32_t i1 = 0; i1 < s->o1; i1++) {
            for (uint32_t i2 = 0; i2 < s->o2; i2++) {
                uint32_t base = i0 * s->os0 + i1 * s->os1 + i2 * s->os2;
                for (uint32_t i3 = 0; i3 < s->o3; i3++, at++, base += s->os3) {
                    if (s->type == CN_TYPE_F32) {
                        ((float *)out)[at] = reduced_f32(s, in, base);
                    } else {
                        cn_store(out, s->type, at, reduced(s, in, base));
                    }
                }
            }
        }
    }
}

CN_KERNEL(reduce);
