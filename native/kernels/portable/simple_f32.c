// Pools, element by element operators and SOFTMAX in float32; the exponential is our own, so that every
// target computes the same bits.
#include "window.h"
#include "elements.h"

static inline float clamp(float x, float min, float max) {
    return x < min ? min : x > max ? max : x;
}

// exp(x) to about 1e-7: x = k ln 2 + r, a polynomial on |r| <= ln 2 / 2, then the exponent's bits.
static float exponential(float x) {
    if (x > 88.0f) {
        x = 88.0f;
    }
    if (!(x > -87.0f)) {
        return 0;
    }
    int k = (int)(x * 1.44269504f + (x < 0 ? -0.5f : 0.5f));
    float r = (x - (float)k * 0.693145752f) - (float)k * 1.42860677e-6f; // ln 2 in two parts
    float p = 1.0f +
              r * (1.0f + r * (0.5f + r * (0.166666667f +
                                           r * (0.0416666667f + r * (0.00833333333f + r * 0.00138888889f)))));
    uint32_t bits = (uint32_t)(k + 127) << 23;
    float scale;
    memcpy(&scale, &bits, 4);
    return p * scale;
}

// tanh through exp; near 0 the difference would cancel, so a polynomial there.
static float tangent(float x) {
    float a = x < 0 ? -x : x;
    float y;
    if (a < 0.3f) {
        float s = x * x;
        return x * (1.0f + s * (-0.333333333f +
                                s * (0.133333333f +
                                     s * (-0.0539682540f + s * (0.0218694885f - s * 0.00886323553f)))));
    }
    y = 1.0f - 2.0f / (exponential(2.0f * a) + 1.0f);
    return x < 0 ? -y : y;
}

// ---- pools

static bool check_pool_f32(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_pool_f32 *s = (const void *)step;
    return CN_WINDOW_OK(s) && s->ic == s->oc && s->kind <= 1 && s->dh == 1 && s->dw == 1 &&
           cn_can_read(model, s->in, CN_WINDOW_IN(s), 4) && cn_can_write(model, s->out, CN_WINDOW_OUT(s), 4);
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
    return clamp(s->kind ? largest : sum / (float)(count ? count : 1), s->min, s->max);
}

static void run_pool_f32(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_pool_f32 *s = (const void *)step;
    const float *image = cn_at(model, s->in);
    float *out = cn_at(model, s->out);
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

static bool check_binary_f32(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_binary_f32 *s = (const void *)step;
    return s->kind <= 2 && CN_LOOPS_OK(model, s, 4);
}

static void run_binary_f32(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_binary_f32 *s = (const void *)step;
    const float *a = cn_at(model, s->a);
    const float *b = cn_at(model, s->b);
    float *out = cn_at(model, s->out);
    uint32_t kind = s->kind;
    CN_LOOPS(s, float x = a[ia]; float y = b[ib]; float z = kind == 0   ? x + y
                                                            : kind == 1 ? x - y
                                                                        : x * y;
             out[io] = clamp(z, s->min, s->max));
}

CN_KERNEL(binary_f32);

// ---- one operand

static bool check_unary_f32(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_unary_f32 *s = (const void *)step;
    return s->kind <= 5 && cn_can_read(model, s->in, s->count, 4) && cn_can_write(model, s->out, s->count, 4);
}

static float unary(uint32_t kind, float x, float alpha) {
    switch (kind) {
    case 0:
        return 1.0f / (1.0f + exponential(-x));
    case 1:
        return tangent(x);
    case 2:
        return x > 0 ? x : 0;
    case 3:
        return clamp(x, 0, 6);
    case 4:
        return x > 0 ? x : x * alpha;
    default:
        return x * clamp(x + 3, 0, 6) / 6;
    }
}

static void run_unary_f32(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_unary_f32 *s = (const void *)step;
    const float *in = cn_at(model, s->in);
    float *out = cn_at(model, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        out[i] = unary(s->kind, in[i], s->alpha);
    }
}

CN_KERNEL(unary_f32);

// ---- SOFTMAX

static bool check_softmax_f32(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_softmax_f32 *s = (const void *)step;
    uint64_t count = (uint64_t)s->rows * s->depth;
    return s->depth && cn_can_read(model, s->in, count, 4) && cn_can_write(model, s->out, count, 4);
}

static void softmax_row(const float *in, float *out, uint32_t depth, float beta) {
    float max = in[0];
    for (uint32_t c = 1; c < depth; c++) {
        max = in[c] > max ? in[c] : max;
    }
    float sum = 0;
    for (uint32_t c = 0; c < depth; c++) {
        out[c] = exponential((in[c] - max) * beta);
        sum += out[c];
    }
    for (uint32_t c = 0; c < depth; c++) {
        out[c] /= sum;
    }
}

static void run_softmax_f32(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_softmax_f32 *s = (const void *)step;
    const float *in = cn_at(model, s->in);
    float *out = cn_at(model, s->out);
    for (uint32_t i = 0; i < s->rows; i++) {
        softmax_row(in + i * s->depth, out + i * s->depth, s->depth, s->beta);
    }
}

CN_KERNEL(softmax_f32);
