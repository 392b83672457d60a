// RESIZE_BILINEAR: the compiler says which two lines each output line lies between, and how far.
#include "elements.h"

struct between {
    uint16_t low, high;
    union {
        int32_t steps; // of 1/1024
        float part;
    } by;
};

static bool lines_ok(const struct cn_plan *plan, uint32_t ref, uint32_t count, uint32_t limit, bool whole) {
    if (ref >> 30 != CN_IN_PLAN || !cn_can_read(plan, ref, count, sizeof(struct between)) || ref % 4) {
        return false;
    }
    const struct between *lines = cn_at(plan, ref);
    for (uint32_t i = 0; i < count; i++) {
        // the fraction may leave [0, 1] at borders by half a line
        bool near = !whole || (lines[i].by.steps >= -4096 && lines[i].by.steps <= 4096);
        if (lines[i].low >= limit || lines[i].high >= limit || !near) {
            return false;
        }
    }
    return true;
}

static bool check_resize_bilinear(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_resize_bilinear *s = (const void *)step;
    uint64_t in = CN_PRODUCT3(s->batch, s->ih, s->iw);
    uint64_t out = CN_PRODUCT3(s->batch, s->oh, s->ow);
    uint32_t size = cn_type_bytes(s->type);
    bool whole = s->type != CN_TYPE_F32;
    return (s->type <= CN_TYPE_I16 || !whole) && in <= CN_REF_OFFSET && out <= CN_REF_OFFSET &&
           cn_can_read(plan, s->in, in * s->channels, size) &&
           cn_can_write(plan, s->out, out * s->channels, size) &&
           lines_ok(plan, s->rows, s->oh, s->ih, whole) && lines_ok(plan, s->columns, s->ow, s->iw, whole);
}

struct corners {
    uint32_t at[4]; // low row low column, high low, low high, high high
};

static float mixed_f32(const float *in, const struct corners *from, float y, float x, uint32_t c) {
    return in[from->at[0] + c] * (1 - y) * (1 - x) + in[from->at[1] + c] * y * (1 - x) +
           in[from->at[2] + c] * (1 - y) * x + in[from->at[3] + c] * y * x;
}

static int32_t mixed(const void *in, uint32_t type, const struct corners *from, int32_t y, int32_t x,
                     uint32_t c) {
    int64_t sum = (int64_t)cn_load(in, type, from->at[0] + c) * (1024 - y) * (1024 - x) +
                  (int64_t)cn_load(in, type, from->at[1] + c) * y * (1024 - x) +
                  (int64_t)cn_load(in, type, from->at[2] + c) * (1024 - y) * x +
                  (int64_t)cn_load(in, type, from->at[3] + c) * y * x;
    return (int32_t)((sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
}

static void pixel(const struct cn_step_resize_bilinear *s, const void *in, void *out, uint32_t to,
                  const struct corners *from, const struct between *row, const struct between *column) {
    for (uint32_t c = 0; c < s->channels; c++) {
        if (s->type == CN_TYPE_F32) {
            ((float *)out)[to + c] = mixed_f32(in, from, row->by.part, column->by.part, c);
        } else {
            cn_store(out, s->type, to + c, mixed(in, s->type, from, row->by.steps, column->by.steps, c));
        }
    }
}

static void run_resize_bilinear(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_resize_bilinear *s = (const void *)step;
    const struct between *rows = cn_at(plan, s->rows);
    const struct between *columns = cn_at(plan, s->columns);
    const void *in = cn_at(plan, s->in);
    void *out = cn_at(plan, s->out);
    uint32_t to = 0;
    for (uint32_t n = 0; n < s->batch; n++) {
        for (uint32_t y = 0; y < s->oh; y++) {
            for (uint32_t x = 0; x < s->ow; x++, to += s->channels) {
                const struct between *row = &rows[y], *column = &columns[x];
                uint32_t low = (n * s->ih + row->low) * s->iw, high = (n * s->ih + row->high) * s->iw;
                struct corners from = {{(low + column->low) * s->channels, (high + column->low) * s->channels,
                                        (low + column->high) * s->channels,
                                        (high + column->high) * s->channels}};
                pixel(s, in, out, to, &from, row, column);
            }
        }
    }
}

CN_KERNEL(resize_bilinear);
