// Windows, filters, statistics, spectra and mel against their definitions in double precision.
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "check.h"
#include "cn/dsp_filter.h"
#include "cn/dsp_math.h"
#include "cn/dsp_mel.h"
#include "cn/dsp_spectrum.h"
#include "cn/dsp_stats.h"
#include "cn/dsp_window.h"
#include "cn/error.h"

static bool close_to(float got, double want, double within) {
    if (fabs((double)got - want) <= within) {
        return true;
    }
    printf("# got %.9g, expected %.9g\n", (double)got, want);
    return false;
}

static float random_float(uint32_t *state) {
    return (float)((int32_t)(next_random(state) >> 8) - 8388608) / 8388608.0f;
}

static void cosine(void) {
    uint32_t state = 5;
    for (int i = 0; i < 100000; i++) {
        float turns = random_float(&state) * (i % 2 ? 1.0f : 100.0f);
        CHECK(close_to(cn_dsp_cos_turn(turns), cos(2 * M_PI * (double)turns), 1.2e-7));
    }
    CHECK(cn_dsp_cos_turn(0.0f) == 1.0f && cn_dsp_cos_turn(0.25f) == 0.0f && cn_dsp_cos_turn(-0.5f) == -1.0f);
}

static void windows(void) {
    static float window[CN_DSP_WINDOW_MAX];
    static const size_t sizes[] = {1, 2, 33, 256, 480, CN_DSP_WINDOW_MAX};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        size_t n = sizes[s];
        for (int kind = CN_DSP_RECTANGLE; kind <= CN_DSP_BLACKMAN; kind++) {
            CHECK_EQ(cn_dsp_window((enum cn_dsp_window_kind)kind, window, n), 0);
            for (size_t i = 0; i < n; i++) {
                double x = 2 * M_PI * (double)i / (double)n;
                const double want[] = {1, 0.5 - 0.5 * cos(x), 0.54 - 0.46 * cos(x),
                                       0.42 - 0.5 * cos(x) + 0.08 * cos(2 * x)};
                CHECK(close_to(window[i], want[kind], 5e-7));
            }
        }
    }
    CHECK_EQ(cn_dsp_window(CN_DSP_HANN, window, 0), CN_ERR_RANGE);
    CHECK_EQ(cn_dsp_window(CN_DSP_HANN, window, CN_DSP_WINDOW_MAX + 1), CN_ERR_RANGE);
    CHECK_EQ(cn_dsp_window((enum cn_dsp_window_kind)4, window, 8), CN_ERR_INVAL);
}

// Amplitude of a sine of `hz` after the filter has settled, at 1000 Hz.
static double gain_of(const struct cn_dsp_biquad *section, double hz) {
    struct cn_dsp_biquad_state state = {0};
    float block[100];
    double squares = 0;
    for (int at = 0; at < 8000; at += 100) {
        for (int i = 0; i < 100; i++) {
            block[i] = (float)sin(2 * M_PI * hz * (at + i) / 1000);
        }
        cn_dsp_biquad_run(section, &state, 1, block, block, 100);
        for (int i = 0; at >= 4000 && i < 100; i++) {
            squares += (double)(block[i] * block[i]);
        }
    }
    return sqrt(squares / 4000 * 2);
}

