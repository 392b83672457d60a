// DIV, SQUARED_DIFFERENCE, FLOOR_DIV, FLOOR_MOD and PRELU: two operands, beyond ADD, SUB and MUL.
#include "elements.h"
#include "float_math.h"
#include "reciprocal.h"
#include "cn/math.h"

// ---- float32

static bool check_arith_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_arith_f32 *s = (const void *)step;
    return s->kind <= 4 && CN_LOOPS_OK(plan, s, 4);
}

// The remainder has the sign of b.
static float floor_mod(float a, float b) {
    float rest = (float)cn_fmod((double)a, (double)b);
    return rest != 0 && (b < 0) != (rest < 0) ? rest + b : rest;
}

static float calculate_f32(uint32_t kind, float a, float b) {
    switch (kind) {
    case 0:
        return a / b;
    case 1:
        return (a - b) * (a - b);
    case 2:
        return (float)cn_floor((double)a / (double)b);
    case 3:
        return floor_mod(a, b);
    default:
        return a >= 0 ? a : a * b;
    }
}

static void run_arith_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_arith_f32 *s = (const void *)step;
    const float *a = cn_at(plan, s->a);
    const float *b = cn_at(plan, s->b);
    float *out = cn_at(plan, s->out);
    CN_LOOPS(s, float value = calculate_f32(s->kind, a[ia], b[ib]);
             out[io] = s->kind ? value : cn_clampf(value, s->min, s->max));
}

CN_KERNEL(arith_f32);

// ---- int32

static bool check_arith_i32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_arith_i32 *s = (const void *)step;
    return s->kind >= 1 && s->kind <= 3 && CN_LOOPS_OK(plan, s, 4);
}

static int32_t calculate_i32(uint32_t kind, int32_t a, int32_t b) {
    if (kind == 1) {
        return cn_wrap_mul(cn_wrap_sub(a, b), cn_wrap_sub(a, b));
    }
    if (b == 0 || b == -1) {
        return kind == 2 && b ? cn_wrap_sub(0, a) : 0; // no chip traps
    }
    int32_t rest = a % b;
    bool lower = rest != 0 && (b < 0) != (rest < 0);
    return kind == 2 ? a / b - lower : lower ? rest + b : rest;
}

static void run_arith_i32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_arith_i32 *s = (const void *)step;
    const int32_t *a = cn_at(plan, s->a);
    const int32_t *b = cn_at(plan, s->b);
    int32_t *out = cn_at(plan, s->out);
    CN_LOOPS(s, out[io] = calculate_i32(s->kind, a[ia], b[ib]));
}

CN_KERNEL(arith_i32);

// ---- SQUARED_DIFFERENCE, quantised

static bool check_square_diff_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_square_diff_q *s = (const void *)step;
    return s->type <= CN_TYPE_I16 && s->left_shift >= 0 && s->left_shift <= 30 &&
           cn_exponent_ok(s->a_exponent) && cn_exponent_ok(s->b_exponent) && cn_exponent_ok(s->exponent) &&
           CN_LOOPS_OK(plan, s, cn_type_bytes(s->type));
}

static int32_t square_diff(const struct cn_step_square_diff_q *s, int32_t a, int32_t b) {
    int32_t wide_a = cn_shift_left(cn_wrap_sub(a, s->a_zero), s->left_shift);
    int32_t wide_b = cn_shift_left(cn_wrap_sub(b, s->b_zero), s->left_shift);
    int32_t diff = cn_wrap_sub(cn_rescale(wide_a, s->a_multiplier, s->a_exponent),
                               cn_rescale(wide_b, s->b_multiplier, s->b_exponent));
    return cn_wrap_add(cn_rescale(cn_wrap_mul(diff, diff), s->multiplier, s->exponent), s->out_zero);
}

