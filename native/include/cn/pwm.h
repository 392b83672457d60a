// Pulse-width modulation for apps: which pins have pulses.
#ifndef CN_PWM_H
#define CN_PWM_H

#include <stdint.h>

struct cn_pwm {
    uint32_t hz, resolution; // as hal.h has them
};

// Take the pin, at low. CN_ERR_BUSY: it has pulses already, or is counted; CN_ERR_RANGE, CN_ERR_INVAL,
// CN_ERR_FULL as hal_pwm_open.
int cn_pwm_open(uint32_t pin, uint32_t hz, struct cn_pwm *got);

// The duty, 0 to 2^resolution - 1. CN_ERR_CLOSED; CN_ERR_RANGE.
int cn_pwm_write(uint32_t pin, uint32_t duty);

// Let go of the pin; one that is not open is ignored.
void cn_pwm_close(uint32_t pin);

#endif
