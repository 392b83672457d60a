// The clock of a virtual board: what its link and its hal.h need of it. hal_now_us() reads it.
#ifndef CN_VIRTUAL_CLOCK_H
#define CN_VIRTUAL_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "cn/hal.h"

// Let the time of `instructions` pass. Returns whether the world should hear of it now.
bool clock_spend(uint32_t instructions);

// Instructions spent since the world's last answer.
uint32_t clock_spent(void);

// The world has answered: it is `now_us`, and what was spent is part of that.
void clock_answer(uint64_t now_us);

// Before the world has said its rate: no time passes by itself.
void clock_stop(void);

// An instruction takes numerator / denominator microseconds.
void clock_start(uint32_t numerator, uint32_t denominator);

void clock_choose(enum hal_clock clock, uint32_t numerator);
enum hal_clock clock_chosen(void);

#endif
