// CONV_2D int8 for Cortex-M33: packs three pixels at a time, then all output channels from the weight stream.
#include "conv_block.h"
#include "pack.h"
#include "../portable/window.h"

static uint32_t run_bytes(const struct cn_step_conv_m33 *s) {
    return ((uint32_t)s->kw * s->ic + 3) & ~3u;
}

// 1x1 windows of whole words that always lie inside the image are read where they are.
static bool is_direct(const struct cn_step_conv_m33 *s) {
    return s->kh == 1 && s->kw == 1 && !s->pad_top && !s->pad_left && s->ic % 4 == 0 &&
           (uint32_t)(s->oh - 1) * s->sh < s->ih && (uint32_t)(s->ow - 1) * s->sw < s->iw;
}

// The last window begins inside the image or its border: positions stay far from 32 bits.
static bool windows_ok(const struct cn_step_conv_m33 *s) {
    return CN_WINDOW_OK(s) && s->dh == 1 && s->dw == 1 && CN_PRODUCT3(s->kh, s->kw, s->ic) <= 65536 &&
           (s->oh - 1u) * s->sh < (uint32_t)s->ih + s->pad_top &&
           (s->ow - 1u) * s->sw < (uint32_t)s->iw + s->pad_left;
}

// All others are read from a band: the image rows, borders filled in, under the output rows that a block
// touches.
static uint32_t band_columns(const struct cn_step_conv_m33 *s) {
    return (s->ow - 1u) * s->sw + s->kw;
}

static uint32_t band_rows(const struct cn_step_conv_m33 *s) {
    uint32_t spanned = s->ow == 1 ? CN_BLOCK : 2;
    return s->kh + (spanned - 1) * s->sh;
}

// The last row's padded run may read 3 bytes beyond.
static uint64_t band_bytes(const struct cn_step_conv_m33 *s) {
    return is_direct(s) ? 0 : CN_PRODUCT3(band_rows(s), band_columns(s), s->ic) + 4;
}

static uint32_t packed_bytes(uint32_t row) {
    return row * CN_PACK_RATIO * CN_BLOCK;
}

// Scratch: packed pixels, band, outputs of a block that is not full.
static uint64_t scratch_bytes(const struct cn_step_conv_m33 *s, uint32_t row) {
    return packed_bytes(row) + band_bytes(s) + (uint64_t)s->oc * CN_BLOCK;
}

static bool check_stream(const struct cn_plan *plan, const struct cn_step_conv_m33 *s, uint32_t row) {
    uint32_t words = CN_PAIR_WORDS + row / 2;
    if (s->stream >> 30 != CN_IN_PLAN || !cn_can_read(plan, s->stream, (uint64_t)words * s->pairs, 4)) {
        return false;
    }
    const uint32_t *pair = cn_at(plan, s->stream);
    for (uint32_t i = 0; i < s->pairs; i++, pair += words) {
        const uint32_t *entry = pair + 2 + row / 2;
        if (entry[2] > 31 || entry[3] >= s->oc || entry[6] > 31 || entry[7] >= s->oc) {
            return false;
        }
    }
    return true;
}

static bool check_conv_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_m33 *s = (const void *)step;
    if (!windows_ok(s) || !s->pairs || CN_PRODUCT3(band_rows(s), band_columns(s), s->ic) > CN_REF_OFFSET) {
        return false;
    }
    uint32_t row = s->kh * run_bytes(s);
    return row <= 262144 && cn_can_read(plan, s->in, CN_WINDOW_IN(s), 1) &&
           cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 1) &&
           cn_can_write(plan, s->scratch, (scratch_bytes(s, row) + 3) / 4, 4) && check_stream(plan, s, row) &&
           (s->fill == CN_REF_NONE || cn_can_read(plan, s->fill, s->oc, 1));
}

// Where the pixels of a block come from.
struct walk {
    const struct cn_step_conv_m33 *s;
    const int8_t *image;
    uint32_t run;       // bytes of a window's row
    const int8_t *from; // window of the first pixel of output row `from_y`
    int from_y;
    uint32_t line; // bytes from one row at `from` to the next
    int8_t *band;  // NULL: `from` is the image
    uint32_t *packed;
    int x, y;
};

