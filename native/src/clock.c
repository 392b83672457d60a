// The core's clock by phase: fast is set at the beginning of a phase that was chosen so, and taken back at
// its end.
#include "cn/clock.h"

#include "cn/assert.h"
#include "cn/error.h"

static enum hal_clock chosen[CN_PHASES];
static enum hal_clock running;

static int run_at(enum hal_clock clock) {
    int res = clock == running ? CN_OK : hal_clock(clock);
    if (res >= 0) {
        running = clock;
    }
    return res;
}

void cn_clock_init(void) {
    for (int phase = 0; phase < CN_PHASES; phase++) {
        chosen[phase] = HAL_CLOCK_SLOW;
    }
    // a board starts slow, but an app may have ended in the middle of a phase
    cn_clock_end();
}

int cn_clock_choose(enum cn_phase phase, enum hal_clock clock) {
    CN_ASSERT(phase < CN_PHASES);
    int res = run_at(clock); // whether the board has it
    cn_clock_end();
    if (res >= 0) {
        chosen[phase] = clock;
    }
    return res;
}

void cn_clock_begin(enum cn_phase phase) {
    int res = run_at(chosen[phase]);
    CN_ASSERT(res >= 0); // the board had it when it was chosen
}

void cn_clock_end(void) {
    int res = run_at(HAL_CLOCK_SLOW);
    CN_ASSERT(res >= 0); // every board has it
}
