// UNIDIRECTIONAL_SEQUENCE_LSTM: int8 with a 16-bit cell, and float32.
#include "cn/kernel.h"
#include "fixed16.h"
#include "float_math.h"

enum gate { GATE_INPUT, GATE_FORGET, GATE_CELL, GATE_OUTPUT, GATES };

// ---- int8

static bool check_lstm_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_lstm_s8 *s = (const void *)step;
    const int32_t *exponents[] = {&s->input_exponent0, &s->recurrent_exponent0};
    for (int i = 0; i < 2 * GATES; i++) {
        if (!cn_exponent_ok(exponents[i / GATES][i % GATES])) {
            return false;
        }
    }
    uint64_t rows = (uint64_t)GATES * s->cells;
    uint64_t times = (uint64_t)s->batch * s->time;
    return s->cells && s->depth && s->batch && s->time && cn_exponent_ok(s->hidden_exponent) &&
           s->cell_bits >= 1 && s->cell_bits <= 6 && times <= CN_REF_OFFSET &&
           cn_can_read(plan, s->in, times * s->depth, 1) && cn_can_write(plan, s->out, times * s->cells, 1) &&
           cn_can_read(plan, s->input_weights, rows * s->depth, 1) &&
           cn_can_read(plan, s->recurrent_weights, rows * s->cells, 1) &&
           cn_can_read(plan, s->input_bias, rows, 4) && cn_can_read(plan, s->recurrent_bias, rows, 4) &&
           cn_can_write(plan, s->hidden, (uint64_t)s->batch * s->cells, 1) &&
           cn_can_write(plan, s->cell, (uint64_t)s->batch * s->cells, 2) &&
           cn_can_write(plan, s->scratch, rows, 2);
}

static int32_t dot(const int8_t *a, const int8_t *b, uint32_t count, int32_t sum) {
    for (uint32_t i = 0; i < count; i++) {
        sum = cn_wrap_add(sum, a[i] * b[i]);
    }
    return sum;
}

// One gate of one cell: the two products are rounded and saturated one after the other, as the reference
// does.
static int16_t gate(const struct cn_plan *plan, const struct cn_step_lstm_s8 *s, uint32_t row, uint32_t which,
                    const int8_t *in, const int8_t *hidden) {
    const int8_t *input_weights = (const int8_t *)cn_at(plan, s->input_weights) + row * s->depth;
    const int8_t *recurrent_weights = (const int8_t *)cn_at(plan, s->recurrent_weights) + row * s->cells;
    int32_t from_input = dot(in, input_weights, s->depth, ((const int32_t *)cn_at(plan, s->input_bias))[row]);
    int32_t from_hidden =
        dot(hidden, recurrent_weights, s->cells, ((const int32_t *)cn_at(plan, s->recurrent_bias))[row]);
    int16_t sum =
        cn_saturate16(cn_rescale(from_input, (&s->input_multiplier0)[which], (&s->input_exponent0)[which]));
    int32_t rescaled =
        cn_rescale(from_hidden, (&s->recurrent_multiplier0)[which], (&s->recurrent_exponent0)[which]);
    sum = cn_saturate16(cn_wrap_add(rescaled, sum));
    return which == GATE_CELL ? cn_tanh16(sum, 3) : cn_sigmoid16(sum, 3);
}

// The cell and the hidden state of one moment; `gates` is scratch [GATES][cells].
static void moment(const struct cn_plan *plan, const struct cn_step_lstm_s8 *s, const int8_t *in,
                   int8_t *hidden, int16_t *cell, int16_t *gates) {
    uint32_t cells = s->cells;
    for (uint32_t which = 0; which < GATES; which++) {
        for (uint32_t c = 0; c < cells; c++) {
            gates[which * cells + c] = gate(plan, s, which * cells + c, which, in, hidden);
        }
    }
    // the cell has cell_bits integer bits: its scale is 2^(cell_bits - 15)
    int shift = 30 + s->cell_bits - 15;
    for (uint32_t c = 0; c < cells; c++) {
        int16_t kept = (int16_t)cn_round_shift(gates[GATE_FORGET * cells + c] * cell[c], 15);
        int16_t added = (int16_t)cn_round_shift(gates[c] * gates[GATE_CELL * cells + c], shift);
        cell[c] = cn_saturate16(kept + added);
        if (s->clip > 0) {
            cell[c] = (int16_t)cn_clamp(cell[c], -s->clip, s->clip);
        }
        int32_t product = gates[GATE_OUTPUT * cells + c] * cn_tanh16(cell[c], s->cell_bits);
        int32_t value = cn_rescale(product, s->hidden_multiplier, s->hidden_exponent);
        hidden[c] = (int8_t)cn_clamp(cn_wrap_add(value, s->hidden_zero), INT8_MIN, INT8_MAX);
    }
}

