// The clock between the world's answers: it stands still but for what the code reports as spent.
#include "clock.h"

#include "cn/hal.h"

// The world computes the same: at each answer it lets (remainder + spent x numerator) / denominator
// microseconds pass and keeps the rest.
static struct {
    uint64_t base_us;
    uint32_t numerator, denominator, remainder;
    uint32_t spent;
    enum hal_clock clock;
} now;

static uint64_t scaled(void) {
    return now.remainder + (uint64_t)now.spent * now.numerator;
}

uint64_t hal_now_us(void) {
    return now.base_us + scaled() / now.denominator;
}

// Work that nobody hears of could not starve the watchdog.
#define UNHEARD_US 1000000u

bool clock_spend(uint32_t instructions) {
    now.spent += instructions;
    return scaled() >= (uint64_t)UNHEARD_US * now.denominator;
}

uint32_t clock_spent(void) {
    return now.spent;
}

void clock_answer(uint64_t now_us) {
    if (now.denominator != 0) {
        now.remainder = (uint32_t)(scaled() % now.denominator);
    }
    now.spent = 0;
    now.base_us = now_us;
}

void clock_stop(void) {
    now.denominator = 0;
    now.remainder = 0;
    now.clock = HAL_CLOCK_SLOW;
}

void clock_start(uint32_t numerator, uint32_t denominator) {
    now.numerator = numerator;
    now.denominator = denominator;
}

void clock_choose(enum hal_clock clock, uint32_t numerator) {
    now.clock = clock;
    now.numerator = numerator; // the denominator is the same at both clocks, so the remainder stays
}

enum hal_clock clock_chosen(void) {
    return now.clock;
}
