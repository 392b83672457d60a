// CONV_2D int8: gather the window of a pixel into one row, then a dot product per output channel.
#include "window.h"
#include "cn/kernel_math.h"

static bool check_conv_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_s8 *s = (const void *)step;
    uint64_t depth = CN_PRODUCT3(s->kh, s->kw, s->ic);
    bool direct = s->scratch == CN_REF_NONE;
    if (!CN_WINDOW_OK(s) || depth > s->row || s->row > CN_REF_OFFSET) {
        return false;
    }
    // without a gathered row the window is one pixel and always inside
    if (direct && (s->kh != 1 || s->kw != 1 || s->pad_top || s->pad_left ||
                   (uint32_t)(s->oh - 1) * s->sh >= s->ih || (uint32_t)(s->ow - 1) * s->sw >= s->iw)) {
        return false;
    }
    return cn_can_read(plan, s->in, CN_WINDOW_IN(s), 1) && cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 1) &&
           cn_can_read(plan, s->weights, (uint64_t)s->row * s->oc, 1) &&
           cn_can_requant(plan, s->table, s->oc) && (direct || cn_can_write(plan, s->scratch, depth, 1));
}

// Taps outside the image become the input zero point, which the folded bias cancels.
static void gather(const struct cn_step_conv_s8 *s, const int8_t *image, int top, int left, int8_t *row) {
    uint32_t line = (uint32_t)s->iw * s->ic;
    for (int ky = 0; ky < s->kh; ky++) {
        int y = top + ky * s->dh;
        for (int kx = 0; kx < s->kw; kx++, row += s->ic) {
            int x = left + kx * s->dw;
            if (y < 0 || y >= s->ih || x < 0 || x >= s->iw) {
                memset(row, (int)s->in_zero, s->ic);
            } else {
                memmove(row, image + (uint32_t)y * line + (uint32_t)x * s->ic, s->ic);
            }
        }
    }
}

static void pixel(const struct cn_plan *plan, const struct cn_step_conv_s8 *s, const int8_t *row,
                  int8_t *out) {
    const int8_t *weights = cn_at(plan, s->weights);
    const int32_t *entry = cn_at(plan, s->table);
    uint32_t depth = (uint32_t)s->kh * s->kw * s->ic;
    for (uint32_t c = 0; c < s->oc; c++, weights += s->row, entry += 3) {
        int32_t sum = entry[0];
        for (uint32_t i = 0; i < depth; i++) {
            sum = cn_wrap_add(sum, row[i] * weights[i]);
        }
        int32_t value = cn_wrap_add(cn_rescale(sum, entry[1], entry[2]), s->out_zero);
        out[c] = (int8_t)cn_clamp(value, s->min, s->max);
    }
}

static void run_conv_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_s8 *s = (const void *)step;
    bool direct = s->scratch == CN_REF_NONE;
    const int8_t *image = cn_at(plan, s->in);
    int8_t *out = cn_at(plan, s->out);
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++, out += s->oc) {
                int top = y * s->sh - s->pad_top;
                int left = x * s->sw - s->pad_left;
                const int8_t *row = image + ((uint32_t)top * s->iw + (uint32_t)left) * s->ic;
                if (!direct) {
                    gather(s, image, top, left, cn_at(plan, s->scratch));
                    row = cn_at(plan, s->scratch);
                }
                pixel(plan, s, row, out);
            }
        }
    }
}

CN_KERNEL(conv_s8);
