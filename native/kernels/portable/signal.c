// TFLM's Signal operators: the stages of an audio front end on integers, from samples to log channels.
#include "cn/kernel.h"
#include "cn/kernel_math.h"
#include "cn/dsp_integer.h"
#include "cn/dsp_rfft16.h"

// 64-bit values in the arena are only 4-byte aligned.
static uint64_t load64(const uint32_t *at) {
    return (uint64_t)at[1] << 32 | at[0];
}

// ---- window

static bool check_signal_window(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_window *s = (const void *)step;
    uint64_t count = (uint64_t)s->rows * s->count;
    return s->shift <= 31 && cn_can_read(plan, s->in, count, 2) &&
           cn_can_read(plan, s->window, s->count, 2) && cn_can_write(plan, s->out, count, 2);
}

static void run_signal_window(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_window *s = (const void *)step;
    const int16_t *window = cn_at(plan, s->window);
    const int16_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out);
    for (uint32_t row = 0; row < s->rows; row++, in += s->count, out += s->count) {
        for (uint32_t i = 0; i < s->count; i++) {
            out[i] = (int16_t)cn_clamp(in[i] * window[i] >> s->shift, INT16_MIN, INT16_MAX);
        }
    }
}

CN_KERNEL(signal_window);

// ---- scale up to 15 bits

static bool check_signal_scale(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_scale *s = (const void *)step;
    return cn_can_read(plan, s->in, s->count, 2) && cn_can_write(plan, s->out, s->count, 2) &&
           cn_can_write(plan, s->bits, 1, 4);
}

static void run_signal_scale(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_scale *s = (const void *)step;
    const int16_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out);
    int32_t most = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        int32_t size = in[i] < 0 ? -in[i] : in[i];
        most = size > most ? size : most;
    }
    int bits = 15 - cn_dsp_width((uint32_t)most);
    bits = bits < 0 ? 0 : bits;
    for (uint32_t i = 0; i < s->count; i++) {
        out[i] = (int16_t)(in[i] * (1 << bits));
    }
    *(int32_t *)cn_at(plan, s->bits) = bits;
}

CN_KERNEL(signal_scale);

// ---- transform of 512 points, energy of its bins

static bool check_signal_rfft(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_rfft *s = (const void *)step;
    return s->count <= RFFT16_POINTS && cn_can_read(plan, s->in, s->count, 2) &&
           cn_can_write(plan, s->out, RFFT16_POINTS + 2, 2) &&
           cn_can_write(plan, s->scratch, 2 * RFFT16_POINTS, 2);
}

static void run_signal_rfft(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_rfft *s = (const void *)step;
    int16_t *time = cn_at(plan, s->scratch);
    memmove(time, cn_at(plan, s->in), s->count * sizeof *time);
    memset(time + s->count, 0, (RFFT16_POINTS - s->count) * sizeof *time);
    rfft16(time, (struct complex16 *)(void *)(time + RFFT16_POINTS), cn_at(plan, s->out));
}

CN_KERNEL(signal_rfft);

static bool check_signal_energy(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_energy *s = (const void *)step;
    return s->first <= s->end && s->end <= s->count && cn_can_read(plan, s->in, (uint64_t)s->count * 2, 2) &&
           cn_can_write(plan, s->out, s->count, 4);
}

static void run_signal_energy(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_energy *s = (const void *)step;
    const int16_t *in = cn_at(plan, s->in);
    uint32_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        int32_t re = in[2 * i], im = in[2 * i + 1];
        out[i] = i >= s->first && i < s->end ? (uint32_t)(re * re) + (uint32_t)(im * im) : 0;
    }
}

CN_KERNEL(signal_energy);

// ---- channels

static bool check_signal_filter_bank(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_filter_bank *s = (const void *)step;
    uint32_t tables[] = {s->starts, s->weight_starts, s->widths};
    for (int i = 0; i < 3; i++) {
        if (tables[i] >> 30 != CN_IN_PLAN || !cn_can_read(plan, tables[i], (uint64_t)s->channels + 1, 2)) {
            return false;
        }
    }
    const int16_t *starts = cn_at(plan, s->starts), *weight_starts = cn_at(plan, s->weight_starts);
    const int16_t *widths = cn_at(plan, s->widths);
    for (uint32_t c = 0; c <= s->channels; c++) {
        if (starts[c] < 0 || weight_starts[c] < 0 || widths[c] < 0 ||
            (uint32_t)starts[c] + (uint32_t)widths[c] > s->bins ||
            (uint32_t)weight_starts[c] + (uint32_t)widths[c] > s->weights_count) {
            return false;
        }
    }
    return cn_can_read(plan, s->in, s->bins, 4) && cn_can_read(plan, s->weights, s->weights_count, 2) &&
           cn_can_read(plan, s->unweights, s->weights_count, 2) &&
           cn_can_write(plan, s->out, (uint64_t)s->channels * 2, 4);
}

