// Comparisons to bool, and SELECT_V2, which takes one of two elements by a bool.
#include "elements.h"
#include "cn/kernel_math.h"

// ---- comparisons

static bool readable(const struct cn_plan *plan, uint32_t ref, const uint16_t *d, const uint32_t *strides,
                     uint32_t size) {
    uint64_t reach = cn_walk(d, strides);
    return reach && cn_can_read(plan, ref, reach, size);
}

static bool check_compare(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_compare *s = (const void *)step;
    uint32_t size = cn_type_bytes(s->type);
    uint64_t count = CN_PRODUCT3(s->d0, s->d1, s->d2);
    return size && s->kind <= 5 && s->left_shift >= 0 && s->left_shift <= 22 &&
           cn_exponent_ok(s->a_exponent) && cn_exponent_ok(s->b_exponent) && count <= CN_REF_OFFSET &&
           readable(plan, s->a, &s->d0, &s->a0, size) && readable(plan, s->b, &s->d0, &s->b0, size) &&
           cn_can_write(plan, s->out, count * s->d3, 1);
}

// -1, 0 or 1, and 2 where one of them is NaN.
static int order_f32(float a, float b) {
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : 2;
}

static int order_i64(const void *a, uint32_t ia, const void *b, uint32_t ib) {
    int64_t x, y; // 4-byte aligned
    memcpy(&x, (const uint8_t *)a + ia * 8, 8);
    memcpy(&y, (const uint8_t *)b + ib * 8, 8);
    return x < y ? -1 : x > y;
}

static int32_t scaled(int32_t value, int32_t zero, int32_t left, int32_t multiplier, int32_t exponent) {
    return cn_rescale(cn_shift_left(cn_wrap_sub(value, zero), left), multiplier, exponent);
}

static int order(const struct cn_step_compare *s, const void *a, uint32_t ia, const void *b, uint32_t ib) {
    if (s->type == CN_TYPE_F32) {
        return order_f32(((const float *)a)[ia], ((const float *)b)[ib]);
    }
    if (s->type == CN_TYPE_I64) {
        return order_i64(a, ia, b, ib);
    }
    int32_t x = cn_load(a, s->type, ia), y = cn_load(b, s->type, ib);
    if (s->left_shift) {
        x = scaled(x, s->a_zero, s->left_shift, s->a_multiplier, s->a_exponent);
        y = scaled(y, s->b_zero, s->left_shift, s->b_multiplier, s->b_exponent);
    }
    return x < y ? -1 : x > y;
}

static void run_compare(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_compare *s = (const void *)step;
    // bit 0: true when below, bit 1: when equal, bit 2: when above, bit 3: when not comparable
    static const uint8_t truths[] = {2, 1 | 4 | 8, 4, 2 | 4, 1, 1 | 2};
    uint32_t truth = truths[s->kind];
    const void *a = cn_at(plan, s->a);
    const void *b = cn_at(plan, s->b);
    uint8_t *out = cn_at(plan, s->out);
    CN_LOOPS(s, out[io] = truth >> (order(s, a, ia, b, ib) + 1) & 1);
}

CN_KERNEL(compare);

// ---- SELECT_V2

static bool check_select(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_select *s = (const void *)step;
    uint64_t count = CN_PRODUCT3(s->d0, s->d1, s->d2);
    return (s->size == 1 || s->size == 2 || s->size == 4 || s->size == 8) && count <= CN_REF_OFFSET &&
           readable(plan, s->condition, &s->d0, &s->c0, 1) && readable(plan, s->a, &s->d0, &s->a0, s->size) &&
           readable(plan, s->b, &s->d0, &s->b0, s->size) &&
           cn_can_write(plan, s->out, count * s->d3, s->size);
}

static void run_select(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_select *s = (const void *)step;
    const uint8_t *condition = cn_at(plan, s->condition);
    const uint8_t *a = cn_at(plan, s->a);
    const uint8_t *b = cn_at(plan, s->b);
    uint8_t *out = cn_at(plan, s->out);
    CN_LOOPS(s, uint32_t ic = i0 * s->c0 + i1 * s->c1 + i2 * s->c2 + i3 * s->c3;
             const uint8_t *from = condition[ic] ? a + ia * s->size : b + ib * s->size;
             memmove(out + io * s->size, from, s->size));
}

CN_KERNEL(select);
