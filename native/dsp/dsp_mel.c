// Mel filter bank and cepstrum; the triangles are computed from their edges, so no table of weights is kept.
#include "cn/dsp_mel.h"
#include "cn/assert.h"
#include "cn/dsp_math.h"
#include "cn/error.h"

#define LN_2 0.693147181f

// In units of log2: any factor cancels.
static float mel_of(float hz) {
    return cn_dsp_log2(1.0f + hz / 700.0f);
}

int cn_dsp_mel_edges(float *edges, size_t bands, float low_hz, float high_hz, float rate_hz, size_t n) {
    // written so that NaN fails, too
    bool ok = low_hz >= 0.0f && low_hz < high_hz && high_hz <= 0.5f * rate_hz;
    if (!ok || bands < 1 || bands > CN_DSP_MEL_BANDS_MAX || n < 1) {
        return CN_ERR_RANGE;
    }
    float low = mel_of(low_hz), spacing = (mel_of(high_hz) - low) / (float)(bands + 1);
    for (size_t i = 0; i < bands + 2; i++) {
        float hz = 700.0f * (cn_dsp_exp2(low + spacing * (float)i) - 1.0f);
        edges[i] = hz * (float)n / rate_hz;
    }
    return 0;
}

void cn_dsp_mel(const float *edges, size_t bands, const float *power, size_t bins, float *out) {
    for (size_t b = 0; b < bands; b++) {
        float left = edges[b], top = edges[b + 1], right = edges[b + 2], sum = 0.0f;
        size_t k = (size_t)left + 1;
        for (; k < bins && (float)k <= top; k++) {
            sum += power[k] * (((float)k - left) / (top - left));
        }
        for (; k < bins && (float)k < right; k++) {
            sum += power[k] * ((right - (float)k) / (right - top));
        }
        out[b] = sum;
    }
}

void cn_dsp_mfcc(const float *mel, size_t bands, float floor, float *out, size_t count) {
    CN_ASSERT(count <= bands && floor > 0.0f);
    size_t turn = 4 * bands;
    for (size_t c = 0; c < count; c++) {
        out[c] = 0.0f;
    }
    for (size_t b = 0; b < bands; b++) {
        float log = LN_2 * cn_dsp_log2(mel[b] + floor);
        for (size_t c = 0; c < count; c++) {
            out[c] += log * cn_dsp_cos_turn((float)(c * (2 * b + 1) % turn) / (float)turn);
        }
    }
    float scale = cn_dsp_sqrt(2.0f / (float)bands);
    for (size_t c = 0; c < count; c++) {
        out[c] *= c == 0 ? cn_dsp_sqrt(1.0f / (float)bands) : scale;
    }
}
