// Moving bytes: strided copies (CONCATENATION, SPLIT, STRIDED_SLICE, TRANSPOSE, PAD, variables), fills,
// nearest-neighbour resizing and byte tables.
#include "cn/kernel.h"

// ---- copy

// The span of bytes that a walk with signed strides touches below and above its start.
static bool walk(const uint16_t *d, const int32_t *stride, uint32_t size, int64_t *below, int64_t *above) {
    *below = 0;
    *above = size;
    for (int i = 0; i < 5; i++) {
        int64_t reach = (int64_t)(d[i] - 1) * stride[i];
        *(reach < 0 ? below : above) += reach;
        if (!d[i]) {
            return false;
        }
    }
    return true;
}

static bool span_ok(const struct cn_plan *plan, uint32_t ref, const uint16_t *d, const int32_t *stride,
                    uint32_t size, bool write) {
    int64_t below, above;
    if (!walk(d, stride, size, &below, &above) || (int64_t)(ref & CN_REF_OFFSET) + below < 0) {
        return false;
    }
    uint32_t first = (uint32_t)((int64_t)ref + below);
    uint64_t bytes = (uint64_t)(above - below);
    return write ? cn_can_write(plan, first, bytes, 1) : cn_can_read(plan, first, bytes, 1);
}

static bool check_copy(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_copy *s = (const void *)step;
    uint64_t count = (uint64_t)s->d0 * s->d1 * s->d2;
    // no more than the region holds: strides of 0 could otherwise ask for years of work
    uint32_t room = plan->size[(s->out >> 30) & 1];
    return s->size && count <= CN_REF_OFFSET && count * s->d3 <= CN_REF_OFFSET &&
           count * s->d3 * s->d4 * s->size <= room && span_ok(plan, s->in, &s->d0, &s->a0, s->size, false) &&
           span_ok(plan, s->out, &s->d0, &s->b0, s->size, true);
}

static void copy_row(const struct cn_step_copy *s, const uint8_t *in, uint8_t *out) {
    if (s->size == 1) {
        for (uint32_t i = 0; i < s->d4; i++, in += s->a4, out += s->b4) {
            *out = *in;
        }
        return;
    }
    // memmove: a variable may be shifted within itself
    for (uint32_t i = 0; i < s->d4; i++, in += s->a4, out += s->b4) {
        memmove(out, in, s->size);
    }
}

static void run_copy(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_copy *s = (const void *)step;
    const uint8_t *in = cn_at(plan, s->in);
    uint8_t *out = cn_at(plan, s->out);
    for (int i0 = 0; i0 < s->d0; i0++) {
        for (int i1 = 0; i1 < s->d1; i1++) {
            for (int i2 = 0; i2 < s->d2; i2++) {
                for (int i3 = 0; i3 < s->d3; i3++) {
                    copy_row(s, in + i0 * s->a0 + i1 * s->a1 + i2 * s->a2 + i3 * s->a3,
                             out + i0 * s->b0 + i1 * s->b1 + i2 * s->b2 + i3 * s->b3);
                }
            }
        }
    }
}

CN_KERNEL(copy);

// ---- fill

static bool check_fill(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fill *s = (const void *)step;
    return s->size && s->size <= 8 && cn_can_read(plan, s->in, s->size, 1) &&
           cn_can_write(plan, s->out, s->count, s->size);
}

static void run_fill(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fill *s = (const void *)step;
    const uint8_t *in = cn_at(plan, s->in);
    uint8_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++, out += s->size) {
        memmove(out, in, s->size);
    }
}

CN_KERNEL(fill);

// ---- resize

static bool indices_ok(const struct cn_plan *plan, uint32_t ref, uint32_t count, uint32_t limit) {
    if (ref >> 30 != CN_IN_PLAN || !cn_can_read(plan, ref, count, 2)) {
        return false;
    }
    const uint16_t *index = cn_at(plan, ref);
    for (uint32_t i = 0; i < count; i++) {
        if (index[i] >= limit) {
            return false;
        }
    }
    return true;
}

static bool check_resize_nearest(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_resize_nearest *s = (const void *)step;
    uint64_t in = (uint64_t)s->batch * s->ih * s->iw;
    uint64_t out = (uint64_t)s->batch * s->oh * s->ow;
    return in <= CN_REF_OFFSET && out <= CN_REF_OFFSET && s->size <= CN_REF_OFFSET &&
           cn_can_read(plan, s->in, in * s->size, 1) && cn_can_write(plan, s->out, out * s->size, 1) &&
           indices_ok(plan, s->ys, s->oh, s->ih) && indices_ok(plan, s->xs, s->ow, s->iw);
}

static void run_resize_nearest(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_resize_nearest *s = (const void *)step;
    const uint16_t *ys = cn_at(plan, s->ys);
    const uint16_t *xs = cn_at(plan, s->xs);
    const uint8_t *image = cn_at(plan, s->in);
    uint8_t *out = cn_at(plan, s->out);
    for (uint32_t n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->size) {
        for (uint32_t y = 0; y < s->oh; y++) {
            for (uint32_t x = 0; x < s->ow; x++, out += s->size) {
                memmove(out, image + ((uint32_t)ys[y] * s->iw + xs[x]) * s->size, s->size);
            }
        }
    }
}

CN_KERNEL(resize_nearest);

// ---- table of a byte

static bool check_lut8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_lut8 *s = (const void *)step;
    return cn_can_read(plan, s->in, s->count, 1) && cn_can_write(plan, s->out, s->count, 1) &&
           cn_can_read(plan, s->lut, 256, 1);
}

static void run_lut8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_lut8 *s = (const void *)step;
    const uint8_t *lut = cn_at(plan, s->lut);
    const uint8_t *in = cn_at(plan, s->in);
    uint8_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        out[i] = lut[in[i]];
    }
}

CN_KERNEL(lut8);
