// Prints, for each call of the DSP service, its name, its instructions, and what it reported with hal_spend.
#include "cn/dsp_service.h"
#include "cn/dsp_stats.h"
#include "cn/hal.h"
#include "cn/pool.h"
#include "m33.h"

static uint64_t pool[4096];
static float in[1024], out[1024], taps[64];
static int16_t counts[3072];
static int8_t small[1024];
static uint32_t reported;

void hal_spend(uint32_t instructions) {
    reported += instructions;
}

#define MEASURE(name, call)                                                                                  \
    do {                                                                                                     \
        reported = 0;                                                                                        \
        uint32_t start = m33_instructions();                                                                 \
        (void)(call);                                                                                        \
        uint32_t spent = m33_instructions() - start;                                                         \
        m33_print(name " ");                                                                                 \
        m33_print_hex(spent);                                                                                \
        m33_print(" ");                                                                                      \
        m33_print_hex(reported);                                                                             \
        m33_print("\n");                                                                                     \
    } while (0)

static void transforms(uint32_t size) {
    int error;
    struct cn_dsp_fft *fft = cn_dsp_fft_new(size, CN_DSP_HANN, &error);
    MEASURE("transform", cn_dsp_fft_transform(fft, in, size, out, size));
    MEASURE("power", cn_dsp_fft_power(fft, in, size, out, size / 2 + 1));
    cn_dsp_fft_free(fft);
}

static void filters(size_t n, size_t sections, size_t tap_count) {
    int error;
    struct cn_dsp_biquads *biquads = cn_dsp_biquads_new(taps, 5 * sections, &error);
    MEASURE("biquads", cn_dsp_biquads_run(biquads, in, n, out, n));
    cn_dsp_biquads_free(biquads);
    struct cn_dsp_fir *fir = cn_dsp_fir_new(taps, tap_count, &error);
    MEASURE("fir", cn_dsp_fir_filter(fir, in, n, out, n));
    cn_dsp_fir_free(fir);
}

static void bands(uint32_t size, uint32_t count, size_t coefficients) {
    int error;
    struct cn_dsp_mel_bank *bank = cn_dsp_mel_bank_new(size, 16000, count, 0, 8000, &error);
    MEASURE("mel", cn_dsp_mel_bank_run(bank, in, size / 2 + 1, out, count));
    cn_dsp_mel_bank_free(bank);
    MEASURE("cepstrum", cn_dsp_cepstrum(taps, count, 0.01, out, coefficients));
}

static void blocks(size_t n) {
    struct cn_dsp_moments moments;
    double number;
    MEASURE("window", cn_dsp_window_fill(CN_DSP_HANN, out, n));
    MEASURE("multiply", cn_dsp_window_apply(out, n, in, n));
    MEASURE("rms", cn_dsp_rms(in, n, &number));
    MEASURE("moments", cn_dsp_moments_of(in, n, &moments));
    MEASURE("crossings", cn_dsp_crossings(in, n, 0.1));
    MEASURE("sum", cn_dsp_band_sum(in, n, 0, (uint32_t)n, &number));
    MEASURE("pick", cn_dsp_pick(counts, 3 * n, 0, 3, 0.1, out, n));
    MEASURE("quantize", cn_dsp_quantize(in, n, 0.01, 3, small, n));
    MEASURE("peaks", cn_dsp_find_peaks(in, n, 0.5, out, 16));
}

int m33_main(void) {
    cn_pool_init(pool, sizeof pool);
    uint32_t state = 1;
    for (size_t i = 0; i < 1024; i++) {
        state = state * 1664525u + 1013904223u;
        in[i] = (float)(int32_t)state / 2147483648.0f;
        taps[i % 64] = in[i] * in[i] * 0.1f;
        counts[3 * i] = (int16_t)(state >> 16);
    }
    for (uint32_t size = 32; size <= 1024; size *= 2) {
        transforms(size);
    }
    filters(100, 1, 1);
    filters(256, 4, 31);
    filters(1024, 2, 64);
    bands(256, 20, 12);
    bands(512, 40, 13);
    bands(1024, 64, 20);
    blocks(100);
    blocks(1000);
    return 0;
}
