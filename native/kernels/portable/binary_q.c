// ADD, SUB, MUL on int8 and int16, MAXIMUM and MINIMUM on any integer type.
#include "elements.h"
#include "cn/kernel_math.h"

static bool narrow(uint32_t type) {
    return type == CN_TYPE_I8 || type == CN_TYPE_I16;
}

// ---- ADD, SUB

static bool check_add_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_add_q *s = (const void *)step;
    return narrow(s->type) && s->left_shift >= 0 && s->left_shift <= 30 && cn_exponent_ok(s->a_exponent) &&
           cn_exponent_ok(s->b_exponent) && cn_exponent_ok(s->exponent) &&
           CN_LOOPS_OK(plan, s, cn_type_bytes(s->type));
}

static int32_t sum(const struct cn_step_add_q *s, int32_t a, int32_t b) {
    int32_t wide_a = cn_shift_left(cn_wrap_sub(a, s->a_zero), s->left_shift);
    int32_t wide_b = cn_shift_left(cn_wrap_sub(b, s->b_zero), s->left_shift);
    int32_t left = cn_rescale(wide_a, s->a_multiplier, s->a_exponent);
    int32_t right = cn_rescale(wide_b, s->b_multiplier, s->b_exponent);
    int32_t raw = s->subtract ? cn_wrap_sub(left, right) : cn_wrap_add(left, right);
    int32_t value = cn_wrap_add(cn_rescale(raw, s->multiplier, s->exponent), s->out_zero);
    return cn_clamp(value, s->min, s->max);
}

static void run_add_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_add_q *s = (const void *)step;
    const void *a = cn_at(plan, s->a);
    const void *b = cn_at(plan, s->b);
    void *out = cn_at(plan, s->out);
    CN_LOOPS(s, cn_store(out, s->type, io, sum(s, cn_load(a, s->type, ia), cn_load(b, s->type, ib))));
}

CN_KERNEL(add_q);

// ---- MUL

static bool check_mul_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_mul_q *s = (const void *)step;
    return narrow(s->type) && cn_exponent_ok(s->exponent) && CN_LOOPS_OK(plan, s, cn_type_bytes(s->type));
}

static int32_t product(const struct cn_step_mul_q *s, int32_t a, int32_t b) {
    int32_t raw = cn_wrap_mul(cn_wrap_sub(a, s->a_zero), cn_wrap_sub(b, s->b_zero));
    int32_t value = cn_wrap_add(cn_rescale(raw, s->multiplier, s->exponent), s->out_zero);
    return cn_clamp(value, s->min, s->max);
}

static void run_mul_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_mul_q *s = (const void *)step;
    const void *a = cn_at(plan, s->a);
    const void *b = cn_at(plan, s->b);
    void *out = cn_at(plan, s->out);
    CN_LOOPS(s, cn_store(out, s->type, io, product(s, cn_load(a, s->type, ia), cn_load(b, s->type, ib))));
}

CN_KERNEL(mul_q);

// ---- MAXIMUM, MINIMUM

static bool check_minmax(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_minmax *s = (const void *)step;
    return (s->type <= CN_TYPE_I64) && s->kind <= 1 && CN_LOOPS_OK(plan, s, cn_type_bytes(s->type));
}

static void run_minmax(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_minmax *s = (const void *)step;
    const void *a = cn_at(plan, s->a);
    const void *b = cn_at(plan, s->b);
    void *out = cn_at(plan, s->out);
    bool smaller = s->kind == 1;
    if (s->type == CN_TYPE_F32) {
        CN_LOOPS(s, float x = ((const float *)a)[ia]; float y = ((const float *)b)[ib];
                 ((float *)out)[io] = (smaller ? x < y : x > y) ? x : y);
        return;
    }
    if (s->type == CN_TYPE_I64) { // 4-byte aligned
        CN_LOOPS(s, int64_t x; int64_t y; memcpy(&x, (const uint8_t *)a + ia * 8, 8);
                 memcpy(&y, (const uint8_t *)b + ib * 8, 8);
                 memcpy((uint8_t *)out + io * 8, (smaller ? x < y : x > y) ? &x : &y, 8));
        return;
    }
    CN_LOOPS(s, int32_t x = cn_load(a, s->type, ia); int32_t y = cn_load(b, s->type, ib);
             cn_store(out, s->type, io, (smaller ? x < y : x > y) ? x : y));
}

CN_KERNEL(minmax);
