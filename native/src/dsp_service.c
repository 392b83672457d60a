// The DSP for apps: memory from the pool, lengths and overlaps checked, then one call of native/dsp.
#include "cn/dsp_service.h"

#include <stdbool.h>
#include <string.h>

#include "cn/dsp_convert.h"
#include "cn/dsp_fft.h"
#include "cn/dsp_mel.h"
#include "cn/dsp_spectrum.h"
#include "cn/dsp_stats.h"
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pool.h"

// ---- costs: Cortex-M33 instructions, fitted to counts of QEMU; test/ts/dsp-cost.test.ts holds them within
// 10 %

#define COST_BIQUAD 18u   // a sample and section
#define COST_FIR 13u      // a sample
#define COST_TAP 12u      // a sample and tap
#define COST_MEL 29u      // a bin
#define COST_BAND 45u     // a band's logarithm
#define COST_CEPSTRUM 60u // a band and coefficient
#define COST_WINDOW 63u   // a sample, as all below
#define COST_MULTIPLY 6u
#define COST_MOMENTS 25u
#define COST_CROSSINGS 13u
#define COST_SUM 4u
#define COST_PICK 8u
#define COST_QUANTIZE 37u
#define COST_PEAKS 32u // in noise; less in a smooth spectrum

static void spend(size_t count, uint32_t each) {
    hal_spend((uint32_t)count * each + 50);
}

static uint32_t transform_cost(uint32_t n) {
    uint32_t log_n = 31u - (uint32_t)__builtin_clz(n);
    return 13 * n * log_n / 2 + 32 * n - 50;
}

// ---- shared

// Zeroed memory of the pool, or NULL and `*error`.
static void *make(size_t bytes, int *error) {
    void *memory = cn_pool_alloc(bytes);
    *error = memory ? CN_OK : CN_ERR_NO_MEMORY;
    return memory ? memset(memory, 0, bytes) : NULL;
}

// Views of one buffer may lie over each other.
static bool overlap(const void *a, size_t a_bytes, const void *b, size_t b_bytes) {
    return (uintptr_t)a < (uintptr_t)b + b_bytes && (uintptr_t)b < (uintptr_t)a + a_bytes;
}

// ---- transform

struct cn_dsp_fft {
    uint32_t size;
    bool windowed;
    float memory[]; // scratch [size], then, if windowed, the window [size]
};

struct cn_dsp_fft *cn_dsp_fft_new(uint32_t size, int window, int *error) {
    if (!cn_dsp_fft_size_ok(size)) {
        *error = CN_ERR_RANGE;
        return NULL;
    }
    bool windowed = window != CN_DSP_RECTANGLE;
    struct cn_dsp_fft *fft = make(sizeof *fft + (windowed ? 2 : 1) * size * sizeof(float), error);
    if (!fft) {
        return NULL;
    }
    fft->size = size;
    fft->windowed = windowed;
    if (windowed) {
        spend(size, COST_WINDOW);
        *error = cn_dsp_window((enum cn_dsp_window_kind)window, fft->memory + size, size);
        if (*error < 0) {
            cn_pool_free(fft);
            return NULL;
        }
    }
    return fft;
}

void cn_dsp_fft_free(struct cn_dsp_fft *fft) {
    cn_pool_free(fft);
}

int cn_dsp_fft_transform(struct cn_dsp_fft *fft, const float *signal, size_t count, float *out,
                         size_t out_count) {
    if (count != fft->size || out_count != fft->size) {
        return CN_ERR_RANGE;
    }
    hal_spend(transform_cost(fft->size));
    memmove(out, signal, count * sizeof(float));
    cn_dsp_rfft(out, count);
    return CN_OK;
}

int cn_dsp_fft_power(struct cn_dsp_fft *fft, const float *signal, size_t count, float *out,
                     size_t out_count) {
    size_t n = fft->size;
    if (count != n || out_count != n / 2 + 1) {
        return CN_ERR_RANGE;
    }
    hal_spend(transform_cost(fft->size) + fft->size * (fft->windowed ? 28 : 18));
    memcpy(fft->memory, signal, n * sizeof(float));
    float last = cn_dsp_power_spectrum(fft->memory, n, fft->windowed ? fft->memory + n : NULL);
    memcpy(out, fft->memory, n / 2 * sizeof(float));
    out[n / 2] = last;
    return CN_OK;
}

// ---- filters

#define SECTION_FLOATS (sizeof(struct cn_dsp_biquad) / sizeof(float))

struct cn_dsp_biquads {
    size_t count;
    struct cn_dsp_biquad_state *state; // [count], behind the sections
    struct cn_dsp_biquad sections[];
};

struct cn_dsp_biquads *cn_dsp_biquads_new(const float *coefficients, size_t count, int *error) {
    size_t sections = count / SECTION_FLOATS;
    if (sections == 0 || count % SECTION_FLOATS != 0) {
        *error = CN_ERR_RANGE;
        return NULL;
    }
    struct cn_dsp_biquads *filter;
    filter = make(sizeof *filter + sections * (sizeof *filter->sections + sizeof *filter->state), error);
    if (filter) {
        filter->count = sections;
        filter->state = (struct cn_dsp_biquad_state *)(filter->sections + sections);
        memcpy(filter->sections, coefficients, count * sizeof(float));
    }
    return filter;
}

