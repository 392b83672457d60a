// L2_POOL_2D float32: the root of the mean square of the taps inside the image.
#include "float_math.h"
#include "window.h"
#include "cn/math.h"

static bool check_pool_l2_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_pool_l2_f32 *s = (const void *)step;
    return CN_WINDOW_OK(s) && s->ic == s->oc && s->dh == 1 && s->dw == 1 &&
           cn_can_read(plan, s->in, CN_WINDOW_IN(s), 4) && cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 4);
}

static float channel(const struct cn_step_pool_l2_f32 *s, const float *image, int top, int left) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, 1, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, 1, s->iw);
    float sum = 0;
    for (int ky = rows.first; ky < rows.end; ky++) {
        for (int kx = columns.first; kx < columns.end; kx++) {
            float x = image[((uint32_t)(top + ky) * s->iw + (uint32_t)(left + kx)) * s->ic];
            sum += x * x;
        }
    }
    int count = (rows.end - rows.first) * (columns.end - columns.first);
    return cn_clampf((float)cn_sqrt((double)(sum / (float)(count ? count : 1))), s->min, s->max);
}

static void run_pool_l2_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_pool_l2_f32 *s = (const void *)step;
    const float *image = cn_at(plan, s->in);
    float *out = cn_at(plan, s->out);
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                for (uint32_t c = 0; c < s->oc; c++) {
                    *out++ = channel(s, image + c, y * s->sh - s->pad_top, x * s->sw - s->pad_left);
                }
            }
        }
    }
}

CN_KERNEL(pool_l2_f32);
