// Operators on whole rows: LOG_SOFTMAX, L2_NORMALIZATION, CUMSUM; and ADD_N int8.
#include "elements.h"
#include "float_math.h"
#include "inverse_root.h"
#include "cn/math.h"

// ---- LOG_SOFTMAX float32

static bool check_softmax_log_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_log_f32 *s = (const void *)step;
    uint64_t count = (uint64_t)s->rows * s->depth;
    return s->depth && cn_can_read(plan, s->in, count, 4) && cn_can_write(plan, s->out, count, 4);
}

static void softmax_log_row(const float *in, float *out, uint32_t depth) {
    float max = -3.40282347e38f;
    for (uint32_t c = 0; c < depth; c++) {
        max = in[c] > max ? in[c] : max;
    }
    float sum = 0;
    for (uint32_t c = 0; c < depth; c++) {
        sum += cn_expf(in[c] - max);
    }
    float log = (float)cn_log((double)sum);
    for (uint32_t c = 0; c < depth; c++) {
        out[c] = in[c] - max - log;
    }
}

static void run_softmax_log_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_log_f32 *s = (const void *)step;
    const float *in = cn_at(plan, s->in);
    float *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->rows; i++) {
        softmax_log_row(in + i * s->depth, out + i * s->depth, s->depth);
    }
}

CN_KERNEL(softmax_log_f32);

// ---- L2_NORMALIZATION

static bool check_unit_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_unit_f32 *s = (const void *)step;
    uint64_t count = (uint64_t)s->rows * s->depth;
    return s->depth && cn_can_read(plan, s->in, count, 4) && cn_can_write(plan, s->out, count, 4);
}

static void run_unit_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_unit_f32 *s = (const void *)step;
    const float *in = cn_at(plan, s->in);
    float *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->rows; i++, in += s->depth, out += s->depth) {
        float sum = 0;
        for (uint32_t c = 0; c < s->depth; c++) {
            sum += in[c] * in[c];
        }
        float length = (float)cn_sqrt((double)sum);
        length = length < 1e-6f ? 1e-6f : length; // as in the reference: a row of zeros stays
        for (uint32_t c = 0; c < s->depth; c++) {
            out[c] = in[c] / length;
        }
    }
}

CN_KERNEL(unit_f32);

static bool check_unit_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_unit_s8 *s = (const void *)step;
    uint64_t count = (uint64_t)s->rows * s->depth;
    return s->depth && cn_can_read(plan, s->in, count, 1) && cn_can_write(plan, s->out, count, 1);
}

static void run_unit_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_unit_s8 *s = (const void *)step;
    const int8_t *in = cn_at(plan, s->in);
    int8_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->rows; i++, in += s->depth, out += s->depth) {
        int32_t sum = 0;
        for (uint32_t c = 0; c < s->depth; c++) {
            int32_t value = cn_wrap_sub(in[c], s->in_zero);
            sum = cn_wrap_add(sum, cn_wrap_mul(value, value));
        }
        struct cn_inverse_root root = cn_inverse_root(sum);
        for (uint32_t c = 0; c < s->depth; c++) {
            int32_t value = cn_rescale(cn_wrap_sub(in[c], s->in_zero), root.multiplier, root.exponent + 7);
            out[c] = (int8_t)cn_clamp(value, INT8_MIN, INT8_MAX);
        }
    }
}

CN_KERNEL(unit_s8);

// ---- CUMSUM

static bool check_cumsum(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_cumsum *s = (const void *)step;
    uint64_t outer = (uint64_t)s->outer * s->inner;
    uint32_t size = cn_type_bytes(s->type);
    return (s->type == CN_TYPE_F32 || s->type == CN_TYPE_I32 || s->type == CN_TYPE_I64) &&
           outer <= CN_REF_OFFSET && s->axis <= CN_REF_OFFSET &&
           cn_can_read(plan, s->in, outer * s->axis, size) &&
           cn_can_write(plan, s->out, outer * s->axis, size);
}

union number {
    float f32;
    int32_t i32;
    int64_t i64;
};

static void add(uint32_t type, union number *sum, const uint8_t *from) {
    union number value = {.i64 = 0};
    memcpy(&value, from, cn_type_bytes(type));
    if (type == CN_TYPE_F32) {
        sum->f32 += value.f32;
    } else if (type == CN_TYPE_I32) {
        sum->i32 = cn_wrap_add(sum->i32, value.i32);
    } else {
        sum->i64 = (int64_t)((uint64_t)sum->i64 + (uint64_t)value.i64);
    }
}

static void run_cumsum(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_cumsum *s = (const void *)step;
    const uint8_t *in = cn_at(plan, s->in);
    uint8_t *out = cn_at(plan, s->out);
    uint32_t size = cn_type_bytes(s->type);
    for (uint32_t o = 0; o < s->outer * s->inner; o++) {
        uint32_t base = o / s->inner * s->axis * s->inner + o % s->inner;
        union number sum = {.i64 = 0};
        for (uint32_t a = 0; a < s->axis; a++) {
            uint32_t at = (base + (s->reverse ? s->axis - 1 - a : a) * s->inner) * size;
            union number before = sum;
            add(s->type, &sum, in + at); // in may be out
            memcpy(out + at, s->exclusive ? &before : &sum, size);
        }
    }
}

CN_KERNEL(cumsum);

// ---- ADD_N and CUMSUM int8, as TFLM has them

static bool check_sums_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_sums_s8 *s = (const void *)step;
    uint64_t outer = (uint64_t)s->outer * s->inner;
    return outer <= CN_REF_OFFSET && s->axis <= CN_REF_OFFSET && cn_exponent_ok(s->exponent) &&
           cn_can_read(plan, s->in, outer * s->axis, 1) &&
           cn_can_write(plan, s->out, s->total ? outer : outer * s->axis, 1);
}

// TFLM adds with 19 bits below the point; more than 32 bits wrap.
static int8_t quantized_sum(const struct cn_step_sums_s8 *s, int32_t sum) {
    int32_t value = cn_rescale(cn_wrap_mul(sum, 1 << 19), s->multiplier, s->exponent);
    return (int8_t)cn_clamp(cn_wrap_add(value, s->out_zero), INT8_MIN, INT8_MAX);
}

static void run_sums_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_sums_s8 *s = (const void *)step;
    const int8_t *in = cn_at(plan, s->in);
    int8_t *out = cn_at(plan, s->out);
    for (uint32_t o = 0; o < s->outer * s->inner; o++) {
        uint32_t base = o / s->inner * s->axis * s->inner + o % s->inner;
        int32_t sum = cn_wrap_sub(0, s->in_zero); // TFLM starts from a stored 0, not from a real one
        for (uint32_t a = 0; a < s->axis; a++) {
            uint32_t at = base + (s->reverse ? s->axis - 1 - a : a) * s->inner;
            int32_t before = sum;
            sum = cn_wrap_add(sum, cn_wrap_sub(in[at], s->in_zero)); // in may be out
            if (!s->total) {
                out[at] = quantized_sum(s, s->exclusive ? before : sum);
            }
        }
        if (s->total) {
            out[o] = quantized_sum(s, sum);
        }
    }
}

CN_KERNEL(sums_s8);
