// Statistics of float32 blocks: mean, spread, shape, extremes, crossings.
#ifndef CN_DSP_STATS_H
#define CN_DSP_STATS_H

#include <stddef.h>
#include <stdint.h>

// In the unit of the samples; variance in its square; skewness and kurtosis without unit.
struct cn_dsp_moments {
    float mean;
    float rms;      // square root of the mean of the squares
    float variance; // of the population: divided by n
    float skewness; // 0 for a symmetric distribution; 0 if the variance is 0
    float kurtosis; // 3 for a normal distribution, 1.5 for a sine; 0 if the variance is 0
    float least, greatest;
};

// Of data[n], n 1 or more. CN_ERR_RANGE if n is 0, else 0.
int cn_dsp_moments(const float *data, size_t n, struct cn_dsp_moments *moments);

// How often data[n] passes from below -hysteresis to above +hysteresis or back; hysteresis 0 or more. Samples
// in between do not count, so noise about zero is not a crossing.
uint32_t cn_dsp_zero_crossings(const float *data, size_t n, float hysteresis);

#endif
