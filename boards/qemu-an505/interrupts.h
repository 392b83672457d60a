// What the board's start-up needs of its interrupts.
#ifndef CN_AN505_INTERRUPTS_H
#define CN_AN505_INTERRUPTS_H

#include <stdint.h>

// Enable the lines of the timer and of all pins.
void interrupts_open(void);

// The handler of an interrupt line that stands for pins.
void interrupts_pin_handler(uint32_t line);

#endif
