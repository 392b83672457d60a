// Windows: the weights by which a stretch of samples is faded in and out before its spectrum is taken.
#ifndef CN_DSP_WINDOW_H
#define CN_DSP_WINDOW_H

#include <stddef.h>

enum cn_dsp_window_kind { CN_DSP_RECTANGLE, CN_DSP_HANN, CN_DSP_HAMMING, CN_DSP_BLACKMAN };

#define CN_DSP_WINDOW_MAX 4096

// Fill float32 out[n] with the periodic window: sample i at i / n of its length, 0 .. 1. n is 1 to
// CN_DSP_WINDOW_MAX. Returns 0, CN_ERR_RANGE for another n, CN_ERR_INVAL for an unknown kind.
int cn_dsp_window(enum cn_dsp_window_kind kind, float *out, size_t n);

// data[i] *= window[i]. Both float32 [n].
void cn_dsp_multiply(float *data, const float *window, size_t n);

#endif
