// DEPTHWISE_CONV_2D int8: each output channel sees one input channel; taps outside the image are skipped.
#include "window.h"
#include "cn/kernel_math.h"

static bool check_dw_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_s8 *s = (const void *)step;
    return CN_WINDOW_OK(s) && (uint32_t)s->ic * s->multiplier == s->oc &&
           cn_can_read(plan, s->in, CN_WINDOW_IN(s), 1) && cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 1) &&
           cn_can_read(plan, s->weights, CN_PRODUCT3(s->kh, s->kw, s->oc), 1) &&
           cn_can_requant(plan, s->table, s->oc);
}

static int32_t channel(const struct cn_step_dw_s8 *s, const int8_t *image, const int8_t *weights, int top,
                       int left, int32_t sum) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, s->dh, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, s->dw, s->iw);
    for (int ky = rows.first; ky < rows.end; ky++) {
        const int8_t *line = image + (uint32_t)(top + ky * s->dh) * s->iw * s->ic;
        for (int kx = columns.first; kx < columns.end; kx++) {
            int32_t value = cn_wrap_sub(line[(uint32_t)(left + kx * s->dw) * s->ic], s->in_zero);
            sum = cn_wrap_add(sum, cn_wrap_mul(value, weights[(uint32_t)(ky * s->kw + kx) * s->oc]));
        }
    }
    return sum;
}

static void run_dw_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_s8 *s = (const void *)step;
    const int8_t *image = cn_at(plan, s->in);
    const int8_t *weights = cn_at(plan, s->weights);
    const int32_t *table = cn_at(plan, s->table);
    int8_t *out = cn_at(plan, s->out);
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++, out += s->oc) {
                for (uint32_t c = 0; c < s->oc; c++) {
                    const int32_t *entry = table + 3 * c;
                    int32_t sum = channel(s, image + c / s->multiplier, weights + c, y * s->sh - s->pad_top,
                                          x * s->sw - s->pad_left, entry[0]);
                    int32_t value = cn_wrap_add(cn_rescale(sum, entry[1], entry[2]), s->out_zero);
                    out[c] = (int8_t)cn_clamp(value, s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(dw_s8);
