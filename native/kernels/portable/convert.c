// QUANTIZE and DEQUANTIZE between integers and float32, ARG_MAX.
#include "elements.h"
#include "cn/kernel_math.h"

// ---- integer to integer

static bool check_requant(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_requant *s = (const void *)step;
    return cn_type_bytes(s->type) && cn_type_bytes(s->out_type) && s->type <= CN_TYPE_U8 &&
           s->type != CN_TYPE_F32 && s->out_type <= CN_TYPE_U8 && s->out_type != CN_TYPE_F32 &&
           cn_exponent_ok(s->exponent) && cn_can_read(plan, s->in, s->count, cn_type_bytes(s->type)) &&
           cn_can_write(plan, s->out, s->count, cn_type_bytes(s->out_type));
}

static void run_requant(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_requant *s = (const void *)step;
    const void *in = cn_at(plan, s->in);
    void *out = cn_at(plan, s->out);
    int32_t min, max;
    cn_limits(s->out_type, &min, &max);
    for (uint32_t i = 0; i < s->count; i++) {
        int32_t value = cn_wrap_sub(cn_load(in, s->type, i), s->in_zero);
        int32_t scaled = cn_wrap_add(cn_rescale(value, s->multiplier, s->exponent), s->out_zero);
        cn_store(out, s->out_type, i, cn_clamp(scaled, min, max));
    }
}

CN_KERNEL(requant);

// ---- float32 to integer

static bool check_quantize(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_quantize *s = (const void *)step;
    return (s->out_type == CN_TYPE_I8 || s->out_type == CN_TYPE_U8 || s->out_type == CN_TYPE_I16) &&
           cn_can_read(plan, s->in, s->count, 4) &&
           cn_can_write(plan, s->out, s->count, cn_type_bytes(s->out_type));
}

// Rounded half away from zero, without libm; beyond 2^23 a float is whole.
static int32_t round_away(float x) {
    if (!(x > -8388608.0f)) {
        return x <= -2147483648.0f || x != x ? INT32_MIN : (int32_t)x;
    }
    if (x >= 8388608.0f) {
        return x >= 2147483648.0f ? INT32_MAX : (int32_t)x;
    }
    int32_t whole = (int32_t)x;
    float rest = x - (float)whole;
    return rest >= 0.5f ? whole + 1 : rest <= -0.5f ? whole - 1 : whole;
}

static void run_quantize(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_quantize *s = (const void *)step;
    const float *in = cn_at(plan, s->in);
    void *out = cn_at(plan, s->out);
    int32_t min, max;
    cn_limits(s->out_type, &min, &max);
    for (uint32_t i = 0; i < s->count; i++) {
        int64_t value = (int64_t)round_away(in[i] / s->scale) + s->zero;
        cn_store(out, s->out_type, i, value < min ? min : value > max ? max : (int32_t)value);
    }
}

CN_KERNEL(quantize);

// ---- integer to float32

static bool check_dequantize(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dequantize *s = (const void *)step;
    return s->type <= CN_TYPE_U8 && s->type != CN_TYPE_F32 &&
           cn_can_read(plan, s->in, s->count, cn_type_bytes(s->type)) &&
           cn_can_write(plan, s->out, s->count, 4);
}

static void run_dequantize(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dequantize *s = (const void *)step;
    const void *in = cn_at(plan, s->in);
    float *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        out[i] = s->scale * (float)cn_wrap_sub(cn_load(in, s->type, i), s->zero);
    }
}

CN_KERNEL(dequantize);

// ---- ARG_MAX

static bool check_argmax(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_argmax *s = (const void *)step;
    uint64_t outer = (uint64_t)s->outer * s->inner;
    return s->axis && s->type <= CN_TYPE_U8 && (s->out_type == CN_TYPE_I32 || s->out_type == CN_TYPE_I64) &&
           outer <= CN_REF_OFFSET && cn_can_read(plan, s->in, outer * s->axis, cn_type_bytes(s->type)) &&
           cn_can_write(plan, s->out, outer, cn_type_bytes(s->out_type));
}

static bool greater(const struct cn_step_argmax *s, const void *in, uint32_t a, uint32_t b) {
    if (s->type == CN_TYPE_F32) {
        return ((const float *)in)[a] > ((const float *)in)[b];
    }
    return cn_load(in, s->type, a) > cn_load(in, s->type, b);
}

// The first of equals.
static void run_extreme(const struct cn_plan *plan, const struct cn_step_argmax *s, bool smallest) {
    const void *in = cn_at(plan, s->in);
    uint32_t *out = cn_at(plan, s->out);
    for (uint32_t o = 0; o < s->outer; o++) {
        for (uint32_t i = 0; i < s->inner; i++) {
            uint32_t base = o * s->axis * s->inner + i;
            uint32_t best = 0;
            for (uint32_t a = 1; a < s->axis; a++) {
                uint32_t at = base + a * s->inner, before = base + best * s->inner;
                best = (smallest ? greater(s, in, before, at) : greater(s, in, at, before)) ? a : best;
            }
            *out++ = best;
            if (s->out_type == CN_TYPE_I64) {
                *out++ = 0;
            }
        }
    }
}

static void run_argmax(const struct cn_plan *plan, const struct cn_step *step) {
    run_extreme(plan, (const void *)step, false);
}

CN_KERNEL(argmax);

// ---- ARG_MIN: the same fields

_Static_assert(sizeof(struct cn_step_argmin) == sizeof(struct cn_step_argmax), "argmin is read as argmax");

static bool check_argmin(const struct cn_plan *plan, const struct cn_step *step) {
    return check_argmax(plan, step);
}

static void run_argmin(const struct cn_plan *plan, const struct cn_step *step) {
    run_extreme(plan, (const void *)step, true);
}

CN_KERNEL(argmin);
