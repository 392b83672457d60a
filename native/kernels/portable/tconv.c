// TRANSPOSE_CONV, int8, int16 and float32: each output pixel gathers the taps that reach it.
#include "float_math.h"
#include "wide_sum.h"
#include "window.h"
#include "cn/kernel_math.h"

// The input line that tap k brings to output line `at`, or -1.
static int source(int at, int pad, int k, int stride, int size) {
    int place = at + pad - k;
    if (place < 0 || place % stride) {
        return -1;
    }
    return place / stride < size ? place / stride : -1;
}

// ---- int8

static bool check_tconv_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_tconv_s8 *s = (const void *)step;
    uint64_t depth = CN_PRODUCT3(s->kh, s->kw, s->ic);
    return CN_WINDOW_OK(s) && depth <= CN_REF_OFFSET && cn_can_read(plan, s->in, CN_WINDOW_IN(s), 1) &&
           cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 1) &&
           cn_can_read(plan, s->weights, depth * s->oc, 1) && cn_can_requant(plan, s->table, s->oc);
}

static int32_t gather(const struct cn_step_tconv_s8 *s, const int8_t *image, const int8_t *weights, int y,
                      int x, int32_t sum) {
    for (int ky = 0; ky < s->kh; ky++) {
        int iy = source(y, s->pad_top, ky, s->sh, s->ih);
        for (int kx = 0; kx < s->kw && iy >= 0; kx++) {
            int ix = source(x, s->pad_left, kx, s->sw, s->iw);
            if (ix < 0) {
                continue;
            }
            const int8_t *pixel = image + ((uint32_t)iy * s->iw + (uint32_t)ix) * s->ic;
            const int8_t *tap = weights + (uint32_t)(ky * s->kw + kx) * s->ic;
            for (uint32_t c = 0; c < s->ic; c++) {
                sum = cn_wrap_add(sum, cn_wrap_mul(cn_wrap_sub(pixel[c], s->in_zero), tap[c]));
            }
        }
    }
    return sum;
}

static void run_tconv_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_tconv_s8 *s = (const void *)step;
    const int8_t *image = cn_at(plan, s->in);
    int8_t *out = cn_at(plan, s->out);
    uint32_t depth = (uint32_t)s->kh * s->kw * s->ic;
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                const int8_t *weights = cn_at(plan, s->weights);
                const int32_t *entry = cn_at(plan, s->table);
                for (uint32_t c = 0; c < s->oc; c++, weights += depth, entry += 3) {
                    int32_t sum = gather(s, image, weights, y, x, entry[0]);
                    int32_t value = cn_wrap_add(cn_rescale(sum, entry[1], entry[2]), s->out_zero);
                    *out++ = (int8_t)cn_clamp(value, s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(tconv_s8);

// ---- int16

static bool check_tconv_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_tconv_s16 *s = (const void *)step;
    uint64_t depth = CN_PRODUCT3(s->kh, s->kw, s->ic);
    return CN_WINDOW_OK(s) && depth <= CN_REF_OFFSET && cn_can_read(plan, s->in, CN_WINDOW_IN(s), 2) &&
           cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 2) &&
           cn_can_read(plan, s->weights, depth * s->oc, 1) && cn_wide_table_ok(plan, s->table, s->oc);
}

static int64_t gather_wide(const struct cn_step_tconv_s16 *s, const int16_t *image, const int8_t *weights,
                           int y, int x) {
    int64_t sum = 0;
    for (int ky = 0; ky < s->kh; ky++) {
        int iy = source(y, s->pad_top, ky, s->sh, s->ih);
        for (int kx = 0; kx < s->kw && iy >= 0; kx++) {
            int ix = source(x, s->pad_left, kx, s->sw, s->iw);
            if (ix < 0) {
                continue;
            }
            const int16_t *pixel = image + ((uint32_t)iy * s->iw + (uint32_t)ix) * s->ic;
            const int8_t *tap = weights + (uint32_t)(ky * s->kw + kx) * s->ic;
            for (uint32_t c = 0; c < s->ic; c++) {
                sum += pixel[c] * tap[c];
            }
        }
    }
    return sum;
}

static void run_tconv_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_tconv_s16 *s = (const void *)step;
    const int16_t *image = cn_at(plan, s->in);
    const struct cn_wide_entry *table = cn_at(plan, s->table);
    int16_t *out = cn_at(plan, s->out);
    uint32_t depth = (uint32_t)s->kh * s->kw * s->ic;
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                const int8_t *weights = cn_at(plan, s->weights);
                for (uint32_t c = 0; c < s->oc; c++, weights += depth) {
                    int64_t sum = gather_wide(s, image, weights, y, x);
                    *out++ = cn_wide_finish(&table[c], sum, s->narrow, s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(tconv_s16);

// ---- float32

static bool check_tconv_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_tconv_f32 *s = (const void *)step;
    uint64_t depth = CN_PRODUCT3(s->kh, s->kw, s->ic);
    return CN_WINDOW_OK(s) && depth <= CN_REF_OFFSET && cn_can_read(plan, s->in, CN_WINDOW_IN(s), 4) &&
           cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 4) &&
           cn_can_read(plan, s->weights, depth * s->oc, 4) && cn_can_read(plan, s->bias, s->oc, 4);
}

// Rows of taps from the last to the first: the order in which the reference scatters.
static float gather_float(const struct cn_step_tconv_f32 *s, const float *image, const float *weights, int y,
                          int x) {
    float sum = 0;
    for (int ky = s->kh - 1; ky >= 0; ky--) {
        int iy = source(y, s->pad_top, ky, s->sh, s->ih);
        for (int kx = s->kw - 1; kx >= 0 && iy >= 0; kx--) {
            int ix = source(x, s->pad_left, kx, s->sw, s->iw);
            if (ix < 0) {
                continue;
            }
            const float *pixel = image + ((uint32_t)iy * s->iw + (uint32_t)ix) * s->ic;
            const float *tap = weights + (uint32_t)(ky * s->kw + kx) * s->ic;
            for (uint32_t c = 0; c < s->ic; c++) {
                sum += pixel[c] * tap[c];
            }
        }
    }
    return sum;
}

static void run_tconv_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_tconv_f32 *s = (const void *)step;
    const float *image = cn_at(plan, s->in);
    const float *bias = cn_at(plan, s->bias);
    float *out = cn_at(plan, s->out);
    uint32_t depth = (uint32_t)s->kh * s->kw * s->ic;
    for (int n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        for (int y = 0; y < s->oh; y++) {
            for (int x = 0; x < s->ow; x++) {
                const float *weights = cn_at(plan, s->weights);
                for (uint32_t c = 0; c < s->oc; c++, weights += depth) {
                    float value = gather_float(s, image, weights, y, x) + bias[c];
                    *out++ = cn_clampf(value, s->min, s->max);
                }
            }
        }
    }
}

CN_KERNEL(tconv_f32);
