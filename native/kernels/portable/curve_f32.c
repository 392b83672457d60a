// EXP, LOG, SIN, COS and ELU in float32, from our own mathematics: every target computes the same bits.
#include "cn/math.h"
#include "cn/kernel.h"
#include "float_math.h"

static bool check_curve_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_curve_f32 *s = (const void *)step;
    return s->kind <= 4 && cn_can_read(plan, s->in, s->count, 4) && cn_can_write(plan, s->out, s->count, 4);
}

static float curve(uint32_t kind, float x) {
    switch (kind) {
    case 0:
        return cn_expf(x);
    case 1:
        return (float)cn_log((double)x);
    case 2:
        return (float)cn_sin((double)x);
    case 3:
        return (float)cn_cos((double)x);
    default:
        return x < 0 ? cn_expm1f(x) : x;
    }
}

static void run_curve_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_curve_f32 *s = (const void *)step;
    const float *in = cn_at(plan, s->in);
    float *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        out[i] = curve(s->kind, in[i]);
    }
}

CN_KERNEL(curve_f32);
