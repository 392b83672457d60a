// Pulse counters for apps: edges are counted while the core sleeps, and every so many of them call a handler.
#ifndef CN_PULSE_H
#define CN_PULSE_H

#include <stdint.h>

#define CN_PULSE_COUNTERS 4

// Called from the loop with the count, and the moment at which it came to the mark.
typedef void (*cn_pulse_handler)(void *context, uint64_t at_us, int32_t count);

struct cn_pulse_config {
    uint32_t pin;
    int mode;       // enum hal_pin_mode
    int edge;       // enum hal_edge
    uint32_t every; // edges from one call of the handler to the next, at least; 0: none
};

// Take the pin and count from 0. Returns an id, CN_ERR_BUSY (the pin is counted or has pulses), CN_ERR_INVAL
// (no such pin), CN_ERR_FULL.
int cn_pulse_open(const struct cn_pulse_config *config, cn_pulse_handler handler, void *context);

// The count: -2^31 to 2^31 - 1, where it wraps. CN_ERR_CLOSED.
int cn_pulse_read(int id, double *count);

// Count on from this value. CN_ERR_CLOSED.
int cn_pulse_write(int id, int32_t count);

// Stop; an id that has ended is ignored.
void cn_pulse_close(int id);

#endif
