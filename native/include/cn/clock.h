// The core's clock by phase: which phases of work run fast. Everything else runs slow, which is cheapest.
#ifndef CN_CLOCK_H
#define CN_CLOCK_H

#include "cn/hal.h"

enum cn_phase { CN_PHASE_FEATURES, CN_PHASE_INFERENCE, CN_PHASES };

// All phases slow.
void cn_clock_init(void);

// Run `phase` at this clock from its next beginning on. CN_ERR_UNSUPPORTED if the board has no such clock.
int cn_clock_choose(enum cn_phase phase, enum hal_clock clock);

// Around a phase. Phases do not nest.
void cn_clock_begin(enum cn_phase phase);
void cn_clock_end(void);

#endif
