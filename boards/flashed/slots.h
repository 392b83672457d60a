// The two app slots; hal.h has which one is tried first and how its starts are counted.
#ifndef FLASHED_SLOTS_H
#define FLASHED_SLOTS_H

#include <stdint.h>

// Forget which starts have failed.
void slots_forgive(void);

// The chip's: write zero over an erased word of a slot, whole by the time it returns.
void slots_write_zero(const uint32_t *word);

#endif
