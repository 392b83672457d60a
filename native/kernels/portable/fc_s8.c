// FULLY_CONNECTED int8: a dot product per unit; a zero point of the weights costs the sum of the inputs.
#include "cn/kernel.h"
#include "cn/kernel_math.h"

static bool check_fc_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fc_s8 *s = (const void *)step;
    return s->depth && s->units && s->rows && s->depth <= s->row && cn_exponent_ok(s->exponent) &&
           cn_can_read(plan, s->in, (uint64_t)s->rows * s->depth, 1) &&
           cn_can_write(plan, s->out, (uint64_t)s->rows * s->units, 1) &&
           cn_can_read(plan, s->weights, (uint64_t)s->row * s->units, 1) &&
           cn_can_read(plan, s->bias, s->units, 4);
}

static int32_t sum_of(const int8_t *in, uint32_t depth) {
    int32_t sum = 0;
    for (uint32_t i = 0; i < depth; i++) {
        sum = cn_wrap_add(sum, in[i]);
    }
    return sum;
}

static void run_fc_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fc_s8 *s = (const void *)step;
    const int8_t *in = cn_at(plan, s->in);
    const int32_t *bias = cn_at(plan, s->bias);
    int8_t *out = cn_at(plan, s->out);
    for (uint32_t n = 0; n < s->rows; n++, in += s->depth, out += s->units) {
        const int8_t *weights = cn_at(plan, s->weights);
        int32_t shift = s->weights_zero ? cn_wrap_mul(s->weights_zero, sum_of(in, s->depth)) : 0;
        for (uint32_t c = 0; c < s->units; c++, weights += s->row) {
            int32_t sum = cn_wrap_sub(bias[c], shift);
            for (uint32_t i = 0; i < s->depth; i++) {
                sum = cn_wrap_add(sum, in[i] * weights[i]);
            }
            int32_t value = cn_wrap_add(cn_rescale(sum, s->multiplier, s->exponent), s->out_zero);
            out[c] = (int8_t)cn_clamp(value, s->min, s->max);
        }
    }
}

CN_KERNEL(fc_s8);