void cn_dsp_biquads_free(struct cn_dsp_biquads *filter) {
    cn_pool_free(filter);
}

int cn_dsp_biquads_run(struct cn_dsp_biquads *filter, const float *in, size_t n, float *out,
                       size_t out_count) {
    if (out_count != n) {
        return CN_ERR_RANGE;
    }
    if (in != out && overlap(in, n * sizeof *in, out, n * sizeof *out)) {
        return CN_ERR_INVAL;
    }
    spend(n * filter->count, COST_BIQUAD);
    cn_dsp_biquad_run(filter->sections, filter->state, filter->count, in, out, n);
    return CN_OK;
}

void cn_dsp_biquads_reset(struct cn_dsp_biquads *filter) {
    memset(filter->state, 0, filter->count * sizeof *filter->state);
}

int cn_dsp_biquads_design(int kind, double at_hz, double rate_hz, double q, float *out, size_t out_count) {
    if (out_count != SECTION_FLOATS) {
        return CN_ERR_RANGE;
    }
    struct cn_dsp_biquad section;
    int res =
        cn_dsp_biquad_design(&section, (enum cn_dsp_biquad_kind)kind, (float)at_hz, (float)rate_hz, (float)q);
    if (res >= 0) {
        memcpy(out, &section, sizeof section);
    }
    return res;
}

struct cn_dsp_fir {
    size_t count;
    float memory[]; // taps [count], then the state [count - 1]
};

struct cn_dsp_fir *cn_dsp_fir_new(const float *taps, size_t count, int *error) {
    if (count == 0) {
        *error = CN_ERR_RANGE;
        return NULL;
    }
    struct cn_dsp_fir *filter = make(sizeof *filter + (2 * count - 1) * sizeof(float), error);
    if (filter) {
        filter->count = count;
        memcpy(filter->memory, taps, count * sizeof(float));
    }
    return filter;
}

void cn_dsp_fir_free(struct cn_dsp_fir *filter) {
    cn_pool_free(filter);
}

int cn_dsp_fir_filter(struct cn_dsp_fir *filter, const float *in, size_t n, float *out, size_t out_count) {
    if (out_count != n) {
        return CN_ERR_RANGE;
    }
    if (overlap(in, n * sizeof *in, out, n * sizeof *out)) {
        return CN_ERR_INVAL;
    }
    spend(n, COST_FIR + COST_TAP * (uint32_t)filter->count);
    cn_dsp_fir_run(filter->memory, filter->memory + filter->count, filter->count, in, out, n);
    return CN_OK;
}

void cn_dsp_fir_reset(struct cn_dsp_fir *filter) {
    memset(filter->memory + filter->count, 0, (filter->count - 1) * sizeof(float));
}

// ---- mel bands

struct cn_dsp_mel_bank {
    size_t bands, bins;
    float edges[]; // [bands + 2]
};

struct cn_dsp_mel_bank *cn_dsp_mel_bank_new(uint32_t size, double rate_hz, uint32_t bands, double low_hz,
                                            double high_hz, int *error) {
    if (!cn_dsp_fft_size_ok(size) || bands > CN_DSP_MEL_BANDS_MAX) {
        *error = CN_ERR_RANGE;
        return NULL;
    }
    struct cn_dsp_mel_bank *bank = make(sizeof *bank + (bands + 2) * sizeof(float), error);
    if (!bank) {
        return NULL;
    }
    bank->bands = bands;
    bank->bins = size / 2 + 1;
    *error = cn_dsp_mel_edges(bank->edges, bands, (float)low_hz, (float)high_hz, (float)rate_hz, size);
    if (*error < 0) {
        cn_pool_free(bank);
        return NULL;
    }
    return bank;
}

void cn_dsp_mel_bank_free(struct cn_dsp_mel_bank *bank) {
    cn_pool_free(bank);
}

int cn_dsp_mel_bank_run(struct cn_dsp_mel_bank *bank, const float *power, size_t bins, float *out,
                        size_t out_count) {
    if (bins != bank->bins || out_count != bank->bands) {
        return CN_ERR_RANGE;
    }
    if (overlap(power, bins * sizeof *power, out, out_count * sizeof *out)) {
        return CN_ERR_INVAL;
    }
    spend((size_t)(bank->edges[bank->bands + 1] - bank->edges[0]), COST_MEL);
    cn_dsp_mel(bank->edges, bank->bands, power, bins, out);
    return CN_OK;
}

int cn_dsp_cepstrum(const float *mel, size_t bands, double floor, float *out, size_t out_count) {
    float least = (float)floor; // may be 0 although the double was not
    if (out_count > bands || !(least > 0.0f)) {
        return CN_ERR_RANGE;
    }
    if (overlap(mel, bands * sizeof *mel, out, out_count * sizeof *out)) {
        return CN_ERR_INVAL;
    }
    spend(bands, COST_BAND + COST_CEPSTRUM * (uint32_t)out_count);
    cn_dsp_mfcc(mel, bands, least, out, out_count);
    return CN_OK;
}

