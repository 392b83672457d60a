// Pulse counters and pulses for apps: marks that move on, one that was passed, wrapping, errors.
#include "board/board.h"
#include "check.h"
#include "cn/error.h"
#include "cn/loop.h"
#include "cn/pin.h"
#include "cn/pulse.h"
#include "cn/pwm.h"

static int calls;
static int32_t last_count;
static uint64_t last_us;

static void on_count(void *context, uint64_t at_us, int32_t count) {
    CHECK_EQ((intptr_t)context, 3);
    calls++;
    last_count = count;
    last_us = at_us;
}

static int open(uint32_t pin, uint32_t every) {
    const struct cn_pulse_config config = {
        .pin = pin, .mode = HAL_PIN_INPUT_PULL_UP, .edge = HAL_EDGE_FALLING, .every = every};
    return cn_pulse_open(&config, on_count, (void *)3);
}

static void begin(void) {
    for (int id = 0; id < CN_PULSE_COUNTERS; id++) {
        cn_pulse_close(id);
    }
    for (uint32_t pin = 0; pin < 8; pin++) {
        cn_pwm_close(pin);
    }
    board_reset(HAL_BOOT_POWER_ON, true);
    cn_loop_init();
    calls = 0;
}

static void turn(void) {
    while (cn_pin_dispatch()) {
    }
}

static int32_t read(int id) {
    double count = 0.5;
    CHECK_EQ(cn_pulse_read(id, &count), 0);
    return (int32_t)count;
}

static void counts(void) {
    begin();
    int id = open(2, 0);
    CHECK(id >= 0);
    CHECK_EQ(board_pulses.mode[2], HAL_PIN_INPUT_PULL_UP);
    CHECK_EQ(board_pulses.edge[2], HAL_EDGE_FALLING);
    CHECK_EQ(read(id), 0);
    board_pulse(2, 1000);
    turn();
    CHECK_EQ(read(id), 1000);
    CHECK_EQ(calls, 0);
}

static void calls_every(void) {
    begin();
    int id = open(2, 10);
    board_advance_to(5000);
    board_pulse(2, 9);
    turn();
    CHECK_EQ(calls, 0);
    board_pulse(2, 1);
    turn();
    CHECK_EQ(calls, 1);
    CHECK_EQ(last_count, 10);
    CHECK_EQ(last_us, 5000);
    board_pulse(2, 25); // the mark and more, before the loop comes round: one call
    turn();
    CHECK_EQ(calls, 2);
    CHECK_EQ(last_count, 35);
    board_pulse(2, 9);
    turn();
    CHECK_EQ(calls, 2);
    board_pulse(2, 1);
    turn();
    CHECK_EQ(calls, 3);
    CHECK_EQ(read(id), 45);
}

static void passed_mark(void) {
    begin();
    int id = open(2, 10);
    board_pulse_at_mark(2, 30); // while the handler's mark is set
    board_pulse(2, 10);
    turn();
    CHECK_EQ(calls, 2);
    CHECK_EQ(last_count, 40);
    board_pulse(2, 10);
    turn();
    CHECK_EQ(calls, 3);
    CHECK_EQ(read(id), 50);
}

static void two(void) {
    begin();
    int first = open(2, 3);
    int second = open(5, 100);
    board_pulse(2, 3);
    board_pulse(5, 50);
    turn();
    CHECK_EQ(calls, 1); // the line is that of both
    CHECK_EQ(read(first), 3);
    CHECK_EQ(read(second), 50);
    cn_pulse_close(first);
    board_pulse(5, 50);
    turn();
    CHECK_EQ(calls, 2);
    CHECK_EQ(last_count, 100);
}

static void writes(void) {
    begin();
    int id = open(2, 4);
    board_pulse(2, 3);
    CHECK_EQ(cn_pulse_write(id, -2), 0);
    CHECK_EQ(read(id), -2);
    board_pulse(2, 1); // every fourth edge, whatever the count is
    turn();
    CHECK_EQ(calls, 1);
    CHECK_EQ(last_count, -1);
    CHECK_EQ(cn_pulse_write(id, INT32_MAX), 0);
    board_pulse(2, 1);
    CHECK_EQ(read(id), INT32_MIN);
}

