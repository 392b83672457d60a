// SVDF: a feature filter whose results are kept in the state, and a time filter over what the state
// remembers.
#include "elements.h"
#include "cn/kernel_math.h"

// ---- int8 with a state of int16 or int8

static bool check_svdf_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_svdf_s8 *s = (const void *)step;
    uint32_t size = cn_type_bytes(s->state_type);
    uint64_t filters = (uint64_t)s->units * s->rank;
    return (s->state_type == CN_TYPE_I8 || s->state_type == CN_TYPE_I16) && s->units && s->rank &&
           s->memory && s->depth && cn_exponent_ok(s->feature_exponent) && cn_exponent_ok(s->exponent) &&
           cn_can_read(plan, s->in, (uint64_t)s->batch * s->depth, 1) &&
           cn_can_write(plan, s->out, (uint64_t)s->batch * s->units, 1) &&
           cn_can_read(plan, s->feature, filters * s->depth, 1) &&
           cn_can_read(plan, s->time, filters * s->memory, size) && cn_can_read(plan, s->bias, s->units, 4) &&
           filters <= UINT32_MAX && filters * s->memory <= UINT32_MAX &&
           cn_can_write(plan, s->state, filters * s->memory * s->batch, size);
}

static int32_t feature(const struct cn_step_svdf_s8 *s, const int8_t *in, const int8_t *weights) {
    int32_t sum = 0;
    for (uint32_t i = 0; i < s->depth; i++) {
        sum = cn_wrap_add(sum, cn_wrap_mul(weights[i], cn_wrap_sub(in[i], s->in_zero)));
    }
    int32_t low, high;
    cn_limits(s->state_type, &low, &high);
    return cn_clamp(cn_rescale(sum, s->feature_multiplier, s->feature_exponent), low, high);
}

// Shift one filter's memory by one, append `newest`, and give its product with the time filter.
static int32_t remember(const struct cn_step_svdf_s8 *s, void *state, const void *time, uint32_t at,
                        int32_t newest) {
    int32_t sum = 0;
    for (uint32_t m = 0; m < s->memory; m++) {
        int32_t value = m + 1 < s->memory ? cn_load(state, s->state_type, at + m + 1) : newest;
        cn_store(state, s->state_type, at + m, value);
        sum = cn_wrap_add(sum, cn_wrap_mul(value, cn_load(time, s->state_type, at + m)));
    }
    return sum;
}

static void run_svdf_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_svdf_s8 *s = (const void *)step;
    const int8_t *in = cn_at(plan, s->in);
    const int32_t *bias = cn_at(plan, s->bias);
    int8_t *out = cn_at(plan, s->out);
    uint32_t size = (uint32_t)s->units * s->rank * s->memory * cn_type_bytes(s->state_type);
    uint8_t *state = cn_at(plan, s->state);
    for (uint32_t n = 0; n < s->batch; n++, in += s->depth, state += size) {
        const int8_t *weights = cn_at(plan, s->feature);
        uint32_t at = 0;
        for (uint32_t unit = 0; unit < s->units; unit++) {
            int32_t sum = bias[unit];
            for (uint32_t r = 0; r < s->rank; r++, at += s->memory, weights += s->depth) {
                sum = cn_wrap_add(sum, remember(s, state, cn_at(plan, s->time), at, feature(s, in, weights)));
            }
            int32_t value = cn_wrap_add(cn_rescale(sum, s->multiplier, s->exponent), s->out_zero);
            *out++ = (int8_t)cn_clamp(value, INT8_MIN, INT8_MAX);
        }
    }
}

CN_KERNEL(svdf_s8);

// ---- float32

static bool check_svdf_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_svdf_f32 *s = (const void *)step;
    uint64_t filters = (uint64_t)s->units * s->rank;
    return s->units && s->rank && s->memory && s->depth && filters <= UINT32_MAX &&
           filters * s->memory <= UINT32_MAX && cn_can_read(plan, s->in, (uint64_t)s->batch * s->depth, 4) &&
           cn_can_write(plan, s->out, (uint64_t)s->batch * s->units, 4) &&
           cn_can_read(plan, s->feature, filters * s->depth, 4) &&
           cn_can_read(plan, s->time, filters * s->memory, 4) && cn_can_read(plan, s->bias, s->units, 4) &&
           cn_can_write(plan, s->state, filters * s->memory * s->batch, 4);
}

static float remember_float(float *state, const float *time, uint32_t memory, float newest) {
    float sum = 0;
    for (uint32_t m = 0; m < memory; m++) {
        state[m] = m + 1 < memory ? state[m + 1] : newest;
        sum += state[m] * time[m];
    }
    return sum;
}

static void run_svdf_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_svdf_f32 *s = (const void *)step;
    const float *in = cn_at(plan, s->in);
    const float *bias = cn_at(plan, s->bias);
    float *out = cn_at(plan, s->out);
    float *state = cn_at(plan, s->state);
    for (uint32_t n = 0; n < s->batch; n++, in += s->depth) {
        const float *weights = cn_at(plan, s->feature);
        const float *time = cn_at(plan, s->time);
        for (uint32_t unit = 0; unit < s->units; unit++) {
            float sum = bias[unit];
            for (uint32_t r = 0; r < s->rank;
                 r++, state += s->memory, time += s->memory, weights += s->depth) {
                float newest = 0;
                for (uint32_t i = 0; i < s->depth; i++) {
                    newest += weights[i] * in[i];
                }
                sum += remember_float(state, time, s->memory, newest);
            }
            *out++ = sum < s->min ? s->min : sum > s->max ? s->max : sum;
        }
    }
}

CN_KERNEL(svdf_f32);
