// TFLM's Signal operators with a memory: delay, frames that overlap, their sum, stacked frames.
#include "cn/kernel.h"
#include "cn/kernel_math.h"

// memmove throughout: in a damaged plan regions may overlap; its result is of no use, but nothing may break.

// Cuts `count` samples from `kept` followed by `fresh` samples; `kept` may overlap nothing.
static void take(int16_t *out, uint32_t count, const int16_t *kept, uint32_t kept_count,
                 const int16_t *fresh) {
    uint32_t old = kept_count < count ? kept_count : count;
    memmove(out, kept, old * sizeof *out);
    memmove(out + old, fresh, (count - old) * sizeof *out);
}

// `kept` becomes the last `count` of itself followed by `fresh_count` samples.
static void keep_last(int16_t *kept, uint32_t count, const int16_t *fresh, uint32_t fresh_count) {
    uint32_t gone = fresh_count < count ? fresh_count : count;
    memmove(kept, kept + gone, (count - gone) * sizeof *kept);
    memmove(kept + count - gone, fresh + fresh_count - gone, gone * sizeof *kept);
}

// ---- delay

static bool check_signal_delay(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_delay *s = (const void *)step;
    uint64_t count = (uint64_t)s->rows * s->count;
    return cn_can_read(plan, s->in, count, 2) && cn_can_write(plan, s->out, count, 2) &&
           cn_can_write(plan, s->state, (uint64_t)s->rows * s->delay, 2);
}

static void run_signal_delay(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_delay *s = (const void *)step;
    const int16_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out), *state = cn_at(plan, s->state);
    for (uint32_t row = 0; row < s->rows; row++, in += s->count, out += s->count, state += s->delay) {
        take(out, s->count, state, s->delay, in);
        keep_last(state, s->delay, in, s->count);
    }
}

CN_KERNEL(signal_delay);

// ---- frames

static bool check_signal_frame(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_frame *s = (const void *)step;
    uint64_t frames = (uint64_t)s->rows * s->frames;
    return s->size && s->step && (uint64_t)s->keep + s->step >= s->size && frames <= UINT32_MAX &&
           cn_can_read(plan, s->in, frames * s->step, 2) && cn_can_write(plan, s->out, frames * s->size, 2) &&
           cn_can_write(plan, s->valid, 1, 1) && cn_can_write(plan, s->count, 1, 4) &&
           cn_can_write(plan, s->state, (uint64_t)s->rows * s->keep, 2);
}

static void run_signal_frame(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_frame *s = (const void *)step;
    const int16_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out), *state = cn_at(plan, s->state);
    uint32_t *kept = cn_at(plan, s->count);
    uint32_t start = *kept > s->keep ? s->keep : *kept, count = start;
    uint8_t valid = 1;
    for (uint32_t row = 0; row < s->rows; row++, state += s->keep) {
        count = start;
        for (uint32_t frame = 0; frame < s->frames; frame++, in += s->step, out += s->size) {
            if (count + s->step >= s->size) {
                take(out, s->size, state, count, in);
                keep_last(state, count, in, s->step);
                continue;
            }
            memset(out, 0, s->size * sizeof *out);
            if (count + s->step <= s->keep) { // true of a plan that the compiler made
                memmove(state + count, in, s->step * sizeof *state);
                count += s->step;
            }
            valid = 0;
        }
    }
    *kept = count;
    *(uint8_t *)cn_at(plan, s->valid) = valid;
}

CN_KERNEL(signal_frame);

// ---- the sum of frames that overlap

static bool check_signal_overlap(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_overlap *s = (const void *)step;
    uint64_t frames = (uint64_t)s->rows * s->frames;
    uint32_t size = cn_type_bytes(s->type);
    return (s->type == CN_TYPE_I16 || s->type == CN_TYPE_F32) && s->step && s->step <= s->size &&
           frames <= UINT32_MAX && cn_can_read(plan, s->in, frames * s->size, size) &&
           cn_can_write(plan, s->out, frames * s->step, size) &&
           cn_can_write(plan, s->state, (uint64_t)s->rows * s->size, size);
}

static void add_i16(int16_t *sum, const int16_t *in, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        sum[i] = (int16_t)cn_clamp(sum[i] + in[i], INT16_MIN, INT16_MAX);
    }
}

static void add_f32(float *sum, const float *in, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        sum[i] += in[i];
    }
}

static void run_signal_overlap(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_overlap *s = (const void *)step;
    uint32_t size = cn_type_bytes(s->type), whole = s->size * size, hop = s->step * size;
    const uint8_t *in = cn_at(plan, s->in);
    uint8_t *out = cn_at(plan, s->out), *sum = cn_at(plan, s->state);
    for (uint32_t row = 0; row < s->rows; row++, sum += whole) {
        for (uint32_t frame = 0; frame < s->frames; frame++, in += whole, out += hop) {
            if (s->type == CN_TYPE_I16) {
                add_i16((int16_t *)(void *)sum, (const int16_t *)(const void *)in, s->size);
            } else {
                add_f32((float *)(void *)sum, (const float *)(const void *)in, s->size);
            }
            memmove(out, sum, hop);
            memmove(sum, sum + hop, whole - hop);
            memset(sum + whole - hop, 0, hop);
        }
    }
}

CN_KERNEL(signal_overlap);

// ---- frames beside each other

static bool check_signal_stack(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_stack *s = (const void *)step;
    return s->channels && s->frames && s->left < s->frames && s->step && s->step <= s->frames &&
           (uint64_t)s->channels * s->frames <= UINT32_MAX && cn_can_read(plan, s->in, s->channels, 2) &&
           cn_can_write(plan, s->out, (uint64_t)s->channels * s->frames, 2) &&
           cn_can_write(plan, s->valid, 1, 1) && cn_can_write(plan, s->count, 2, 4) &&
           cn_can_write(plan, s->state, (uint64_t)s->channels * s->frames, 2);
}

static void run_signal_stack(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_signal_stack *s = (const void *)step;
    const int16_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out), *state = cn_at(plan, s->state);
    uint32_t *count = cn_at(plan, s->count); // frames kept, and whether there was one yet
    uint32_t frame = s->channels * (uint32_t)sizeof *in, bytes = frame * s->frames;
    uint32_t times = count[1] ? 1 : s->left + 1; // the first one stands for those before it
    uint32_t kept = count[0] < s->frames ? count[0] : 0;
    for (; times && kept < s->frames; times--, kept++) {
        memmove(state + kept * s->channels, in, frame);
    }
    uint8_t valid = kept == s->frames;
    if (valid) {
        memmove(out, state, bytes);
        memmove(state, state + s->step * s->channels, bytes - s->step * frame);
        kept -= s->step;
    } else {
        memset(out, 0, bytes);
    }
    count[0] = kept;
    count[1] = 1;
    *(uint8_t *)cn_at(plan, s->valid) = valid;
}

CN_KERNEL(signal_stack);
