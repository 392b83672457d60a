// Spectral power and its peaks.
#include "cn/dsp_spectrum.h"
#include "cn/dsp_fft.h"
#include "cn/dsp_math.h"
#include "cn/dsp_window.h"

static void remove_mean(float *data, size_t n) {
    float sum = 0.0f;
    for (size_t i = 0; i < n; i++) {
        sum += data[i];
    }
    float mean = sum / (float)n;
    for (size_t i = 0; i < n; i++) {
        data[i] -= mean;
    }
}

float cn_dsp_power_spectrum(float *data, size_t n, const float *window) {
    if (!cn_dsp_fft_size_ok(n)) {
        return -1.0f;
    }
    float squares = (float)n;
    if (window != NULL) {
        squares = 0.0f;
        for (size_t i = 0; i < n; i++) {
            squares += window[i] * window[i];
        }
    }
    if (!(squares > 0.0f)) {
        return -1.0f;
    }
    remove_mean(data, n);
    if (window != NULL) {
        cn_dsp_multiply(data, window, n);
    }
    cn_dsp_rfft(data, n);
    float last = cn_dsp_rfft_power(data, n);
    float scale = 1.0f / ((float)n * squares); // twice: the bins above n / 2 mirror those below
    data[0] *= scale;
    for (size_t k = 1; k < n / 2; k++) {
        data[k] *= 2.0f * scale;
    }
    return last * scale;
}

static struct cn_dsp_peak peak_at(const float *power, size_t k) {
    struct cn_dsp_peak peak = {(float)k, power[k]};
    float before = cn_dsp_log2(power[k - 1]), here = cn_dsp_log2(power[k]), after = cn_dsp_log2(power[k + 1]);
    float bend = before - 2.0f * here + after;
    if (bend < 0.0f) {
        peak.bin += 0.5f * (before - after) / bend;
    }
    return peak;
}

// Keep peaks[count] in falling order with at most `room` of them; returns the new count.
static size_t insert(struct cn_dsp_peak *peaks, size_t count, size_t room, struct cn_dsp_peak peak) {
    if (count == room) {
        if (room == 0 || peaks[room - 1].power >= peak.power) {
            return count;
        }
        count--;
    }
    size_t at = count;
    for (; at > 0 && peaks[at - 1].power < peak.power; at--) {
        peaks[at] = peaks[at - 1];
    }
    peaks[at] = peak;
    return count + 1;
}

size_t cn_dsp_peaks(const float *power, size_t bins, float least, struct cn_dsp_peak *peaks, size_t room) {
    size_t count = 0;
    for (size_t k = 1; k + 1 < bins; k++) {
        if (power[k] > least && power[k] > power[k - 1] && power[k] >= power[k + 1]) {
            count = insert(peaks, count, room, peak_at(power, k));
        }
    }
    return count;
}

float cn_dsp_band_power(const float *power, size_t from, size_t to) {
    float sum = 0.0f;
    for (size_t k = from; k < to; k++) {
        sum += power[k];
    }
    return sum;
}