static void biquads(void) {
    struct cn_dsp_biquad section;
    static const struct {
        enum cn_dsp_biquad_kind kind;
        double hz[3], gain[3];
    } cases[] = {
        {CN_DSP_LOW_PASS, {2, 100, 400}, {1, M_SQRT1_2, 0.0140}},
        {CN_DSP_HIGH_PASS, {5, 100, 450}, {0.0023, M_SQRT1_2, 1}},
        {CN_DSP_BAND_PASS, {5, 100, 450}, {0.068, 1, 0.073}},
        {CN_DSP_NOTCH, {5, 100, 450}, {1, 0, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_EQ(cn_dsp_biquad_design(&section, cases[i].kind, 100, 1000, 0.70710678f), 0);
        for (int k = 0; k < 3; k++) {
            CHECK(close_to((float)gain_of(&section, cases[i].hz[k]), cases[i].gain[k], 0.005));
        }
    }
    CHECK_EQ(cn_dsp_biquad_design(&section, CN_DSP_NOTCH, 500, 1000, 1), CN_ERR_RANGE);
    CHECK_EQ(cn_dsp_biquad_design(&section, CN_DSP_NOTCH, NAN, 1000, 1), CN_ERR_RANGE);
    CHECK_EQ(cn_dsp_biquad_design(&section, CN_DSP_NOTCH, 10, 1000, 0), CN_ERR_RANGE);
    CHECK_EQ(cn_dsp_biquad_design(&section, (enum cn_dsp_biquad_kind)9, 10, 1000, 1), CN_ERR_INVAL);
}

// Whatever the blocks, two sections and a FIR give what they give in one piece.
static void blocks(void) {
    enum { LENGTH = 600, TAPS = 9 };
    static float in[LENGTH], whole[2][LENGTH], pieces[2][LENGTH];
    struct cn_dsp_biquad sections[2];
    CHECK_EQ(cn_dsp_biquad_design(&sections[0], CN_DSP_LOW_PASS, 20, 200, 0.7f), 0);
    CHECK_EQ(cn_dsp_biquad_design(&sections[1], CN_DSP_NOTCH, 50, 200, 2), 0);
    float taps[TAPS];
    uint32_t state = 11;
    for (int i = 0; i < LENGTH; i++) {
        in[i] = random_float(&state);
    }
    for (int i = 0; i < TAPS; i++) {
        taps[i] = random_float(&state);
    }
    for (int pass = 0; pass < 2; pass++) {
        float(*out)[LENGTH] = pass == 0 ? whole : pieces;
        struct cn_dsp_biquad_state iir[2] = {{0}};
        float fir[TAPS - 1] = {0};
        for (size_t at = 0; at < LENGTH;) {
            size_t n = pass == 0 ? LENGTH : next_random(&state) % 23;
            n = n < LENGTH - at ? n : LENGTH - at;
            cn_dsp_biquad_run(sections, iir, 2, in + at, out[0] + at, n);
            cn_dsp_fir_run(taps, fir, TAPS, in + at, out[1] + at, n);
            at += n;
        }
    }
    for (int i = 0; i < LENGTH; i++) {
        CHECK(whole[0][i] == pieces[0][i] && whole[1][i] == pieces[1][i]);
        double want = 0;
        for (int k = 0; k < TAPS && k <= i; k++) {
            want += (double)taps[k] * (double)in[i - k];
        }
        CHECK(close_to(whole[1][i], want, 2e-6));
    }
}

static void statistics(void) {
    float data[1000];
    struct cn_dsp_moments m;
    for (int i = 0; i < 1000; i++) {
        data[i] = (float)(5 + 2 * sin(2 * M_PI * i / 100));
    }
    CHECK_EQ(cn_dsp_moments(data, 1000, &m), 0);
    CHECK(close_to(m.mean, 5, 1e-5) && close_to(m.variance, 2, 1e-5) && close_to(m.rms, sqrt(27), 1e-5));
    CHECK(close_to(m.skewness, 0, 1e-5) && close_to(m.kurtosis, 1.5, 1e-5));
    CHECK(close_to(m.least, 3, 1e-5) && close_to(m.greatest, 7, 1e-5));
    const float skewed[] = {0, 0, 0, 4};
    CHECK_EQ(cn_dsp_moments(skewed, 4, &m), 0);
    CHECK(close_to(m.skewness, 2 / sqrt(3), 1e-6) && close_to(m.kurtosis, 7.0 / 3, 1e-6));
    CHECK_EQ(cn_dsp_moments(data, 0, &m), CN_ERR_RANGE);
    const float level[] = {3, 3, 3};
    CHECK_EQ(cn_dsp_moments(level, 3, &m), 0);
    CHECK(m.variance == 0 && m.skewness == 0 && m.kurtosis == 0);
}

static void crossings(void) {
    const float data[] = {1, 0, -1, -0.1f, 0.1f, -0.1f, 2, -2, 0, 0, 3};
    CHECK_EQ(cn_dsp_zero_crossings(data, 11, 0), 6);
    CHECK_EQ(cn_dsp_zero_crossings(data, 11, 0.5f), 4);
    CHECK_EQ(cn_dsp_zero_crossings(data, 0, 0), 0);
}

static void spectrum(void) {
    enum { N = 512 };
    static float data[N], window[N];
    CHECK_EQ(cn_dsp_window(CN_DSP_BLACKMAN, window, N), 0);
    for (int i = 0; i < N; i++) {
        data[i] = (float)(7 + 3 * sin(2 * M_PI * 40.25 * i / N) + 0.5 * cos(2 * M_PI * 111 * i / N));
    }
    float last = cn_dsp_power_spectrum(data, N, window);
    CHECK(close_to(cn_dsp_band_power(data, 0, N / 2) + last, 4.5 + 0.125, 2e-3));
    struct cn_dsp_peak peaks[4];
    CHECK_EQ(cn_dsp_peaks(data, N / 2, 1e-3f, peaks, 4), 2);
    CHECK(close_to(peaks[0].bin, 40.25, 0.02) && close_to(peaks[1].bin, 111, 0.02));
    CHECK(peaks[0].power > peaks[1].power);
    CHECK_EQ(cn_dsp_peaks(data, N / 2, 1e-3f, peaks, 1), 1);
    CHECK(close_to(peaks[0].bin, 40.25, 0.02));
    CHECK_EQ(cn_dsp_peaks(data, N / 2, 1e-3f, peaks, 0), 0);
    const float steps[] = {0, 2, 2, 1, 5, 9, 3, 4, 3, 8};
    CHECK_EQ(cn_dsp_peaks(steps, 10, 0, peaks, 4), 3);
    CHECK(peaks[0].power == 9 && peaks[1].power == 4 && peaks[2].power == 2);
    memset(window, 0, sizeof window);
    CHECK(cn_dsp_power_spectrum(data, N, window) == -1.0f);
    CHECK(cn_dsp_power_spectrum(data, 500, NULL) == -1.0f);
}

static void mel(void) {
    enum { BANDS = 26, BINS = 257, COUNT = 13 };
    float edges[BANDS + 2], power[BINS], bands[BANDS], cepstrum[COUNT];
    CHECK_EQ(cn_dsp_mel_edges(edges, BANDS, 20, 7600, 16000, 512), 0);
    double low = 1127 * log(1 + 20 / 700.0), step = (1127 * log(1 + 7600 / 700.0) - low) / (BANDS + 1);
    for (int i = 0; i < BANDS + 2; i++) {
        CHECK(close_to(edges[i], 700 * (exp((low + step * i) / 1127) - 1) * 512 / 16000, 1e-3));
    }
    uint32_t state = 21;
    for (int k = 0; k < BINS; k++) {
        power[k] = 1 + random_float(&state);
    }
    cn_dsp_mel(edges, BANDS, power, BINS, bands);
    for (int b = 0; b < BANDS; b++) {
        double sum = 0;
        for (int k = 0; k < BINS; k++) {
            double rise = (k - (double)edges[b]) / (double)(edges[b + 1] - edges[b]);
            double fall = ((double)edges[b + 2] - k) / (double)(edges[b + 2] - edges[b + 1]);
            sum += fmax(0, fmin(rise, fall)) * (double)power[k];
        }
        CHECK(close_to(bands[b], sum, 1e-5 * (1 + sum)));
    }
    cn_dsp_mfcc(bands, BANDS, 1e-6f, cepstrum, COUNT);
    for (int c = 0; c < COUNT; c++) {
        double sum = 0;
        for (int b = 0; b < BANDS; b++) {
            sum += log((double)bands[b] + 1e-6) * cos(M_PI * c * (b + 0.5) / BANDS);
        }
        CHECK(close_to(cepstrum[c], sum * sqrt((c == 0 ? 1.0 : 2.0) / BANDS), 1e-5));
    }
    CHECK_EQ(cn_dsp_mel_edges(edges, BANDS, 20, 8001, 16000, 512), CN_ERR_RANGE);
    CHECK_EQ(cn_dsp_mel_edges(edges, BANDS, 20, 20, 16000, 512), CN_ERR_RANGE);
    CHECK_EQ(cn_dsp_mel_edges(edges, 0, 20, 8000, 16000, 512), CN_ERR_RANGE);
    CHECK_EQ(cn_dsp_mel_edges(edges, CN_DSP_MEL_BANDS_MAX + 1, 20, 8000, 16000, 512), CN_ERR_RANGE);
    CHECK_EQ(cn_dsp_mel_edges(edges, BANDS, NAN, 8000, 16000, 512), CN_ERR_RANGE);
}

int main(void) {
    static const struct test tests[] = {
        {"the cosine of turns is that of libm to 1.2e-7", cosine},
        {"every window of any length is its sum of cosines", windows},
        {"designed sections pass and stop what they should", biquads},
        {"filters do not care how the signal is cut into blocks", blocks},
        {"moments are those of known distributions", statistics},
        {"noise about zero is no crossing", crossings},
        {"power adds up to the mean square and peaks are found between bins", spectrum},
        {"mel bands and cepstrum are those of the definition", mel},
    };
    return RUN_TESTS(tests);
}