static void run_square_diff_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_square_diff_q *s = (const void *)step;
    const void *a = cn_at(plan, s->a);
    const void *b = cn_at(plan, s->b);
    void *out = cn_at(plan, s->out);
    int32_t min, max;
    cn_limits(s->type, &min, &max);
    CN_LOOPS(s, int32_t value = square_diff(s, cn_load(a, s->type, ia), cn_load(b, s->type, ib));
             cn_store(out, s->type, io, cn_clamp(value, min, max)));
}

CN_KERNEL(square_diff_q);

// ---- DIV, quantised

static bool check_div_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_div_q *s = (const void *)step;
    return (s->type == CN_TYPE_I8 || s->type == CN_TYPE_U8) && cn_exponent_ok(s->exponent) &&
           CN_LOOPS_OK(plan, s, 1);
}

// a over b through the reciprocal of b, which is scaled to [1, 2) first.
static int32_t quotient(const struct cn_step_div_q *s, int32_t a, int32_t b) {
    a = cn_wrap_sub(a, s->a_zero);
    b = cn_wrap_sub(b, s->b_zero);
    if (b == 0) {
        return s->out_zero;
    }
    if (b < 0) {
        a = cn_wrap_sub(0, a);
        b = cn_wrap_sub(0, b);
    }
    int leading = __builtin_clz((uint32_t)b);
    int32_t inverse = cn_reciprocal_of_one_plus((int32_t)(((uint32_t)b << leading) - 0x80000000u));
    uint32_t bits = (uint32_t)(a < 0 ? ~a : a);
    int headroom = bits ? __builtin_clz(bits) - 1 : 31;
    int32_t unscaled = cn_high_mul(cn_shift_left(a, headroom), inverse);
    int exponent = s->exponent - (31 - leading) - headroom;
    return cn_wrap_add(cn_rescale(unscaled, s->multiplier, cn_clamp(exponent, -31, 30)), s->out_zero);
}

static void run_div_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_div_q *s = (const void *)step;
    const void *a = cn_at(plan, s->a);
    const void *b = cn_at(plan, s->b);
    void *out = cn_at(plan, s->out);
    CN_LOOPS(s, int32_t value = quotient(s, cn_load(a, s->type, ia), cn_load(b, s->type, ib));
             cn_store(out, s->type, io, cn_clamp(value, s->min, s->max)));
}

CN_KERNEL(div_q);

// ---- PRELU, quantised

static bool check_prelu_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_prelu_q *s = (const void *)step;
    uint64_t count = CN_PRODUCT3(s->d0, s->d1, s->d2);
    uint32_t size = cn_type_bytes(s->type);
    return s->type <= CN_TYPE_I16 && cn_exponent_ok(s->exponent) && cn_exponent_ok(s->slope_exponent) &&
           count <= CN_REF_OFFSET && cn_can_read(plan, s->a, cn_walk(&s->d0, &s->a0), size) &&
           cn_can_read(plan, s->b, cn_walk(&s->d0, &s->b0), 1) &&
           cn_can_write(plan, s->out, count * s->d3, size);
}

static int32_t prelu(const struct cn_step_prelu_q *s, int32_t x, int32_t alpha) {
    int32_t value = cn_wrap_sub(x, s->a_zero);
    int32_t slope = cn_wrap_mul(value, cn_wrap_sub(alpha, s->b_zero));
    return cn_wrap_add(value >= 0 ? cn_rescale(value, s->multiplier, s->exponent)
                                  : cn_rescale(slope, s->slope_multiplier, s->slope_exponent),
                       s->out_zero);
}

static void run_prelu_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_prelu_q *s = (const void *)step;
    const void *a = cn_at(plan, s->a);
    const int8_t *b = cn_at(plan, s->b);
    void *out = cn_at(plan, s->out);
    int32_t min, max;
    cn_limits(s->type, &min, &max);
    CN_LOOPS(s, int32_t value = prelu(s, cn_load(a, s->type, ia), b[ib]);
             cn_store(out, s->type, io, cn_clamp(value, min, max)));
}

CN_KERNEL(prelu_q);