// A bin's energy goes to the two channels under whose triangles it lies: the falling side of one, the rising
// side of the next. What falls below the lowest channel is dropped.
static void run_signal_filter_bank(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_filter_bank *s = (const void *)step;
    const int16_t *starts = cn_at(plan, s->starts), *weight_starts = cn_at(plan, s->weight_starts);
    const int16_t *widths = cn_at(plan, s->widths), *weights = cn_at(plan, s->weights);
    const int16_t *unweights = cn_at(plan, s->unweights);
    const uint32_t *in = cn_at(plan, s->in);
    uint32_t *out = cn_at(plan, s->out);
    uint64_t here = 0;
    for (uint32_t c = 0; c <= s->channels; c++) {
        uint64_t next = 0;
        for (int32_t i = 0; i < widths[c]; i++) {
            uint64_t energy = in[starts[c] + i];
            here += energy * (uint64_t)(int64_t)weights[weight_starts[c] + i];
            next += energy * (uint64_t)(int64_t)unweights[weight_starts[c] + i];
        }
        if (c > 0) {
            *out++ = (uint32_t)here;
            *out++ = (uint32_t)(here >> 32);
        }
        here = next;
    }
}

CN_KERNEL(signal_filter_bank);

static bool check_signal_root(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_root *s = (const void *)step;
    return cn_can_read(plan, s->in, (uint64_t)s->count * 2, 4) && cn_can_read(plan, s->bits, 1, 4) &&
           cn_can_write(plan, s->out, s->count, 4);
}

static void run_signal_root(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_root *s = (const void *)step;
    const uint32_t *in = cn_at(plan, s->in);
    uint32_t *out = cn_at(plan, s->out);
    int32_t bits = cn_clamp(*(const int32_t *)cn_at(plan, s->bits), 0, 31);
    for (uint32_t i = 0; i < s->count; i++) {
        out[i] = cn_dsp_root(load64(in + 2 * i)) >> bits;
    }
}

CN_KERNEL(signal_root);

// ---- noise and gain

static bool check_signal_subtract(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_subtract *s = (const void *)step;
    return s->smoothing_bits <= 31 && s->spectral_bits <= 31 && cn_can_read(plan, s->in, s->count, 4) &&
           cn_can_write(plan, s->out, s->count, 4) && cn_can_write(plan, s->noise, s->count, 4) &&
           cn_can_write(plan, s->state, s->count, 4);
}

// Take the slowly moving part of each channel away and keep its estimate; odd channels have a share of their
// own.
static void run_signal_subtract(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_subtract *s = (const void *)step;
    const uint32_t *in = cn_at(plan, s->in);
    uint32_t *out = cn_at(plan, s->out), *noise = cn_at(plan, s->noise), *state = cn_at(plan, s->state);
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t share = i & 1 ? s->odd_smoothing : s->smoothing;
        uint32_t rest = i & 1 ? s->odd_rest : s->rest;
        uint32_t magnitude = in[i], raised = magnitude << s->smoothing_bits;
        uint32_t estimate =
            (uint32_t)(((uint64_t)raised * share + (uint64_t)state[i] * rest) >> s->spectral_bits);
        uint32_t taken = estimate < raised ? estimate : raised;
        state[i] = s->clamping ? taken : estimate;
        uint32_t least = (uint32_t)((uint64_t)magnitude * s->least_signal >> s->spectral_bits);
        uint32_t left = (raised - taken) >> s->smoothing_bits;
        out[i] = left > least ? left : least;
        noise[i] = state[i];
    }
}

CN_KERNEL(signal_subtract);

static bool check_signal_pcan(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_pcan *s = (const void *)step;
    return s->shift <= 63 && cn_can_read(plan, s->in, s->count, 4) &&
           cn_can_read(plan, s->noise, s->count, 4) && cn_can_read(plan, s->gains, CN_DSP_GAINS, 2) &&
           cn_can_write(plan, s->out, s->count, 4);
}

// Weigh each channel by its noise and flatten what is loud: a square up to 2, then a line.
static void run_signal_pcan(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_pcan *s = (const void *)step;
    const uint32_t *in = cn_at(plan, s->in), *noise = cn_at(plan, s->noise);
    uint32_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        out[i] = cn_dsp_flatten(in[i], cn_dsp_gain(cn_at(plan, s->gains), noise[i]), s->shift);
    }
}

CN_KERNEL(signal_pcan);

// ---- logarithm

static bool check_signal_log(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_log *s = (const void *)step;
    return s->correction_bits <= 31 && cn_can_read(plan, s->in, s->count, 4) &&
           cn_can_read(plan, s->bends, CN_DSP_BENDS, 2) && cn_can_write(plan, s->out, s->count, 2);
}

static void run_signal_log(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_log *s = (const void *)step;
    const uint32_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t value = cn_dsp_log(cn_at(plan, s->bends), in[i] << s->correction_bits, s->scale);
        out[i] = (int16_t)(value < INT16_MAX ? value : INT16_MAX);
    }
}

CN_KERNEL(signal_log);
