// Fast Fourier transform of real float32 data, in place, and its power: n a power of two from 32 to 1024.
#ifndef CN_DSP_FFT_H
#define CN_DSP_FFT_H

#include <stdbool.h>
#include <stddef.h>

#define CN_DSP_FFT_MIN 32
#define CN_DSP_FFT_MAX 1024

bool cn_dsp_fft_size_ok(size_t n);

// Replace float32 data[n] by its spectrum, unscaled (sum of x[i] * e^(-2 pi j i k / n)):
// data[0] = bin 0, data[1] = bin n/2 (both real), data[2k], data[2k+1] = real and imaginary part of bin k.
// n must be a size that cn_dsp_fft_size_ok accepts. Task context; no other memory.
void cn_dsp_rfft(float *data, size_t n);

// Replace the spectrum that cn_dsp_rfft left in data[n] by the squared magnitude of bins 0 .. n/2 - 1 in
// data[0 .. n/2 - 1]; returns that of bin n/2.
float cn_dsp_rfft_power(float *data, size_t n);

#endif