// Taps outside the image are the zero point, which the start value cancels.
static void fill_band(const struct walk *w) {
    const struct cn_step_conv_m33 *s = w->s;
    int top = w->y * s->sh - s->pad_top;
    uint32_t image_line = (uint32_t)s->iw * s->ic;
    uint32_t left = (uint32_t)s->pad_left * s->ic;
    left = left < w->line ? left : w->line;
    uint32_t bytes = image_line < w->line - left ? image_line : w->line - left;
    int8_t *to = w->band;
    for (int y = top; y < top + (int)band_rows(s); y++, to += w->line) {
        if (y < 0 || y >= s->ih) {
            cn_fill_bytes(to, s->in_zero, w->line);
            continue;
        }
        cn_fill_bytes(to, s->in_zero, left);
        cn_copy_bytes(to + left, w->image + (uint32_t)y * image_line, bytes);
        cn_fill_bytes(to + left + bytes, s->in_zero, w->line - left - bytes);
    }
}

static void next_pixel(struct walk *w) {
    if (++w->x == w->s->ow) {
        w->x = 0;
        w->y++;
    }
}

// Pack the next `count` pixels; missing ones repeat the last.
static void pack_block(struct walk *w, uint32_t count) {
    const struct cn_step_conv_m33 *s = w->s;
    if (w->band && w->y != w->from_y) {
        w->from_y = w->y;
        fill_band(w);
    }
    const int8_t *at[CN_BLOCK];
    for (uint32_t p = 0; p < CN_BLOCK; p++) {
        uint32_t row = (uint32_t)(w->y - w->from_y) * s->sh;
        at[p] = w->from + row * w->line + (uint32_t)w->x * s->sw * s->ic;
        if (p + 1 < count) {
            next_pixel(w);
        }
    }
    next_pixel(w);
    cn_pack3(at[0], at[1], at[2], w->packed, w->run / 4, s->kh, w->line - w->run);
}

// Channels that never vary are no part of the stream: their bytes come from a template.
static void fill_pixels(const int8_t *fill, int8_t *out, uint32_t oc) {
    for (int p = 0; p < CN_BLOCK; p++, out += oc) {
        cn_copy_bytes(out, fill, oc);
    }
}

static void convolve(struct walk *w, struct cn_conv_job *job, const int8_t *fill, int8_t *out,
                     int8_t *spare) {
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

static void run_conv_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_conv_m33 *s = (const void *)step;
    uint32_t row = s->kh * run_bytes(s);
    int8_t *out = cn_at(plan, s->out);
    int8_t *scratch = cn_at(plan, s->scratch);
    struct walk w = {.s = s, .image = cn_at(plan, s->in), .run = run_bytes(s)};
    w.packed = (uint32_t *)(void *)scratch;
    w.band = is_direct(s) ? NULL : scratch + packed_bytes(row);
    w.line = (w.band ? band_columns(s) : s->iw) * s->ic;
    struct cn_conv_job job = {.x = w.packed, .x_end = w.packed + packed_bytes(row) / 4, .stride = s->oc};
    job.skip = cn_conv_skip(row / 4);
    job.stream = cn_at(plan, s->stream);
    job.pairs = s->pairs;
    for (uint32_t n = 0; n < s->batch; n++) {
        w.x = w.y = 0;
        w.from = w.band ? w.band : w.image;
        w.from_y = w.band ? -1 : 0;
        convolve(&w, &job, s->fill == CN_REF_NONE ? NULL : cn_at(plan, s->fill), out,
                 scratch + packed_bytes(row) + band_bytes(s));
        w.image += (uint32_t)s->ih * s->iw * s->ic;
        out += (uint32_t)s->oh * s->ow * s->oc;
    }
    if (s->min > -128 || s->max < 127) {
        cn_clamp_bytes(cn_at(plan, s->out), (uint32_t)CN_WINDOW_OUT(s), s->min, s->max);
    }
}

CN_KERNEL(conv_m33);
