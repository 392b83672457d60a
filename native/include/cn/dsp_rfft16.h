// Real FFT of 512 int16 values with the rounding of the micro-speech front end (Kiss FFT's 16-bit
// arithmetic).
#ifndef CN_DSP_RFFT16_H
#define CN_DSP_RFFT16_H

#include <stdint.h>

#define RFFT16_POINTS 512

struct complex16 {
    int16_t re, im;
};

// spectrum[0 .. 256] = transform of time[512] / 512; `work` [256] is overwritten. None may overlap.
void rfft16(const int16_t *time, struct complex16 *work, struct complex16 *spectrum);

#endif
