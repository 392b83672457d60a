// CONV_2D and DEPTHWISE_CONV_2D of uint8 models: the filter has a zero point of its own; taps outside the
// image are skipped.
#include "window.h"
#include "cn/kernel_math.h"

// ---- CONV_2D

static bool check_conv_z8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_z8 *s = (const void *)step;
    uint64_t depth = CN_PRODUCT3(s->kh, s->kw, s->ic);
    return CN_WINDOW_OK(s) && depth <= CN_REF_OFFSET && cn_can_read(plan, s->in, CN_WINDOW_IN(s), 1) &&
           cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 1) &&
           cn_can_read(plan, s->weights, depth * s->oc, 1) && cn_can_requant(plan, s->table, s->oc);
}

static int32_t conv_sum(const struct cn_step_conv_z8 *s, const int8_t *image, const int8_t *weights, int top,
                        int left) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, s->dh, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, s->dw, s->iw);
    int32_t sum = 0;
    for (int ky = rows.first; ky < rows.end; ky++) {
        for (int kx = columns.first; kx < columns.end; kx++) {
            const int8_t *pixel =
                image + ((uint32_t)(top + ky * s->dh) * s->iw + (uint32_t)(left + kx * s->dw)) * s->ic;
            const int8_t *tap = weights + (uint32_t)(ky * s->kw + kx) * s->ic;
            for (uint32_t c = 0; c < s->ic; c++) {
                int32_t x = cn_wrap_sub(pixel[c], s->in_zero), w = cn_wrap_sub(tap[c], s->weights_zero);
                sum = cn_wrap_add(sum, cn_wrap_mul(x, w));
            }
        }
    }
    return sum;
}

static int8_t requant(int32_t sum, const int32_t *entry, int32_t zero, int32_t min, int32_t max) {
    int32_t value = cn_wrap_add(cn_rescale(cn_wrap_add(sum, entry[0]), entry[1], entry[2]), zero);
    return (int8_t)cn_clamp(value, min, max);
}

static void run_conv_z8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_z8 *s = (const void *)step;
    const int8_t *image = cn_at(plan, s->in);
    const int32_t *table = cn_at(plan, s->table);
    int8_t *out = cn_at(plan, s->out);
    uint32_t depth = (uint32_t)s->kh * s->kw * s->ic;
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                const int8_t *weights = cn_at(plan, s->weights);
                for (uint32_t c = 0; c < s->oc; c++, weights += depth) {
                    int32_t sum =
                        conv_sum(s, image, weights, y * s->sh - s->pad_top, x * s->sw - s->pad_left);
                    *out++ = requant(sum, table + 3 * c, s->out_zero, s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(conv_z8);

// ---- DEPTHWISE_CONV_2D

static bool check_dw_z8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_z8 *s = (const void *)step;
    return CN_WINDOW_OK(s) && (uint32_t)s->ic * s->multiplier == s->oc &&
           cn_can_read(plan, s->in, CN_WINDOW_IN(s), 1) && cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 1) &&
           cn_can_read(plan, s->weights, CN_PRODUCT3(s->kh, s->kw, s->oc), 1) &&
           cn_can_requant(plan, s->table, s->oc);
}

static int32_t dw_sum(const struct cn_step_dw_z8 *s, const int8_t *image, const int8_t *weights, int top,
                      int left) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, s->dh, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, s->dw, s->iw);
    int32_t sum = 0;
    for (int ky = rows.first; ky < rows.end; ky++) {
        for (int kx = columns.first; kx < columns.end; kx++) {
            int8_t pixel =
                image[((uint32_t)(top + ky * s->dh) * s->iw + (uint32_t)(left + kx * s->dw)) * s->ic];
            int8_t weight = weights[(uint32_t)(ky * s->kw + kx) * s->oc];
            sum = cn_wrap_add(
                sum, cn_wrap_mul(cn_wrap_sub(pixel, s->in_zero), cn_wrap_sub(weight, s->weights_zero)));
        }
    }
    return sum;
}

static void run_dw_z8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_z8 *s = (const void *)step;
    const int8_t *image = cn_at(plan, s->in);
    const int8_t *weights = cn_at(plan, s->weights);
    const int32_t *table = cn_at(plan, s->table);
    int8_t *out = cn_at(plan, s->out);
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                for (uint32_t c = 0; c < s->oc; c++) {
                    int32_t sum = dw_sum(s, image + c / s->multiplier, weights + c, y * s->sh - s->pad_top,
                                         x * s->sw - s->pad_left);
                    *out++ = requant(sum, table + 3 * c, s->out_zero, s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(dw_z8);
