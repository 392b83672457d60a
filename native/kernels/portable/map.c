// One operand: ABS, NEG, SQUARE, roundings and roots; curves in float32; int32 and int16 where TFLite has
// them.
#include "elements.h"
#include "float_math.h"
#include "inverse_root.h"
#include "cn/math.h"
#include "cn/kernel_math.h"

// ---- float32

static bool check_map_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_map_f32 *s = (const void *)step;
    return s->kind <= 7 && cn_can_read(plan, s->in, s->count, 4) && cn_can_write(plan, s->out, s->count, 4);
}

// Halves go to the even neighbour; what rounds to 0 becomes +0, as in the reference.
static float round_even(float x) {
    float below = cn_floorf(x);
    float rest = x - below;
    return rest < 0.5f || (rest == 0.5f && (int32_t)below % 2 == 0) ? below : below + 1.0f;
}

static float mapped(uint32_t kind, float x) {
    switch (kind) {
    case 0:
        return __builtin_fabsf(x);
    case 1:
        return -x;
    case 2:
        return x * x;
    case 3:
        return cn_floorf(x);
    case 4:
        return -cn_floorf(-x);
    case 5:
        return round_even(x);
    case 6:
        return (float)cn_sqrt((double)x);
    default:
        return 1.0f / (float)cn_sqrt((double)x);
    }
}

static void run_map_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_map_f32 *s = (const void *)step;
    const float *in = cn_at(plan, s->in);
    float *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        out[i] = mapped(s->kind, in[i]);
    }
}

CN_KERNEL(map_f32);

// ---- int32

static bool check_map_i32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_map_i32 *s = (const void *)step;
    return s->kind <= 2 && cn_can_read(plan, s->in, s->count, 4) && cn_can_write(plan, s->out, s->count, 4);
}

static void run_map_i32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_map_i32 *s = (const void *)step;
    const int32_t *in = cn_at(plan, s->in);
    int32_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        int32_t negative = cn_wrap_sub(0, in[i]);
        out[i] = s->kind == 2 ? cn_wrap_mul(in[i], in[i]) : s->kind == 1 || in[i] < 0 ? negative : in[i];
    }
}

CN_KERNEL(map_i32);

// ---- int16

static bool check_map_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_map_s16 *s = (const void *)step;
    return s->kind <= 1 && cn_exponent_ok(s->exponent) && s->exponent - 20 * (int32_t)s->kind >= -31 &&
           cn_can_read(plan, s->in, s->count, 2) && cn_can_write(plan, s->out, s->count, 2);
}

static int32_t mapped_s16(const struct cn_step_map_s16 *s, int32_t x) {
    int32_t value = cn_wrap_sub(x, s->in_zero);
    if (s->kind == 0) {
        return cn_rescale(value < 0 ? cn_wrap_sub(0, value) : value, s->multiplier, s->exponent);
    }
    if (value <= 0) {
        return INT16_MAX;
    }
    struct cn_inverse_root root = cn_inverse_root(value);
    return cn_rescale(cn_rescale(1, root.multiplier, root.exponent + 20), s->multiplier, s->exponent - 20);
}

static void run_map_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_map_s16 *s = (const void *)step;
    const int16_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        int32_t value = cn_wrap_add(mapped_s16(s, in[i]), s->out_zero);
        out[i] = (int16_t)cn_clamp(value, INT16_MIN, INT16_MAX);
    }
}

CN_KERNEL(map_s16);
