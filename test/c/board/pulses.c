// Pulses and counters of the test board: two pins of each at a time; the test says which edges come.
#include <stdlib.h>

#include "board.h"
#include "cn/error.h"

#define PINS 8
#define AT_A_TIME 2
#define SLOWEST_HZ 4
#define FASTEST_HZ 1000000

struct board_pulses board_pulses;
static uint32_t count[PINS];
static uint32_t mark[PINS];
static bool is_marked[PINS];
static uint32_t late[PINS]; // edges that come in the midst of the next hal_pulse_mark

void board_pulses_reset(void) {
    board_pulses = (struct board_pulses){0};
    for (int pin = 0; pin < PINS; pin++) {
        count[pin] = mark[pin] = late[pin] = 0;
        is_marked[pin] = false;
    }
}

static int in_use(const bool *of) {
    int used = 0;
    for (int pin = 0; pin < PINS; pin++) {
        used += of[pin];
    }
    return used;
}

static void must(bool holds) {
    if (!holds) {
        abort(); // against the contract
    }
}

// ---- pulses

int hal_pwm_open(uint8_t pin, uint32_t hz, struct hal_pwm *got) {
    if (pin >= PINS) {
        return CN_ERR_INVAL;
    }
    if (hz < SLOWEST_HZ || hz > FASTEST_HZ) {
        return CN_ERR_RANGE;
    }
    if (in_use(board_pulses.has_pwm) == AT_A_TIME) {
        return CN_ERR_FULL;
    }
    must(!board_pulses.has_pwm[pin]);
    board_pulses.has_pwm[pin] = true;
    board_pulses.hz[pin] = hz;
    board_pulses.duty[pin] = 0;
    *got = (struct hal_pwm){hz, 10};
    return CN_OK;
}

void hal_pwm_write(uint8_t pin, uint32_t duty) {
    must(board_pulses.has_pwm[pin] && duty < 1024);
    board_pulses.duty[pin] = duty;
}

void hal_pwm_close(uint8_t pin) {
    must(board_pulses.has_pwm[pin]);
    board_pulses.has_pwm[pin] = false;
}

// ---- counters

int hal_pulse_open(uint8_t pin, enum hal_pin_mode mode, enum hal_edge edge) {
    if (pin >= PINS) {
        return CN_ERR_INVAL;
    }
    if (in_use(board_pulses.counts) == AT_A_TIME) {
        return CN_ERR_FULL;
    }
    must(!board_pulses.counts[pin]);
    board_pulses.counts[pin] = true;
    board_pulses.mode[pin] = mode;
    board_pulses.edge[pin] = edge;
    count[pin] = 0;
    is_marked[pin] = false;
    return CN_OK;
}

void board_pulse(uint8_t pin, uint32_t edges) {
    for (; edges > 0; edges--) {
        count[pin]++;
        if (is_marked[pin] && count[pin] == mark[pin]) {
            is_marked[pin] = false;
            board_pin_at(hal_now_us(), HAL_PULSE_LINE, true);
            board_pin_at(hal_now_us(), HAL_PULSE_LINE, false);
        }
    }
}

void board_pulse_at_mark(uint8_t pin, uint32_t edges) {
    late[pin] = edges;
}

uint32_t hal_pulse_read(uint8_t pin) {
    must(board_pulses.counts[pin]);
    return count[pin];
}

int hal_pulse_mark(uint8_t pin, uint32_t at) {
    must(board_pulses.counts[pin]);
    if (board_pulses.has_no_marks) {
        return CN_ERR_FULL;
    }
    count[pin] += late[pin];
    late[pin] = 0;
    mark[pin] = at;
    is_marked[pin] = true;
    return CN_OK;
}

void hal_pulse_close(uint8_t pin) {
    must(board_pulses.counts[pin]);
    board_pulses.counts[pin] = false;
}
