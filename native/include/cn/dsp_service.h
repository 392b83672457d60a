// The DSP for apps: things that keep scratch or state on memory of the pool, and checked calls without any.
// Nothing but the `_new` functions allocates. A length that does not fit gives CN_ERR_RANGE, arrays that
// overlap where they may not CN_ERR_INVAL. Task context. Costs are reported with hal_spend.
#ifndef CN_DSP_SERVICE_H
#define CN_DSP_SERVICE_H

#include <stddef.h>
#include <stdint.h>

#include "cn/dsp_filter.h"
#include "cn/dsp_frontend.h"
#include "cn/dsp_window.h"

// ---- transform: scratch and window

struct cn_dsp_fft;
// `size` as cn_dsp_fft_size_ok, `window` an enum cn_dsp_window_kind. NULL and `*error`: CN_ERR_RANGE,
// CN_ERR_INVAL or CN_ERR_NO_MEMORY.
struct cn_dsp_fft *cn_dsp_fft_new(uint32_t size, int window, int *error);
void cn_dsp_fft_free(struct cn_dsp_fft *fft);

// As cn_dsp_rfft, without window: signal[size] to out[size]. They may be the same array.
int cn_dsp_fft_transform(struct cn_dsp_fft *fft, const float *signal, size_t count, float *out,
                         size_t out_count);
// As cn_dsp_power_spectrum, the last bin too: signal[size] to out[size / 2 + 1]. They may overlap.
int cn_dsp_fft_power(struct cn_dsp_fft *fft, const float *signal, size_t count, float *out, size_t out_count);

// ---- filters: coefficients and state

struct cn_dsp_biquads;
// coefficients[5 * sections]: b0 b1 b2 a1 a2 of each, copied.
struct cn_dsp_biquads *cn_dsp_biquads_new(const float *coefficients, size_t count, int *error);
void cn_dsp_biquads_free(struct cn_dsp_biquads *filter);
// in[n] to out[n]; out may be in, but not overlap it otherwise.
int cn_dsp_biquads_run(struct cn_dsp_biquads *filter, const float *in, size_t n, float *out,
                       size_t out_count);
void cn_dsp_biquads_reset(struct cn_dsp_biquads *filter);
// Writes the five coefficients of a section to out[5]; `kind` is an enum cn_dsp_biquad_kind.
int cn_dsp_biquads_design(int kind, double at_hz, double rate_hz, double q, float *out, size_t out_count);

struct cn_dsp_fir;
struct cn_dsp_fir *cn_dsp_fir_new(const float *taps, size_t count, int *error); // taps are copied
void cn_dsp_fir_free(struct cn_dsp_fir *filter);
// in[n] to out[n], which may not overlap.
int cn_dsp_fir_filter(struct cn_dsp_fir *filter, const float *in, size_t n, float *out, size_t out_count);
void cn_dsp_fir_reset(struct cn_dsp_fir *filter);

// ---- mel bands

struct cn_dsp_mel_bank;
// For power of a transform of `size` samples at rate_hz. CN_ERR_RANGE as cn_dsp_mel_edges and for the size.
struct cn_dsp_mel_bank *cn_dsp_mel_bank_new(uint32_t size, double rate_hz, uint32_t bands, double low_hz,
                                            double high_hz, int *error);
void cn_dsp_mel_bank_free(struct cn_dsp_mel_bank *bank);
// power[size / 2 + 1] to out[bands], which may not overlap.
int cn_dsp_mel_bank_run(struct cn_dsp_mel_bank *bank, const float *power, size_t bins, float *out,
                        size_t out_count);
// As cn_dsp_mfcc: the first out_count coefficients of mel[bands]. `floor` is above 0.
int cn_dsp_cepstrum(const float *mel, size_t bands, double floor, float *out, size_t out_count);

// ---- micro-speech front end

struct cn_dsp_speech;
struct cn_dsp_speech *cn_dsp_speech_new(int *error);
void cn_dsp_speech_free(struct cn_dsp_speech *speech);
// Frames of 480 samples, 320 from one to the next: samples[480 + 320 * (rows - 1)] to out[rows][40].
int cn_dsp_speech_run(struct cn_dsp_speech *speech, const int16_t *samples, size_t count, int8_t *out,
                      size_t out_count);
void cn_dsp_speech_reset(struct cn_dsp_speech *speech);

// ---- without state

int cn_dsp_window_fill(int kind, float *out, size_t n);
int cn_dsp_window_apply(float *data, size_t n, const float *window, size_t window_count);
int cn_dsp_rms(const float *data, size_t n, double *rms);
struct cn_dsp_moments;
int cn_dsp_moments_of(const float *data, size_t n, struct cn_dsp_moments *moments);
int cn_dsp_crossings(const float *data, size_t n, double hysteresis);
// out[room][2]: place in bins and power of each peak. Returns how many; out_count is even.
int cn_dsp_find_peaks(const float *power, size_t bins, double least, float *out, size_t out_count);
// Sum of power[from] .. power[to - 1].
int cn_dsp_band_sum(const float *power, size_t bins, uint32_t from, uint32_t to, double *sum);
// out[i] = samples[first + i * step] * scale.
int cn_dsp_pick(const int16_t *samples, size_t count, uint32_t first, uint32_t step, double scale, float *out,
                size_t out_count);
int cn_dsp_quantize(const float *values, size_t n, double scale, int32_t zero_point, int8_t *out,
                    size_t out_count);

#endif
