// Mel filter bank and cepstrum (MFCC): the usual features of speech and sound.
#ifndef CN_DSP_MEL_H
#define CN_DSP_MEL_H

#include <stddef.h>

#define CN_DSP_MEL_BANDS_MAX 128

// Fill edges[bands + 2] with the edges of triangular bands, evenly spaced in mel (1127 ln(1 + hz / 700)), as
// bins of a transform of n samples at rate_hz. 1 to CN_DSP_MEL_BANDS_MAX bands, 0 <= low_hz < high_hz <=
// rate_hz / 2. Returns 0 or CN_ERR_RANGE.
int cn_dsp_mel_edges(float *edges, size_t bands, float low_hz, float high_hz, float rate_hz, size_t n);

// out[bands]: band b is the sum of power[k] times a triangle over k that is 0 at edges[b] and edges[b + 2]
// and 1 at edges[b + 1]. `bins` bins of power are there. out may not overlap.
void cn_dsp_mel(const float *edges, size_t bands, const float *power, size_t bins, float *out);

// Cepstrum: out[count] = orthonormal DCT-II of ln(mel[b] + floor), count at most bands; floor above 0.
// Coefficient 0 is the level. out may not overlap.
void cn_dsp_mfcc(const float *mel, size_t bands, float floor, float *out, size_t count);

#endif
