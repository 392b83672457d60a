// UNIDIRECTIONAL_SEQUENCE_LSTM of int16 with int8 weights: the arithmetic of TensorFlow Lite Micro.
#include "cn/kernel.h"
#include "sigmoid16.h"
#include "wide_sum.h"

enum gate { GATE_INPUT, GATE_FORGET, GATE_CELL, GATE_OUTPUT, GATES };

static bool check_lstm_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_lstm_s16 *s = (const void *)step;
    uint64_t rows = (uint64_t)GATES * s->cells;
    uint64_t times = (uint64_t)s->batch * s->time;
    uint64_t states = (uint64_t)s->batch * s->cells;
    return s->cells && s->depth && s->batch && s->time && times <= CN_REF_OFFSET &&
           cn_exponent_ok(s->add_exponent) && cn_exponent_ok(s->hidden_exponent) && s->cell_shift >= -14 &&
           s->cell_shift <= 14 && s->clip >= 0 && s->clip <= 1 << 15 &&
           cn_wide_table_ok(plan, s->factors, 2 * GATES) && cn_can_read(plan, s->sigmoid, 256, 2) &&
           cn_can_read(plan, s->in, times * s->depth, 2) && cn_can_write(plan, s->out, times * s->cells, 2) &&
           cn_can_read(plan, s->input_weights, rows * s->depth, 1) &&
           cn_can_read(plan, s->recurrent_weights, rows * s->cells, 1) &&
           cn_can_read(plan, s->bias, rows * 2, 4) && cn_can_write(plan, s->hidden, states, 2) &&
           cn_can_write(plan, s->cell, states, 2) && cn_can_write(plan, s->scratch, rows, 2);
}

// One of the two products of a gate, rounded and saturated.
static int32_t part(const struct cn_wide_entry *factor, const int16_t *a, const int8_t *weights,
                    uint32_t count, int64_t bias) {
    int64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += a[i] * weights[i];
    }
    uint64_t biased = (uint64_t)sum + (uint64_t)bias;
    return cn_wide_finish(factor, (int64_t)biased, false, INT16_MIN, INT16_MAX);
}

static int16_t gate(const struct cn_plan *plan, const struct cn_step_lstm_s16 *s, uint32_t which,
                    uint32_t row, const int16_t *in, const int16_t *hidden) {
    const struct cn_wide_entry *factor = (const struct cn_wide_entry *)cn_at(plan, s->factors) + which;
    const uint32_t *bias = (const uint32_t *)cn_at(plan, s->bias) + 2 * row;
    const int8_t *input_weights = (const int8_t *)cn_at(plan, s->input_weights) + row * s->depth;
    const int8_t *recurrent_weights = (const int8_t *)cn_at(plan, s->recurrent_weights) + row * s->cells;
    int32_t sum = part(factor, in, input_weights, s->depth, cn_wide(bias[0], (int32_t)bias[1])) +
                  part(factor + GATES, hidden, recurrent_weights, s->cells, 0);
    int32_t x = cn_clamp(sum, INT16_MIN, INT16_MAX) * 3;
    const uint16_t *table = cn_at(plan, s->sigmoid);
    return which == GATE_CELL ? cn_tanh_table(table, x) : cn_sigmoid_table(table, x);
}

static int32_t product16(int32_t a, int32_t b, int32_t multiplier, int32_t exponent) {
    return cn_clamp(cn_rescale(a * b, multiplier, exponent), INT16_MIN, INT16_MAX);
}

// tanh of a cell, in Q0.15; the table takes 3/4096.
static int16_t cell_tanh(const uint16_t *table, int32_t cell, int shift) {
    int32_t x = shift >= 0 ? cell * (3 << shift) : (cell * 3 + (1 << (-shift - 1))) >> -shift;
    return cn_tanh_table(table, x);
}

// The cell and the hidden state of one moment; `gates` is scratch [GATES][cells].
static void moment(const struct cn_plan *plan, const struct cn_step_lstm_s16 *s, const int16_t *in,
                   int16_t *hidden, int16_t *cell, int16_t *gates) {
    uint32_t cells = s->cells;
    for (uint32_t which = 0, row = 0; which < GATES; which++) {
        for (uint32_t end = row + cells; row < end; row++) {
            gates[row] = gate(plan, s, which, row, in, hidden);
        }
    }
    for (uint32_t c = 0; c < cells; c++) {
        // times 2^-15, in both roundings
        int32_t kept = product16(gates[GATE_FORGET * cells + c], cell[c], 1 << 30, -14);
        int32_t added = product16(gates[c], gates[GATE_CELL * cells + c], s->add_multiplier, s->add_exponent);
        int32_t sum = cn_clamp(kept + added, INT16_MIN, INT16_MAX);
        cell[c] = (int16_t)cn_clamp(sum, -s->clip, s->clip);
        int16_t bent = cell_tanh(cn_at(plan, s->sigmoid), cell[c], s->cell_shift);
        hidden[c] = (int16_t)product16(bent, gates[GATE_OUTPUT * cells + c], s->hidden_multiplier,
                                       s->hidden_exponent);
    }
}

static void run_lstm_s16(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_lstm_s16 *s = (const void *)step;
    int16_t *hidden = cn_at(plan, s->hidden);
    int16_t *cell = cn_at(plan, s->cell);
    for (uint32_t n = 0; n < s->batch; n++, hidden += s->cells, cell += s->cells) {
        for (uint32_t t = 0; t < s->time; t++) {
            uint32_t at = s->time_major ? t * s->batch + n : n * s->time + t;
            moment(plan, s, (const int16_t *)cn_at(plan, s->in) + at * s->depth, hidden, cell,
                   cn_at(plan, s->scratch));
            memmove((int16_t *)cn_at(plan, s->out) + at * s->cells, hidden, s->cells * sizeof *hidden);
        }
    }
}

CN_KERNEL(lstm_s16);
