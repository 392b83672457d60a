// ADD, SUB, MUL and DIV on int32, and CAST.
#include "elements.h"
#include "cn/kernel_math.h"

static bool check_binary_i32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_binary_i32 *s = (const void *)step;
    return s->kind <= 3 && CN_LOOPS_OK(plan, s, 4);
}

// A division by 0 gives 0: no chip traps, no host crashes.
static int32_t quotient(int32_t a, int32_t b) {
    return b == 0 ? 0 : b == -1 ? cn_wrap_sub(0, a) : a / b;
}

static int32_t calculate(uint32_t kind, int32_t a, int32_t b) {
    switch (kind) {
    case 0:
        return cn_wrap_add(a, b);
    case 1:
        return cn_wrap_sub(a, b);
    case 2:
        return cn_wrap_mul(a, b);
    default:
        return quotient(a, b);
    }
}

static void run_binary_i32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_binary_i32 *s = (const void *)step;
    const int32_t *a = cn_at(plan, s->a);
    const int32_t *b = cn_at(plan, s->b);
    int32_t *out = cn_at(plan, s->out);
    CN_LOOPS(s, out[io] = cn_clamp(calculate(s->kind, a[ia], b[ib]), s->min, s->max));
}

CN_KERNEL(binary_i32);

static bool check_cast(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_cast *s = (const void *)step;
    return cn_type_bytes(s->type) && cn_type_bytes(s->out_type) &&
           cn_can_read(plan, s->in, s->count, cn_type_bytes(s->type)) &&
           cn_can_write(plan, s->out, s->count, cn_type_bytes(s->out_type));
}

// Cut toward 0; what does not fit the wider of int32 and the result becomes the smallest number.
static int64_t whole_of(float x, bool wide) {
    if (wide) {
        return x > -9223372036854775808.0f && x < 9223372036854775808.0f ? (int64_t)x : INT64_MIN;
    }
    return x > -2147483904.0f && x < 2147483648.0f ? (int32_t)x : INT32_MIN;
}

static int64_t load_wide(const void *in, uint32_t type, uint32_t at, bool wide) {
    int64_t value;
    if (type == CN_TYPE_I64) {
        memcpy(&value, (const uint8_t *)in + at * 8, 8); // 4-byte aligned
        return value;
    }
    return type == CN_TYPE_F32 ? whole_of(((const float *)in)[at], wide) : cn_load(in, type, at);
}

static void cast_element(const struct cn_step_cast *s, const void *in, void *out, uint32_t i) {
    int64_t value = load_wide(in, s->type, i, s->out_type == CN_TYPE_I64);
    switch (s->out_type) {
    case CN_TYPE_F32:
        ((float *)out)[i] = s->type == CN_TYPE_F32 ? ((const float *)in)[i] : (float)value;
        return;
    case CN_TYPE_I64:
        memcpy((uint8_t *)out + i * 8, &value, 8);
        return;
    case CN_TYPE_BOOL:
        ((uint8_t *)out)[i] = s->type == CN_TYPE_F32 ? ((const float *)in)[i] != 0 : value != 0;
        return;
    default:
        cn_store(out, s->out_type, i, (int32_t)value);
    }
}

static void run_cast(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_cast *s = (const void *)step;
    const void *in = cn_at(plan, s->in);
    void *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        cast_element(s, in, out, i);
    }
}

CN_KERNEL(cast);
