// ADD and SUB int8 of equal shapes for Cortex-M33: both operands scaled by tables of all 256 values.
#include "pack.h"
#include "cn/kernel.h"

// Entries are twice the operand at its scale (negative for the subtrahend), indexed by the byte's bits.
static bool check_add_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_add_m33 *s = (const void *)step;
    return s->shift >= 0 && s->shift <= 31 && cn_can_read(plan, s->a, s->count, 1) &&
           cn_can_read(plan, s->b, s->count, 1) && cn_can_write(plan, s->out, s->count, 1) &&
           cn_can_read(plan, s->a_table, 256, 4) && cn_can_read(plan, s->b_table, 256, 4);
}

static void run_add_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_add_m33 *s = (const void *)step;
    const uint8_t *a = cn_at(plan, s->a), *b = cn_at(plan, s->b);
    const int32_t *scaled_a = cn_at(plan, s->a_table), *scaled_b = cn_at(plan, s->b_table);
    int8_t *out = cn_at(plan, s->out);
    int32_t multiplier = s->multiplier, rounding = s->rounding, shift = s->shift;
    for (const uint8_t *end = a + s->count; a < end;) {
        int32_t twice = (int32_t)((uint32_t)scaled_a[*a++] + (uint32_t)scaled_b[*b++]);
        *out++ = cn_requant8(twice, multiplier, rounding, shift);
    }
    if (s->min > -128 || s->max < 127) {
        cn_clamp_bytes(cn_at(plan, s->out), s->count, s->min, s->max);
    }
}

CN_KERNEL(add_m33);
