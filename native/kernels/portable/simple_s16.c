// Activations and SOFTMAX on int16: tables with linear interpolation.
#include "cn/kernel.h"
#include "cn/kernel_math.h"
#include "sigmoid16.h"

// ---- LOGISTIC, TANH

static bool check_sigmoid_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_sigmoid_s16 *s = (const void *)step;
    return s->kind <= 1 && s->shift >= 0 && s->shift <= 31 && s->multiplier >= 0 &&
           s->multiplier <= INT16_MAX * 2 && cn_can_read(plan, s->sigmoid, 256, 2) &&
           cn_can_read(plan, s->in, s->count, 2) && cn_can_write(plan, s->out, s->count, 2);
}

static void run_sigmoid_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_sigmoid_s16 *s = (const void *)step;
    const uint16_t *table = cn_at(plan, s->sigmoid);
    const int16_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out);
    int64_t half = s->shift > 0 ? (int64_t)1 << (s->shift - 1) : 0;
    for (uint32_t i = 0; i < s->count; i++) {
        int32_t x = (int32_t)(((int64_t)in[i] * s->multiplier + half) >> s->shift);
        x = x == INT32_MIN ? INT32_MAX : x;
        out[i] = s->kind ? cn_tanh_table(table, x) : cn_sigmoid_table(table, x);
    }
}

CN_KERNEL(sigmoid_s16);

// ---- RELU, RELU6, LEAKY_RELU

static bool check_leaky_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_leaky_s16 *s = (const void *)step;
    return cn_exponent_ok(s->exponent) && cn_exponent_ok(s->slope_exponent) &&
           cn_can_read(plan, s->in, s->count, 2) && cn_can_write(plan, s->out, s->count, 2);
}

static void run_leaky_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_leaky_s16 *s = (const void *)step;
    const int16_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->count; i++) {
        int32_t value = in[i] >= 0 ? cn_rescale(in[i], s->multiplier, s->exponent)
                                   : cn_rescale(in[i], s->slope_multiplier, s->slope_exponent);
        out[i] = (int16_t)cn_clamp(value, s->min, s->max);
    }
}

CN_KERNEL(leaky_s16);

// ---- SOFTMAX

#define SAMPLES 513

static bool check_softmax_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_s16 *s = (const void *)step;
    uint64_t count = (uint64_t)s->rows * s->depth;
    return s->depth && s->depth <= 32768 && cn_exponent_ok(s->exponent) &&
           cn_can_read(plan, s->exps, SAMPLES, 2) && cn_can_read(plan, s->inverses, SAMPLES, 2) &&
           cn_can_read(plan, s->in, count, 2) && cn_can_write(plan, s->out, count, 2);
}

// A function of all int16 values, sampled at every 128th.
static int16_t sampled(const int16_t *table, int32_t x) {
    const int16_t *at = table + 256 + (x >> 7);
    int32_t slope = (int16_t)(at[1] - at[0]);
    return (int16_t)(at[0] + ((slope * (x & 0x7f) + 64) >> 7));
}

static int16_t exponential(const struct cn_step_softmax_s16 *s, const int16_t *exps, int32_t below) {
    int32_t scaled = cn_rescale(below, s->multiplier, s->exponent);
    return sampled(exps, cn_clamp(cn_wrap_add(scaled, 32767), -32768, 32767));
}

static void softmax_row(const struct cn_step_softmax_s16 *s, const int16_t *exps, const int16_t *inverses,
                        const int16_t *in, int16_t *out) {
    int32_t max = INT16_MIN;
    for (uint32_t c = 0; c < s->depth; c++) {
        max = in[c] > max ? in[c] : max;
    }
    int32_t sum = 0;
    for (uint32_t c = 0; c < s->depth; c++) {
        out[c] = exponential(s, exps, in[c] - max);
        sum += out[c];
    }
    int headroom = __builtin_clz((uint32_t)(sum > 0 ? sum : 1));
    int32_t mantissa = (int32_t)((((int64_t)(sum > 0 ? sum : 1) << (headroom - 1)) + (1 << 13)) >> 14);
    int32_t inverse = sampled(inverses, cn_clamp(mantissa - (1 << 15) - (1 << 16), -32768, 32767));
    int shift = 31 - headroom;
    for (uint32_t c = 0; c < s->depth; c++) {
        int64_t half = shift > 0 ? (int64_t)1 << (shift - 1) : 0;
        int32_t value = (int32_t)(((int64_t)out[c] * inverse + half) >> shift);
        out[c] = (int16_t)cn_clamp(value, 0, 32767);
    }
}

static void run_softmax_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_s16 *s = (const void *)step;
    const int16_t *in = cn_at(plan, s->in);
    int16_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->rows; i++) {
        softmax_row(s, cn_at(plan, s->exps), cn_at(plan, s->inverses), in + i * s->depth, out + i * s->depth);
    }
}

CN_KERNEL(softmax_s16);
