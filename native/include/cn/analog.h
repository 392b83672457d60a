// Analog inputs: one conversion at a time, as counts or as a voltage.
#ifndef CN_ANALOG_H
#define CN_ANALOG_H

#include <stdint.h>

// Counts of HAL_ANALOG_BITS bits. A level beyond the ends reads as the end. CN_ERR_INVAL: the board has no
// such input; CN_ERR_TIMEOUT.
int cn_analog_read(uint8_t input);

// The level in microvolts, at the middle of its step.
int cn_analog_microvolts(uint8_t input);

#endif
