// Switched supply rails: a pin that feeds one or more chips is high as long as one of them needs it.
#ifndef CN_RAIL_H
#define CN_RAIL_H

#include <stdint.h>

// Switch the rail of output `pin` on, or count one more user of it. When it was off, returns only once
// `start_up_us` have passed; the chip sleeps meanwhile. Task context. CN_ERR_FULL, or the board's error.
int cn_rail_on(uint8_t pin, uint32_t start_up_us);

// One user less; the last one switches it off. Task context.
void cn_rail_off(uint8_t pin);

void cn_rail_init(void);

#endif
