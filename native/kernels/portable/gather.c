// GATHER and GATHER_ND take lines by index, DYNAMIC_UPDATE_SLICE writes and SLICE reads a block at an
// index. Indices come from the model at run time: one outside is moved to the nearest, so that nothing
// outside is touched.
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

// ---- DYNAMIC_UPDATE_SLICE, and SLICE whose begin is computed

// Bytes of the whole and of the part, sizes in elements of five dimensions; false where they do not fit.
static bool block_bytes(const uint32_t *whole, const uint32_t *part, uint32_t size, uint64_t bytes[2]) {
    bytes[0] = bytes[1] = size;
    for (int i = 0; i < 5; i++) {
        if (!part[i] || part[i] > whole[i]) {
            return false;
        }
        bytes[0] *= whole[i];
        bytes[1] *= part[i];
        if (bytes[0] > CN_REF_OFFSET) {
            return false;
        }
    }
    return size && size <= 8;
}

struct block {
    const uint32_t *whole, *part;
    uint32_t first[5];
};

static void block_start(struct block *block, const int32_t *starts, uint32_t rank) {
    memset(block->first, 0, sizeof block->first);
    for (uint32_t i = 0; i < rank; i++) {
        uint32_t at = 5 - rank + i;
        block->first[at] = inside(starts[i], block->whole[at] - block->part[at] + 1);
    }
}

static uint32_t block_rows(const struct block *block) {
    return block->part[0] * block->part[1] * block->part[2] * block->part[3];
}

// The element of the whole where a row of the part lies.
static uint32_t row_start(const struct block *block, uint32_t row) {
    uint32_t at = block->first[4], stride = block->whole[4];
    for (int i = 3; i >= 0; i--) {
        at += (block->first[i] + row % block->part[i]) * stride;
        row /= block->part[i];
        stride *= block->whole[i];
    }
    return at;
}

static bool check_update_slice(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_update_slice *s = (const void *)step;
    uint64_t bytes[2];
    return block_bytes(&s->l0, &s->u0, s->size, bytes) && s->rank <= 5 &&
           cn_can_read(plan, s->in, bytes[1], 1) && cn_can_read(plan, s->starts, s->rank, 4) &&
           cn_can_write(plan, s->out, bytes[0], 1);
}

static void run_update_slice(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_update_slice *s = (const void *)step;
    const uint8_t *in = cn_at(plan, s->in);
    uint8_t *out = cn_at(plan, s->out);
    struct block block = {.whole = &s->l0, .part = &s->u0};
    block_start(&block, cn_at(plan, s->starts), s->rank);
    uint32_t run = s->u4 * s->size, rows = block_rows(&block);
    for (uint32_t row = 0; row < rows; row++, in += run) {
        memmove(out + row_start(&block, row) * s->size, in, run);
    }
}

CN_KERNEL(update_slice);

static bool check_slice_at(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_slice_at *s = (const void *)step;
    uint64_t bytes[2];
    return block_bytes(&s->l0, &s->u0, s->size, bytes) && s->rank <= 5 &&
           cn_can_read(plan, s->in, bytes[0], 1) && cn_can_read(plan, s->starts, s->rank, 4) &&
           cn_can_write(plan, s->out, bytes[1], 1);
}

static void run_slice_at(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_slice_at *s = (const void *)step;
    const uint8_t *in = cn_at(plan, s->in);
    uint8_t *out = cn_at(plan, s->out);
    struct block block = {.whole = &s->l0, .part = &s->u0};
    block_start(&block, cn_at(plan, s->starts), s->rank);
    uint32_t run = s->u4 * s->size, rows = block_rows(&block);
    for (uint32_t row = 0; row < rows; row++, out += run) {
        memmove(out, in + row_start(&block, row) * s->size, run);
    }
}

CN_KERNEL(slice_at);