static void errors(void) {
    begin();
    int id = open(2, 1);
    CHECK_EQ(open(2, 0), CN_ERR_BUSY);
    CHECK_EQ(open(9, 0), CN_ERR_INVAL);
    CHECK(open(3, 0) >= 0);
    CHECK_EQ(open(4, 0), CN_ERR_FULL);
    board_pulse(2, 1);
    cn_pulse_close(id);
    cn_pulse_close(id);
    turn();
    CHECK_EQ(calls, 0);
    CHECK(!board_pulses.counts[2]);
    double count;
    CHECK_EQ(cn_pulse_read(id, &count), CN_ERR_CLOSED);
    CHECK_EQ(cn_pulse_write(id, 0), CN_ERR_CLOSED);
    CHECK_EQ(cn_pulse_read(-1, &count), CN_ERR_CLOSED);
    CHECK_EQ(open(2, 0), id);
}

static void without_slot(void) {
    begin();
    while (cn_pin_watch(1, HAL_EDGE_BOTH, (cn_pin_handler)on_count, NULL) >= 0) {
    }
    CHECK_EQ(open(2, 1), CN_ERR_FULL);
    CHECK(!board_pulses.counts[2]);
    CHECK(open(2, 0) >= 0);
}

static void without_mark(void) {
    begin();
    board_pulses.has_no_marks = true;
    CHECK_EQ(open(2, 5), CN_ERR_FULL);
    CHECK(!board_pulses.counts[2]);
    int id = open(2, 0);
    CHECK(id >= 0); // what has no calls needs no mark
    board_pulse(2, 5);
    CHECK_EQ(read(id), 5);
    board_pulses.has_no_marks = false;
}

static void pulses(void) {
    begin();
    struct cn_pwm got = {0};
    CHECK_EQ(cn_pwm_open(4, 50, &got), 0);
    CHECK_EQ(got.hz, 50);
    CHECK_EQ(got.resolution, 10);
    CHECK_EQ(cn_pwm_write(4, 1023), 0);
    CHECK_EQ(board_pulses.duty[4], 1023);
    CHECK_EQ(cn_pwm_write(4, 1024), CN_ERR_RANGE);
    CHECK_EQ(board_pulses.duty[4], 1023);
    CHECK_EQ(cn_pwm_open(4, 50, &got), CN_ERR_BUSY);
    CHECK_EQ(cn_pwm_open(5, 3, &got), CN_ERR_RANGE);
    CHECK_EQ(cn_pwm_open(9, 50, &got), CN_ERR_INVAL);
    CHECK_EQ(cn_pwm_open(200, 50, &got), CN_ERR_INVAL);
    CHECK_EQ(cn_pwm_open(5, 1000, &got), 0);
    CHECK_EQ(cn_pwm_open(6, 1000, &got), CN_ERR_FULL);
    cn_pwm_close(4);
    cn_pwm_close(4);
    CHECK(!board_pulses.has_pwm[4]);
    CHECK_EQ(cn_pwm_write(4, 0), CN_ERR_CLOSED);
    CHECK_EQ(cn_pwm_write(200, 0), CN_ERR_CLOSED);
    CHECK_EQ(cn_pwm_open(6, 1000, &got), 0);
}

static void one_use(void) {
    begin();
    struct cn_pwm got;
    int id = open(4, 0);
    CHECK_EQ(cn_pwm_open(4, 50, &got), CN_ERR_BUSY);
    cn_pulse_close(id);
    CHECK_EQ(cn_pwm_open(4, 50, &got), 0);
    CHECK_EQ(open(4, 0), CN_ERR_BUSY);
    CHECK_EQ(cn_pwm_open(5, 3, &got), CN_ERR_RANGE); // refused: the pin is free again
    CHECK(open(5, 0) >= 0);
    cn_pwm_close(4);
    CHECK(open(4, 0) >= 0);
}

int main(void) {
    static const struct test tests[] = {
        {"edges are counted without a call where none is asked for", counts},
        {"the handler is called once when so many edges have come, or more", calls_every},
        {"a mark that is passed before it is set leads to a call all the same", passed_mark},
        {"two counters share the line, and each looks for itself", two},
        {"a count that is written goes on from there, and wraps", writes},
        {"a pin twice, no such pin, no free counter and a closed one are errors", errors},
        {"without a free slot a counter with calls is refused, and its pin let go of", without_slot},
        {"where no hardware is left for marks a counter with calls is refused, and its pin let go of",
         without_mark},
        {"pulses: a duty in range, a pin twice, errors of the board, a closed pin", pulses},
        {"a pin that is counted has no pulses, and one with pulses is not counted", one_use},
    };
    return run_tests(tests, sizeof tests / sizeof tests[0]);
}
