// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED in float32: taps outside the image are skipped.
#include "float_math.h"
#include "window.h"

// ---- CONV_2D

static bool check_conv_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_f32 *s = (const void *)step;
    uint64_t depth = CN_PRODUCT3(s->kh, s->kw, s->ic);
    return CN_WINDOW_OK(s) && depth <= CN_REF_OFFSET && cn_can_read(plan, s->in, CN_WINDOW_IN(s), 4) &&
           cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 4) &&
           cn_can_read(plan, s->weights, depth * s->oc, 4) && cn_can_read(plan, s->bias, s->oc, 4);
}

static float conv_sum(const struct cn_step_conv_f32 *s, const float *image, const float *weights, int top,
                      int left) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, s->dh, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, s->dw, s->iw);
    float sum = 0;
    for (int ky = rows.first; ky < rows.end; ky++) {
        for (int kx = columns.first; kx < columns.end; kx++) {
            const float *pixel =
                image + ((uint32_t)(top + ky * s->dh) * s->iw + (uint32_t)(left + kx * s->dw)) * s->ic;
            const float *tap = weights + (uint32_t)(ky * s->kw + kx) * s->ic;
            for (uint32_t c = 0; c < s->ic; c++) {
                sum += pixel[c] * tap[c];
            }
        }
    }
    return sum;
}

static void run_conv_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_f32 *s = (const void *)step;
    const float *image = cn_at(plan, s->in);
    const float *bias = cn_at(plan, s->bias);
    float *out = cn_at(plan, s->out);
    uint32_t depth = (uint32_t)s->kh * s->kw * s->ic;
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                const float *weights = cn_at(plan, s->weights);
                for (uint32_t c = 0; c < s->oc; c++, weights += depth) {
                    float sum = conv_sum(s, image, weights, y * s->sh - s->pad_top, x * s->sw - s->pad_left);
                    *out++ = cn_clampf(sum + bias[c], s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(conv_f32);

// ---- DEPTHWISE_CONV_2D

static bool check_dw_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_f32 *s = (const void *)step;
    return CN_WINDOW_OK(s) && (uint32_t)s->ic * s->multiplier == s->oc &&
           cn_can_read(plan, s->in, CN_WINDOW_IN(s), 4) && cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 4) &&
           cn_can_read(plan, s->weights, CN_PRODUCT3(s->kh, s->kw, s->oc), 4) &&
           cn_can_read(plan, s->bias, s->oc, 4);
}

static float dw_sum(const struct cn_step_dw_f32 *s, const float *image, const float *weights, int top,
                    int left) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, s->dh, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, s->dw, s->iw);
    float sum = 0;
    for (int ky = rows.first; ky < rows.end; ky++) {
        for (int kx = columns.first; kx < columns.end; kx++) {
            float pixel =
                image[((uint32_t)(top + ky * s->dh) * s->iw + (uint32_t)(left + kx * s->dw)) * s->ic];
            sum += pixel * weights[(uint32_t)(ky * s->kw + kx) * s->oc];
        }
    }
    return sum;
}

static void run_dw_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_f32 *s = (const void *)step;
    const float *image = cn_at(plan, s->in);
    const float *weights = cn_at(plan, s->weights);
    const float *bias = cn_at(plan, s->bias);
    float *out = cn_at(plan, s->out);
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                for (uint32_t c = 0; c < s->oc; c++) {
                    float sum = dw_sum(s, image + c / s->multiplier, weights + c, y * s->sh - s->pad_top,
                                       x * s->sw - s->pad_left);
                    *out++ = cn_clampf(sum + bias[c], s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(dw_f32);

// ---- FULLY_CONNECTED

static bool check_fc_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fc_f32 *s = (const void *)step;
    return s->depth && s->units && cn_can_read(plan, s->in, (uint64_t)s->rows * s->depth, 4) &&
           cn_can_write(plan, s->out, (uint64_t)s->rows * s->units, 4) &&
           cn_can_read(plan, s->weights, (uint64_t)s->depth * s->units, 4) &&
           cn_can_read(plan, s->bias, s->units, 4);
}

static void run_fc_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fc_f32 *s = (const void *)step;
    const float *in = cn_at(plan, s->in);
    const float *bias = cn_at(plan, s->bias);
    float *out = cn_at(plan, s->out);
    for (uint32_t n = 0; n < s->rows; n++, in += s->depth) {
        const float *weights = cn_at(plan, s->weights);
        for (uint32_t c = 0; c < s->units; c++, weights += s->depth) {
            float sum = 0;
            for (uint32_t i = 0; i < s->depth; i++) {
                sum += in[i] * weights[i];
            }
            *out++ = cn_clampf(sum + bias[c], s->min, s->max);
        }
    }
}

CN_KERNEL(fc_f32);
