// GATHER and GATHER_ND take lines by index, DYNAMIC_UPDATE_SLICE writes a block at an index. Indices come
// from the model at run time: one outside is moved to the nearest, so that nothing outside is touched.
#include "cn/kernel.h"

static uint32_t inside(int32_t index, uint32_t size) {
    return index < 0 ? 0 : (uint32_t)index < size ? (uint32_t)index : size - 1;
}

// ---- GATHER

static bool check_gather(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_gather *s = (const void *)step;
    uint64_t lines = (uint64_t)s->batch * s->outer;
    uint64_t indices = (uint64_t)s->batch * s->count;
    if (!s->axis || lines > CN_REF_OFFSET || indices > CN_REF_OFFSET || lines * s->axis > CN_REF_OFFSET ||
        lines * s->count > CN_REF_OFFSET) {
        return false;
    }
    return cn_can_read(plan, s->in, lines * s->axis, 1) && // the product below fits then
           cn_can_read(plan, s->in, lines * s->axis * s->size, 1) &&
           cn_can_read(plan, s->indices, indices, 4) &&
           cn_can_write(plan, s->out, lines * s->count * s->size, 1);
}

static void run_gather(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_gather *s = (const void *)step;
    const uint8_t *in = cn_at(plan, s->in);
    const int32_t *indices = cn_at(plan, s->indices);
    uint8_t *out = cn_at(plan, s->out);
    for (uint32_t b = 0; b < s->batch; b++, indices += s->count) {
        for (uint32_t o = 0; o < s->outer; o++, in += s->axis * s->size) {
            for (uint32_t i = 0; i < s->count; i++, out += s->size) {
                memmove(out, in + inside(indices[i], s->axis) * s->size, s->size);
            }
        }
    }
}

CN_KERNEL(gather);

// ---- GATHER_ND

static bool check_gather_nd(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_gather_nd *s = (const void *)step;
    const uint32_t *limits = &s->l0, *strides = &s->s0;
    uint64_t reach = s->size;
    if (s->depth > 5 || (uint64_t)s->count * s->depth > CN_REF_OFFSET) {
        return false;
    }
    for (uint32_t i = 0; i < s->depth; i++) {
        if (!limits[i]) {
            return false;
        }
        reach += (uint64_t)(limits[i] - 1) * strides[i];
        if (reach > CN_REF_OFFSET) {
            return false;
        }
    }
    return cn_can_read(plan, s->in, reach, 1) &&
           cn_can_read(plan, s->indices, (uint64_t)s->count * s->depth, 4) &&
           cn_can_write(plan, s->out, (uint64_t)s->count * s->size, 1);
}

static void run_gather_nd(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_gather_nd *s = (const void *)step;
    const uint8_t *in = cn_at(plan, s->in);
    const int32_t *indices = cn_at(plan, s->indices);
    uint8_t *out = cn_at(plan, s->out);
    const uint32_t *limits = &s->l0, *strides = &s->s0;
    for (uint32_t n = 0; n < s->count; n++, indices += s->depth, out += s->size) {
        uint32_t at = 0;
        for (uint32_t i = 0; i < s->depth; i++) {
            at += inside(indices[i], limits[i]) * strides[i];
        }
        memmove(out, in + at, s->size);
    }
}

CN_KERNEL(gather_nd);

// ---- DYNAMIC_UPDATE_SLICE

static bool check_update_slice(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_update_slice *s = (const void *)step;
    const uint32_t *whole = &s->l0, *part = &s->u0;
    uint64_t total = s->size, written = s->size;
    for (int i = 0; i < 5; i++) {
        if (!part[i] || part[i] > whole[i]) {
            return false;
        }
        total *= whole[i];
        written *= part[i];
        if (total > CN_REF_OFFSET) {
            return false;
        }
    }
    return s->size && s->size <= 8 && s->rank <= 5 && cn_can_read(plan, s->in, written, 1) &&
           cn_can_read(plan, s->starts, s->rank, 4) && cn_can_write(plan, s->out, total, 1);
}

static void run_update_slice(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_update_slice *s = (const void *)step;
    const uint8_t *in = cn_at(plan, s->in);
    const int32_t *starts = cn_at(plan, s->starts);
    uint8_t *out = cn_at(plan, s->out);
    const uint32_t *whole = &s->l0, *part = &s->u0;
    uint32_t first[5] = {0};
    for (uint32_t i = 0; i < s->rank; i++) {
        uint32_t at = 5 - s->rank + i;
        first[at] = inside(starts[i], whole[at] - part[at] + 1);
    }
    uint32_t run = part[4] * s->size;
    uint32_t rows = part[0] * part[1] * part[2] * part[3];
    for (uint32_t row = 0; row < rows; row++, in += run) {
        uint32_t rest = row, at = 0, stride = whole[4];
        for (int i = 3; i >= 0; i--) {
            at += (first[i] + rest % part[i]) * stride;
            rest /= part[i];
            stride *= whole[i];
        }
        memmove(out + (at + first[4]) * s->size, in, run);
    }
}

CN_KERNEL(update_slice);
