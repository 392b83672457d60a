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
    return s->type <= CN_TYPE_U8 && s->type != CN_TYPE_F32 && s->out_type <= CN_TYPE_U8 &&
           cn_can_read(plan, s->in, s->count, cn_type_bytes(s->type)) &&
           cn_can_write(plan, s->out, s->count, cn_type_bytes(s->out_type));
}

static void run_cast(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_cast *s = (const void *)step;
    const void *in = cn_at(plan, s->in);
    void *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        int32_t value = cn_load(in, s->type, i);
        if (s->out_type == CN_TYPE_F32) {
            ((float *)out)[i] = (float)value;
        } else {
            cn_store(out, s->out_type, i, value);
        }
    }
}

CN_KERNEL(cast);
