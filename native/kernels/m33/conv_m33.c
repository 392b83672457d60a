// CONV_2D int8 for Cortex-M33: packs three pixels at a time, then all output channels from the weight stream.
#include "conv_block.h"
#include "pack.h"
#include "../portable/window.h"

static uint32_t run_bytes(const struct cn_step_conv_m33 *s) {
    return ((uint32_t)s->kw * s->ic + 3) & ~3u;
}

// Windows that always lie inside the image and are whole words need no gathering.
static bool never_gathers(const struct cn_step_conv_m33 *s) {
    return s->kh == 1 && s->kw == 1 && !s->pad_top && !s->pad_left && s->ic % 4 == 0 &&
           (uint32_t)(s->oh - 1) * s->sh < s->ih && (uint32_t)(s->ow - 1) * s->sw < s->iw;
}

// Scratch: packed pixels, gathered windows, outputs of a block that is not full.
static uint32_t packed_bytes(uint32_t row) {
    return row * CN_PACK_RATIO * CN_BLOCK;
}

static uint64_t scratch_bytes(const struct cn_step_conv_m33 *s, uint32_t row) {
    return packed_bytes(row) + (never_gathers(s) ? 0 : (uint64_t)row * CN_BLOCK) + (uint64_t)s->oc * CN_BLOCK;
}

static bool check_stream(const struct cn_model *model, const struct cn_step_conv_m33 *s, uint32_t row) {
    uint32_t words = CN_PAIR_WORDS + row / 2;
    if (s->stream >> 30 != CN_IN_PLAN || !cn_can_read(model, s->stream, (uint64_t)words * s->pairs, 4)) {
        return false;
    }
    const uint32_t *pair = cn_at(model, s->stream);
    for (uint32_t i = 0; i < s->pairs; i++, pair += words) {
        const uint32_t *entry = pair + 2 + row / 2;
        if (entry[2] > 31 || entry[3] >= s->oc || entry[6] > 31 || entry[7] >= s->oc) {
            return false;
        }
    }
    return true;
}

static bool check_conv_m33(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_conv_m33 *s = (const void *)step;
    if (!CN_WINDOW_OK(s) || !s->pairs || CN_PRODUCT3(s->kh, s->kw, s->ic) > 65536) {
        return false;
    }
    uint32_t row = s->kh * run_bytes(s);
    return row <= 262144 && cn_can_read(model, s->in, CN_WINDOW_IN(s), 1) &&
           cn_can_write(model, s->out, CN_WINDOW_OUT(s), 1) &&
           cn_can_write(model, s->scratch, (scratch_bytes(s, row) + 3) / 4, 4) && check_stream(model, s, row) &&
           (s->fill == CN_REF_NONE || cn_can_read(model, s->fill, s->oc, 1));
}

// What stays the same during one step.
struct walk {
    const struct cn_step_conv_m33 *s;
    const int8_t *image, *end;
    uint32_t run, row, line; // bytes of a window's row in the image and in all, of an image row
    uint32_t *packed;
    int8_t *gathered;
    int x, y;
};

// A window of which some taps lie outside the image: they become the zero point, which the bias cancels.
static void gather(const struct walk *w, int top, int left, int8_t *to) {
    const struct cn_step_conv_m33 *s = w->s;
    for (int ky = 0; ky < s->kh; ky++, to += w->run) {
        int y = top + ky * s->dh;
        int8_t *at = to;
        if (s->dw == 1 && y >= 0 && y < s->ih) {
            struct cn_taps in = cn_taps_inside(left, s->kw, 1, s->iw);
            memset(at, (int)s->in_zero, (uint32_t)in.first * s->ic);
            cn_copy_bytes(at + in.first * s->ic, w->image + (uint32_t)y * w->line + (left + in.first) * s->ic,
                          (uint32_t)(in.end - in.first) * s->ic);
            memset(at + in.end * s->ic, (int)s->in_zero, (uint32_t)(s->kw - in.end) * s->ic);
            continue;
        }
        for (int kx = 0; kx < s->kw; kx++, at += s->ic) {
            int x = left + kx * s->dw;
            if (y < 0 || y >= s->ih || x < 0 || x >= s->iw) {
                memset(at, (int)s->in_zero, s->ic);
            } else {
                cn_copy_bytes(at, w->image + (uint32_t)y * w->line + (uint32_t)x * s->ic, s->ic);
            }
        }
    }
}

