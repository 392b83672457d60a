// Pools, element by element operators and SOFTMAX in float32; the exponential is our own, so that every
// target computes the same bits.
#include "window.h"
#include "elements.h"
#include "float_math.h"

// ---- pools

static bool check_pool_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_pool_f32 *s = (const void *)step;
    return CN_WINDOW_OK(s) && s->ic == s->oc && s->kind <= 1 && s->dh == 1 && s->dw == 1 &&
           cn_can_read(plan, s->in, CN_WINDOW_IN(s), 4) && cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 4);
}

static float pool_channel(const struct cn_step_pool_f32 *s, const float *image, int top, int left) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, 1, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, 1, s->iw);
    float largest = -3.40282347e38f;
    float sum = 0;
    for (int ky = rows.first; ky < rows.end; ky++) {
        for (int kx = columns.first; kx < columns.end; kx++) {
            float x = image[((uint32_t)(top + ky) * s->iw + (uint32_t)(left + kx)) * s->ic];
            sum += x;
            largest = x > largest ? x : largest;
        }
    }
    int count = (rows.end - rows.first) * (columns.end - columns.first);
    return cn_clampf(s->kind ? largest : sum / (float)(count ? count : 1), s->min, s->max);
}

static void run_pool_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_pool_f32 *s = (const void *)step;
    const float *image = cn_at(plan, s->in);
    float *out = cn_at(plan, s->out);
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                for (uint32_t c = 0; c < s->oc; c++) {
                    *out++ = pool_channel(s, image + c, y * s->sh - s->pad_top, x * s->sw - s->pad_left);
                }
            }
        }
    }
}

CN_KERNEL(pool_f32);

// ---- two operands

static bool check_binary_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_binary_f32 *s = (const void *)step;
    return s->kind <= 2 && CN_LOOPS_OK(plan, s, 4);
}

static void run_binary_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_binary_f32 *s = (const void *)step;
    const float *a = cn_at(plan, s->a);
    const float *b = cn_at(plan, s->b);
    float *out = cn_at(plan, s->out);
    uint32_t kind = s->kind;
    CN_LOOPS(s, float x = a[ia]; float y = b[ib]; float z = kind == 0   ? x + y
                                                            : kind == 1 ? x - y
                                                                        : x * y;
             out[io] = cn_clampf(z, s->min, s->max));
}

CN_KERNEL(binary_f32);

// ---- one operand

static bool check_unary_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_unary_f32 *s = (const void *)step;
    return s->kind <= 5 && cn_can_read(plan, s->in, s->count, 4) && cn_can_write(plan, s->out, s->count, 4);
}

static float unary(uint32_t kind, float x, float alpha) {
    switch (kind) {
    case 0:
        return x < -9 ? cn_expf(x) : 1.0f / (1.0f + cn_expf(-x)); // as TFLite takes it there
    case 1:
        return cn_tanhf(x);
    case 2:
        return x < 0 ? 0 : x; // NaN stays
    case 3:
        return cn_clampf(x, 0, 6);
    case 4:
        return x > 0 ? x : x * alpha;
    default:
        return x * cn_clampf(x + 3, 0, 6) / 6;
    }
}

static void run_unary_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_unary_f32 *s = (const void *)step;
    const float *in = cn_at(plan, s->in);
    float *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        out[i] = unary(s->kind, in[i], s->alpha);
    }
}

CN_KERNEL(unary_f32);

// ---- SOFTMAX

static bool check_softmax_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_f32 *s = (const void *)step;
    uint64_t count = (uint64_t)s->rows * s->depth;
    return s->depth && cn_can_read(plan, s->in, count, 4) && cn_can_write(plan, s->out, count, 4);
}

static void softmax_row(const float *in, float *out, uint32_t depth, float beta) {
    float max = in[0];
    for (uint32_t c = 1; c < depth; c++) {
        max = in[c] > max ? in[c] : max;
    }
    float sum = 0;
    for (uint32_t c = 0; c < depth; c++) {
        out[c] = cn_expf((in[c] - max) * beta);
        sum += out[c];
    }
    for (uint32_t c = 0; c < depth; c++) {
        out[c] /= sum;
    }
}

static void run_softmax_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_f32 *s = (const void *)step;
    const float *in = cn_at(plan, s->in);
    float *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->rows; i++) {
        softmax_row(in + i * s->depth, out + i * s->depth, s->depth, s->beta);
    }
}

CN_KERNEL(softmax_f32);