static void run_lstm_s8(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_lstm_s8 *s = (const void *)step;
    int8_t *hidden = cn_at(plan, s->hidden);
    int16_t *cell = cn_at(plan, s->cell);
    for (uint32_t n = 0; n < s->batch; n++, hidden += s->cells, cell += s->cells) {
        for (uint32_t t = 0; t < s->time; t++) {
            uint32_t at = s->time_major ? t * s->batch + n : n * s->time + t;
            moment(plan, s, (const int8_t *)cn_at(plan, s->in) + at * s->depth, hidden, cell,
                   cn_at(plan, s->scratch));
            memmove((int8_t *)cn_at(plan, s->out) + at * s->cells, hidden, s->cells);
        }
    }
}

CN_KERNEL(lstm_s8);

// ---- float32

static bool check_lstm_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_lstm_f32 *s = (const void *)step;
    uint64_t rows = (uint64_t)GATES * s->cells;
    uint64_t times = (uint64_t)s->batch * s->time;
    return s->cells && s->depth && s->batch && s->time && times <= CN_REF_OFFSET &&
           cn_can_read(plan, s->in, times * s->depth, 4) && cn_can_write(plan, s->out, times * s->cells, 4) &&
           cn_can_read(plan, s->input_weights, rows * s->depth, 4) &&
           cn_can_read(plan, s->recurrent_weights, rows * s->cells, 4) &&
           cn_can_read(plan, s->bias, rows, 4) &&
           cn_can_write(plan, s->hidden, (uint64_t)s->batch * s->cells, 4) &&
           cn_can_write(plan, s->cell, (uint64_t)s->batch * s->cells, 4) &&
           cn_can_write(plan, s->scratch, rows, 4);
}

static float dot_float(const float *a, const float *b, uint32_t count, float sum) {
    for (uint32_t i = 0; i < count; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

static void moment_float(const struct cn_plan *plan, const struct cn_step_lstm_f32 *s, const float *in,
                         float *hidden, float *cell) {
    uint32_t cells = s->cells;
    const float *bias = cn_at(plan, s->bias);
    float *gates = cn_at(plan, s->scratch);
    for (uint32_t row = 0; row < GATES * cells; row++) {
        float sum =
            dot_float(in, (const float *)cn_at(plan, s->input_weights) + row * s->depth, s->depth, bias[row]);
        sum = dot_float(hidden, (const float *)cn_at(plan, s->recurrent_weights) + row * cells, cells, sum);
        int is_cell = row >= GATE_CELL * cells && row < (GATE_CELL + 1) * cells;
        gates[row] = is_cell ? cn_tanhf(sum) : cn_sigmoidf(sum);
    }
    for (uint32_t c = 0; c < cells; c++) {
        cell[c] = gates[GATE_FORGET * cells + c] * cell[c] + gates[c] * gates[GATE_CELL * cells + c];
        if (s->clip > 0) {
            cell[c] = cn_clampf(cell[c], -s->clip, s->clip);
        }
        hidden[c] = gates[GATE_OUTPUT * cells + c] * cn_tanhf(cell[c]);
    }
}

static void run_lstm_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_lstm_f32 *s = (const void *)step;
    float *hidden = cn_at(plan, s->hidden);
    float *cell = cn_at(plan, s->cell);
    for (uint32_t n = 0; n < s->batch; n++, hidden += s->cells, cell += s->cells) {
        for (uint32_t t = 0; t < s->time; t++) {
            uint32_t at = s->time_major ? t * s->batch + n : n * s->time + t;
            moment_float(plan, s, (const float *)cn_at(plan, s->in) + at * s->depth, hidden, cell);
            memmove((float *)cn_at(plan, s->out) + at * s->cells, hidden, s->cells * sizeof *hidden);
        }
    }
}

CN_KERNEL(lstm_f32);