// The window's first byte if it can be read where it is, else NULL.
static const int8_t *inside(const struct walk *w, int top, int left) {
    const struct cn_step_conv_m33 *s = w->s;
    if (top < 0 || left < 0 || top + s->kh > s->ih || left + s->kw > s->iw || s->dh != 1 || s->dw != 1) {
        return NULL;
    }
    const int8_t *at = w->image + (uint32_t)top * w->line + (uint32_t)left * s->ic;
    return at + (uint32_t)(s->kh - 1) * w->line + w->run <= w->end ? at : NULL;
}

// Pack the next `count` pixels; missing ones repeat the last.
static void pack_block(struct walk *w, uint32_t count) {
    const struct cn_step_conv_m33 *s = w->s;
    const int8_t *at[CN_BLOCK];
    int top[CN_BLOCK], left[CN_BLOCK];
    bool direct = true;
    for (uint32_t p = 0; p < CN_BLOCK; p++) {
        top[p] = w->y * s->sh - s->pad_top;
        left[p] = w->x * s->sw - s->pad_left;
        at[p] = inside(w, top[p], left[p]);
        direct = direct && at[p];
        if (p + 1 < count && ++w->x == s->ow) {
            w->x = 0;
            w->y++;
        }
    }
    if (++w->x == s->ow) {
        w->x = 0;
        w->y++;
    }
    uint32_t *to = w->packed;
    if (direct) {
        for (uint32_t ky = 0; ky < s->kh; ky++) {
            to = cn_pack3(at[0], at[1], at[2], to, w->run / 4);
            for (int p = 0; p < CN_BLOCK; p++) {
                at[p] += w->line;
            }
        }
        return;
    }
    for (int p = 0; p < CN_BLOCK; p++) {
        gather(w, top[p], left[p], w->gathered + p * (int)w->row);
    }
    cn_pack3(w->gathered, w->gathered + w->row, w->gathered + 2 * w->row, to, w->row / 4);
}

// Channels that never vary are no part of the stream: their bytes come from a template.
static void fill_pixels(const int8_t *fill, int8_t *out, uint32_t oc) {
    for (int p = 0; p < CN_BLOCK; p++, out += oc) {
        cn_copy_bytes(out, fill, oc);
    }
}

static void convolve(struct walk *w, struct cn_conv_job *job, const int8_t *fill, int8_t *out, int8_t *spare) {
    uint32_t oc = w->s->oc;
    uint32_t pixels = (uint32_t)w->s->oh * w->s->ow;
    for (; pixels; out += CN_BLOCK * oc) {
        uint32_t count = pixels < CN_BLOCK ? pixels : CN_BLOCK;
        pack_block(w, count);
        job->out = count < CN_BLOCK ? spare : out;
        if (fill) {
            fill_pixels(fill, job->out, oc);
        }
        cn_conv_block(job);
        if (count < CN_BLOCK) {
            cn_copy_bytes(out, spare, count * oc);
        }
        pixels -= count;
    }
}

static void run_conv_m33(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_conv_m33 *s = (const void *)step;
    uint32_t row = s->kh * run_bytes(s);
    const int8_t *in = cn_at(model, s->in);
    int8_t *out = cn_at(model, s->out);
    int8_t *scratch = cn_at(model, s->scratch);
    uint32_t image = (uint32_t)s->ih * s->iw * s->ic;
    struct walk w = {.s = s, .end = in + s->batch * image, .run = run_bytes(s), .row = row};
    w.line = (uint32_t)s->iw * s->ic;
    w.packed = (uint32_t *)(void *)scratch;
    w.gathered = scratch + packed_bytes(row);
    int8_t *spare = w.gathered + (never_gathers(s) ? 0 : row * CN_BLOCK);
    struct cn_conv_job job = {.x = w.packed, .x_end = w.packed + packed_bytes(row) / 4, .stride = s->oc};
    job.skip = cn_conv_skip(row / 4);
    job.stream = cn_at(model, s->stream);
    job.pairs = s->pairs;
    for (uint32_t n = 0; n < s->batch; n++) {
        w.image = in + n * image;
        w.x = w.y = 0;
        convolve(&w, &job, s->fill == CN_REF_NONE ? NULL : cn_at(model, s->fill),
                 out + n * (uint32_t)s->oh * s->ow * s->oc, spare);
    }
    if (s->min > -128 || s->max < 127) {
        cn_clamp_bytes(out, (uint32_t)CN_WINDOW_OUT(s), s->min, s->max);
    }
}

CN_KERNEL(conv_m33);
