// LOG_SOFTMAX int8: exponentials from the plan's table, one logarithm a row, all in fixed point.
#include "elements.h"
#include "reciprocal.h"

static bool check_softmax_log_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_log_s8 *s = (const void *)step;
    uint64_t count = (uint64_t)s->rows * s->depth;
    return s->depth && s->exps_count && cn_exponent_ok(s->reverse_exponent) &&
           cn_can_read(plan, s->exps, s->exps_count, 4) && cn_can_read(plan, s->diffs, s->exps_count, 4) &&
           cn_can_read(plan, s->in, count, 1) && cn_can_write(plan, s->out, count, 1);
}

static int32_t saturate(int64_t x) {
    return x > INT32_MAX ? INT32_MAX : x < INT32_MIN ? INT32_MIN : (int32_t)x;
}

// ln(sum), Q12.19 to Q5.26, for sums of at least 1: the power of two nearest to it times ln 2, and a rational
// function of what is left. Both of two splittings are tried: around 2^k and around 2^(k + 1/2).
static int32_t logarithm(int32_t sum) {
    const int32_t root = 1518500250, fourth_root = 1805811301; // of 1/2
    const int32_t quarter = 1 << 23;                           // Q6.25
    int above = __builtin_clz((uint32_t)(sum | 1));
    int32_t near = saturate((int64_t)cn_high_mul(cn_shift_left(sum, above - 1), root) * 2);
    int32_t near_power = cn_wrap_add(cn_shift_left(12 - above, 25), quarter);
    int32_t lowered = cn_high_mul(sum, root);
    int between = __builtin_clz((uint32_t)(lowered | 1)) - 1;
    int32_t far = saturate((int64_t)sum * ((int64_t)1 << between));
    int32_t far_power = cn_wrap_sub(cn_shift_left(12 - between, 25), quarter);
    int32_t rest = near < far ? near : far;
    int32_t power = near_power > far_power ? near_power : far_power;
    int64_t both = (int64_t)rest + fourth_root;
    int32_t p = (int32_t)((both + (both >= 0 ? 1 : -1)) / 2);
    int32_t q = cn_shift_left(cn_wrap_sub(rest, fourth_root), 1);
    int32_t square = cn_high_mul(q, q);
    int32_t top = cn_wrap_add(cn_high_mul(q, rest), cn_high_mul(cn_high_mul(q, square), 117049297));
    int32_t inner = cn_wrap_add(cn_wrap_add(1057819769, q), cn_high_mul(127690142, square));
    int32_t below = cn_wrap_add(cn_high_mul(p, inner), cn_high_mul(638450708, q));
    int32_t part = cn_high_mul(cn_round_shift(top, 6), cn_reciprocal_of_one_plus(below));
    return saturate((int64_t)cn_wrap_add(cn_high_mul(power, 1488522236), part) * 2); // ln 2
}

static void row(const struct cn_step_softmax_log_s8 *s, const int32_t *exps, const int32_t *diffs,
                const int8_t *in, int8_t *out) {
    int max = INT8_MIN;
    for (uint32_t c = 0; c < s->depth; c++) {
        max = in[c] > max ? in[c] : max;
    }
    int32_t sum = 0;
    for (uint32_t c = 0; c < s->depth; c++) {
        uint32_t below = (uint32_t)(max - in[c]);
        sum = cn_wrap_add(sum, below < s->exps_count ? cn_round_shift(exps[below], 12) : 0);
    }
    int32_t log = logarithm(sum);
    int32_t reach = cn_rescale(cn_wrap_add(log, INT32_MIN), s->reverse_multiplier, s->reverse_exponent);
    for (uint32_t c = 0; c < s->depth; c++) {
        uint32_t below = (uint32_t)(max - in[c]);
        int32_t value = INT8_MIN;
        if (below < s->exps_count && -(int32_t)below > reach) {
            value = cn_round_shift(cn_wrap_sub(diffs[below], log), 22) + INT8_MAX;
        }
        out[c] = (int8_t)cn_clamp(value, INT8_MIN, INT8_MAX);
    }
}

static void run_softmax_log_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_softmax_log_s8 *s = (const void *)step;
    const int8_t *in = cn_at(plan, s->in);
    int8_t *out = cn_at(plan, s->out);
    for (uint32_t i = 0; i < s->rows; i++) {
        row(s, cn_at(plan, s->exps), cn_at(plan, s->diffs), in + i * s->depth, out + i * s->depth);
    }
}

CN_KERNEL(softmax_log_s8);
