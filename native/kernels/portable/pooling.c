// AVERAGE_POOL_2D and MAX_POOL_2D, int8 and int16: the average divides by the taps inside the image.
#include "window.h"
#include "cn/kernel_math.h"

static bool check_pool(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_pool *s = (const void *)step;
    uint32_t size = cn_type_bytes(s->type);
    return CN_WINDOW_OK(s) && (s->type == CN_TYPE_I8 || s->type == CN_TYPE_I16) && s->ic == s->oc &&
           s->kind <= 2 && s->dh == 1 && s->dw == 1 && cn_can_read(plan, s->in, CN_WINDOW_IN(s), size) &&
           cn_can_write(plan, s->out, CN_WINDOW_OUT(s), size);
}

static int32_t element(const void *data, uint32_t type, uint32_t index) {
    return type == CN_TYPE_I8 ? ((const int8_t *)data)[index] : ((const int16_t *)data)[index];
}

// Rounded to nearest, ties away from zero; of kind 2 upward.
static int32_t average(int64_t sum, int32_t count, uint32_t kind) {
    if (kind == 2) {
        int64_t lifted = sum + count / 2 + ((int64_t)count << 16); // above 0, where a division rounds down
        return count ? (int32_t)(lifted / count) - (1 << 16) : 0;
    }
    return count ? (int32_t)((sum > 0 ? sum + count / 2 : sum - count / 2) / count) : 0;
}

static int32_t channel(const struct cn_step_pool *s, const void *in, uint32_t base, int top, int left) {
    struct cn_taps rows = cn_taps_inside(top, s->kh, 1, s->ih);
    struct cn_taps columns = cn_taps_inside(left, s->kw, 1, s->iw);
    int32_t largest = s->type == CN_TYPE_I8 ? INT8_MIN : INT16_MIN;
    int64_t sum = 0;
    for (int ky = rows.first; ky < rows.end; ky++) {
        for (int kx = columns.first; kx < columns.end; kx++) {
            uint32_t at = ((uint32_t)(top + ky) * s->iw + (uint32_t)(left + kx)) * s->ic;
            int32_t value = element(in, s->type, base + at);
            sum += value;
            largest = value > largest ? value : largest;
        }
    }
    int32_t count = (rows.end - rows.first) * (columns.end - columns.first);
    return cn_clamp(s->kind == 1 ? largest : average(sum, count, s->kind), s->min, s->max);
}

static void run_pool(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_pool *s = (const void *)step;
    const void *in = cn_at(plan, s->in);
    void *out = cn_at(plan, s->out);
    uint32_t at = 0;
    for (uint32_t n = 0; n < s->batch; n++) {
        uint32_t image = n * s->ih * s->iw * s->ic;
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                for (uint32_t c = 0; c < s->oc; c++, at++) {
                    int32_t value =
                        channel(s, in, image + c, y * s->sh - s->pad_top, x * s->sw - s->pad_left);
                    if (s->type == CN_TYPE_I8) {
                        ((int8_t *)out)[at] = (int8_t)value;
                    } else {
                        ((int16_t *)out)[at] = (int16_t)value;
                    }
                }
            }
        }
    }
}

CN_KERNEL(pool);
