// Real FFT: a complex FFT of half the length on the even and odd samples, then one pass that separates them.
#include "cn/dsp_fft.h"
#include <stdint.h>
#include "cn/assert.h"
#include "cn/dsp_math.h"

bool cn_dsp_fft_size_ok(size_t n) {
    return n >= CN_DSP_FFT_MIN && n <= CN_DSP_FFT_MAX && (n & (n - 1)) == 0;
}

static void swap(float *a, float *b) {
    float kept = *a;
    *a = *b;
    *b = kept;
}

// Put the points (real and imaginary part each) into bit-reversed order.
static void reverse_order(float *data, size_t points) {
    size_t mirror = 0;
    for (size_t i = 1; i < points; i++) {
        size_t bit = points >> 1;
        for (; mirror & bit; bit >>= 1) {
            mirror ^= bit;
        }
        mirror |= bit;
        if (i < mirror) {
            swap(&data[2 * i], &data[2 * mirror]);
            swap(&data[2 * i + 1], &data[2 * mirror + 1]);
        }
    }
}

// The first two stages of radix 2 in one pass: their factors are 1 and -j, so nothing is multiplied.
static void first_stages(float *data, size_t points) {
    for (float *p = data; p < data + 2 * points; p += 8) {
        float sum_re = p[0] + p[2], sum_im = p[1] + p[3];
        float diff_re = p[0] - p[2], diff_im = p[1] - p[3];
        float sum2_re = p[4] + p[6], sum2_im = p[5] + p[7];
        float diff2_re = p[4] - p[6], diff2_im = p[5] - p[7];
        p[0] = sum_re + sum2_re;
        p[1] = sum_im + sum2_im;
        p[2] = diff_re + diff2_im;
        p[3] = diff_im - diff2_re;
        p[4] = sum_re - sum2_re;
        p[5] = sum_im - sum2_im;
        p[6] = diff_re - diff2_im;
        p[7] = diff_im + diff2_re;
    }
}

// One radix-2 stage that joins blocks of `half` points; the factor of a column is fetched once for all
// blocks.
static void stage(float *data, size_t points, size_t half) {
    int32_t step = (int32_t)(CN_DSP_TURN / (2 * half));
    for (size_t column = 0; column < half; column++) {
        float w_re = cn_dsp_cos((int32_t)column * step);
        float w_im = cn_dsp_cos((int32_t)column * step + CN_DSP_TURN / 4); // = -sin
        for (size_t at = column; at < points; at += 2 * half) {
            float *a = &data[2 * at];
            float *b = &data[2 * (at + half)];
            float re = b[0] * w_re - b[1] * w_im;
            float im = b[0] * w_im + b[1] * w_re;
            b[0] = a[0] - re;
            b[1] = a[1] - im;
            a[0] += re;
            a[1] += im;
        }
    }
}

// Bins k and n/2 - k of the real transform from the half-length one: even = (z[k] + conj z[m-k]) / 2,
// odd = (z[k] - conj z[m-k]) / 2j, bin k = even + e^(-2 pi j k / n) * odd.
static void separate(float *data, size_t n) {
    size_t points = n / 2;
    int32_t step = (int32_t)(CN_DSP_TURN / n);
    float dc = data[0], nyquist = data[1];
    data[0] = dc + nyquist;
    data[1] = dc - nyquist;
    for (size_t k = 1; k <= points / 2; k++) {
        float *a = &data[2 * k];
        float *b = &data[2 * (points - k)];
        float even_re = 0.5f * (a[0] + b[0]), even_im = 0.5f * (a[1] - b[1]);
        float odd_re = 0.5f * (a[1] + b[1]), odd_im = 0.5f * (b[0] - a[0]);
        float w_re = cn_dsp_cos((int32_t)k * step);
        float w_im = cn_dsp_cos((int32_t)k * step + CN_DSP_TURN / 4);
        float turned_re = odd_re * w_re - odd_im * w_im;
        float turned_im = odd_re * w_im + odd_im * w_re;
        a[0] = even_re + turned_re;
        a[1] = even_im + turned_im;
        b[0] = even_re - turned_re;
        b[1] = turned_im - even_im;
    }
}

void cn_dsp_rfft(float *data, size_t n) {
    CN_ASSERT(cn_dsp_fft_size_ok(n));
    size_t points = n / 2;
    reverse_order(data, points);
    first_stages(data, points);
    for (size_t half = 4; half < points; half *= 2) {
        stage(data, points, half);
    }
    separate(data, n);
}

float cn_dsp_rfft_power(float *data, size_t n) {
    float nyquist = data[1] * data[1];
    data[0] = data[0] * data[0];
    for (size_t k = 1; k < n / 2; k++) {
        data[k] = data[2 * k] * data[2 * k] + data[2 * k + 1] * data[2 * k + 1];
    }
    return nyquist;
}
