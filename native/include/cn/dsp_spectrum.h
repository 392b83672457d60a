// Spectral power and its peaks.
#ifndef CN_DSP_SPECTRUM_H
#define CN_DSP_SPECTRUM_H

#include <stddef.h>

// Replace float32 data[n] (n as for cn_dsp_rfft) by its power spectrum, in the square of its unit: the mean
// is removed, then multiplied by window[n] (NULL: none), then data[k] = power of bin k (k x rate / n Hz), k
// below n / 2, scaled so that all bins and the returned one (n / 2) add up to the mean square of the windowed
// signal over that of the window. Returns the power of bin n / 2; -1 for an n that is no size or a window of
// zeros.
float cn_dsp_power_spectrum(float *data, size_t n, const float *window);

struct cn_dsp_peak {
    float bin;   // place, by a parabola through the logarithms of three bins
    float power; // of the strongest of them
};

// Local maxima of power[bins] above `least`, the strongest first, at most `room`; returns how many. The first
// and the last bin are none. Equal neighbours count once, at the first.
size_t cn_dsp_peaks(const float *power, size_t bins, float least, struct cn_dsp_peak *peaks, size_t room);

// Sum of power[from] .. power[to - 1].
float cn_dsp_band_power(const float *power, size_t from, size_t to);

#endif
