// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED on int16 activations: int8 weights, 64-bit sums, symmetric.
#include "wide_sum.h"
#include "window.h"

// ---- CONV_2D

static bool check_conv_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_s16 *s = (const void *)step;
    uint64_t depth = CN_PRODUCT3(s->kh, s->kw, s->ic);
    return CN_WINDOW_OK(s) && depth <= CN_REF_OFFSET && cn_can_read(plan, s->in, CN_WINDOW_IN(s), 2) &&
           cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 2) &&
           cn_can_read(plan, s->weights, depth * s->oc, 1) && cn_wide_table_ok(plan, s->table, s->oc);
}

static int64_t conv_sum(const struct cn_step_conv_s16 *s, const int16_t *image, const int8_t *weights,
                        int top, int left) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, s->dh, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, s->dw, s->iw);
    int64_t sum = 0;
    for (int ky = rows.first; ky < rows.end; ky++) {
        for (int kx = columns.first; kx < columns.end; kx++) {
            const int16_t *pixel =
                image + ((uint32_t)(top + ky * s->dh) * s->iw + (uint32_t)(left + kx * s->dw)) * s->ic;
            const int8_t *tap = weights + (uint32_t)(ky * s->kw + kx) * s->ic;
            for (uint32_t c = 0; c < s->ic; c++) {
                sum += pixel[c] * tap[c];
            }
        }
    }
    return sum;
}

static void run_conv_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_s16 *s = (const void *)step;
    const int16_t *image = cn_at(plan, s->in);
    const struct cn_wide_entry *table = cn_at(plan, s->table);
    int16_t *out = cn_at(plan, s->out);
    uint32_t depth = (uint32_t)s->kh * s->kw * s->ic;
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                const int8_t *weights = cn_at(plan, s->weights);
                for (uint32_t c = 0; c < s->oc; c++, weights += depth) {
                    int64_t sum =
                        conv_sum(s, image, weights, y * s->sh - s->pad_top, x * s->sw - s->pad_left);
                    *out++ = cn_wide_finish(&table[c], sum, s->narrow, s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(conv_s16);

// ---- DEPTHWISE_CONV_2D

static bool check_dw_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_s16 *s = (const void *)step;
    return CN_WINDOW_OK(s) && (uint32_t)s->ic * s->multiplier == s->oc &&
           cn_can_read(plan, s->in, CN_WINDOW_IN(s), 2) && cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 2) &&
           cn_can_read(plan, s->weights, CN_PRODUCT3(s->kh, s->kw, s->oc), 1) &&
           cn_wide_table_ok(plan, s->table, s->oc);
}

static int64_t dw_sum(const struct cn_step_dw_s16 *s, const int16_t *image, const int8_t *weights, int top,
                      int left) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, s->dh, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, s->dw, s->iw);
    int64_t sum = 0;
    for (int ky = rows.first; ky < rows.end; ky++) {
        for (int kx = columns.first; kx < columns.end; kx++) {
            int32_t pixel =
                image[((uint32_t)(top + ky * s->dh) * s->iw + (uint32_t)(left + kx * s->dw)) * s->ic];
            sum += pixel * weights[(uint32_t)(ky * s->kw + kx) * s->oc];
        }
    }
    return sum;
}

static void run_dw_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_s16 *s = (const void *)step;
    const int16_t *image = cn_at(plan, s->in);
    const int8_t *weights = cn_at(plan, s->weights);
    const struct cn_wide_entry *table = cn_at(plan, s->table);
    int16_t *out = cn_at(plan, s->out);
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                for (uint32_t c = 0; c < s->oc; c++) {
                    int64_t sum = dw_sum(s, image + c / s->multiplier, weights + c, y * s->sh - s->pad_top,
                                         x * s->sw - s->pad_left);
                    *out++ = cn_wide_finish(&table[c], sum, s->narrow, s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(dw_s16);

// ---- FULLY_CONNECTED

static bool check_fc_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fc_s16 *s = (const void *)step;
    return s->depth && s->units && cn_wide_exponent_ok(s->exponent) && s->multiplier >= 0 &&
           cn_can_read(plan, s->in, (uint64_t)s->rows * s->depth, 2) &&
           cn_can_write(plan, s->out, (uint64_t)s->rows * s->units, 2) &&
           cn_can_read(plan, s->weights, (uint64_t)s->depth * s->units, 1) &&
           cn_can_read(plan, s->bias, (uint64_t)s->units * 2, 4);
}

static void run_fc_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fc_s16 *s = (const void *)step;
    const int16_t *in = cn_at(plan, s->in);
    const uint32_t *bias = cn_at(plan, s->bias);
    int16_t *out = cn_at(plan, s->out);
    for (uint32_t n = 0; n < s->rows; n++, in += s->depth) {
        const int8_t *weights = cn_at(plan, s->weights);
        for (uint32_t c = 0; c < s->units; c++, weights += s->depth) {
            struct cn_wide_entry entry = {bias[2 * c], (int32_t)bias[2 * c + 1], s->multiplier, s->exponent};
            int64_t sum = 0;
            for (uint32_t i = 0; i < s->depth; i++) {
                sum += in[i] * weights[i];
            }
            *out++ = cn_wide_finish(&entry, sum, s->narrow, s->min, s->max);
        }
    }
}

CN_KERNEL(fc_s16);