// ---- micro-speech front end

struct cn_dsp_speech {
    struct cn_dsp_frontend frontend;
    uint64_t scratch[];
};

struct cn_dsp_speech *cn_dsp_speech_new(int *error) {
    return make(sizeof(struct cn_dsp_speech) + cn_dsp_frontend_scratch_bytes(), error);
}

void cn_dsp_speech_free(struct cn_dsp_speech *speech) {
    cn_pool_free(speech);
}

int cn_dsp_speech_run(struct cn_dsp_speech *speech, const int16_t *samples, size_t count, int8_t *out,
                      size_t out_count) {
    size_t rows = out_count / CN_DSP_FRONTEND_CHANNELS;
    if (rows == 0 || out_count % CN_DSP_FRONTEND_CHANNELS != 0 ||
        count != CN_DSP_FRONTEND_SAMPLES + (rows - 1) * CN_DSP_FRONTEND_STRIDE) {
        return CN_ERR_RANGE;
    }
    if (overlap(samples, count * sizeof *samples, out, out_count)) {
        return CN_ERR_INVAL;
    }
    for (size_t row = 0; row < rows; row++) {
        cn_dsp_frontend_run(&speech->frontend, samples + row * CN_DSP_FRONTEND_STRIDE, speech->scratch,
                            out + row * CN_DSP_FRONTEND_CHANNELS);
    }
    hal_spend((uint32_t)rows * cn_dsp_frontend_cost());
    return CN_OK;
}

void cn_dsp_speech_reset(struct cn_dsp_speech *speech) {
    memset(&speech->frontend, 0, sizeof speech->frontend);
}

// ---- without state

int cn_dsp_window_fill(int kind, float *out, size_t n) {
    spend(n, COST_WINDOW);
    return cn_dsp_window((enum cn_dsp_window_kind)kind, out, n);
}

int cn_dsp_window_apply(float *data, size_t n, const float *window, size_t window_count) {
    if (window_count != n) {
        return CN_ERR_RANGE;
    }
    spend(n, COST_MULTIPLY);
    cn_dsp_multiply(data, window, n);
    return CN_OK;
}

int cn_dsp_moments_of(const float *data, size_t n, struct cn_dsp_moments *moments) {
    spend(n, COST_MOMENTS);
    return cn_dsp_moments(data, n, moments);
}

int cn_dsp_rms(const float *data, size_t n, double *rms) {
    spend(n, COST_MOMENTS);
    struct cn_dsp_moments moments;
    int res = cn_dsp_moments(data, n, &moments);
    if (res >= 0) {
        *rms = (double)moments.rms;
    }
    return res;
}

int cn_dsp_crossings(const float *data, size_t n, double hysteresis) {
    spend(n, COST_CROSSINGS);
    return (int)cn_dsp_zero_crossings(data, n, (float)hysteresis);
}

int cn_dsp_find_peaks(const float *power, size_t bins, double least, float *out, size_t out_count) {
    _Static_assert(sizeof(struct cn_dsp_peak) == 2 * sizeof(float), "a peak is place and power");
    if (out_count % 2 != 0) {
        return CN_ERR_RANGE;
    }
    if (overlap(power, bins * sizeof *power, out, out_count * sizeof *out)) {
        return CN_ERR_INVAL;
    }
    spend(bins, COST_PEAKS);
    return (int)cn_dsp_peaks(power, bins, (float)least, (struct cn_dsp_peak *)out, out_count / 2);
}

int cn_dsp_band_sum(const float *power, size_t bins, uint32_t from, uint32_t to, double *sum) {
    if (from > to || to > bins) {
        return CN_ERR_RANGE;
    }
    spend(to - from, COST_SUM);
    *sum = (double)cn_dsp_band_power(power, from, to);
    return CN_OK;
}

int cn_dsp_pick(const int16_t *samples, size_t count, uint32_t first, uint32_t step, double scale, float *out,
                size_t out_count) {
    // 64 bits: neither the product nor the sum can wrap
    if (step == 0 || out_count == 0 || first + (uint64_t)(out_count - 1) * step >= count) {
        return CN_ERR_RANGE;
    }
    if (overlap(samples, count * sizeof *samples, out, out_count * sizeof *out)) {
        return CN_ERR_INVAL;
    }
    spend(out_count, COST_PICK);
    cn_dsp_from_int16(samples + first, step, (float)scale, out, out_count);
    return CN_OK;
}

int cn_dsp_quantize(const float *values, size_t n, double scale, int32_t zero_point, int8_t *out,
                    size_t out_count) {
    float step = (float)scale; // may be 0 although the double was not
    if (out_count != n || !(step > 0.0f)) {
        return CN_ERR_RANGE;
    }
    if (overlap(values, n * sizeof *values, out, n)) {
        return CN_ERR_INVAL;
    }
    spend(n, COST_QUANTIZE);
    cn_dsp_to_int8(values, step, zero_point, out, n);
    return CN_OK;
}
