// Windows as sums of cosines: a0 - a1 cos(x) + a2 cos(2x).
#include "cn/dsp_window.h"
#include "cn/dsp_math.h"
#include "cn/error.h"

static const struct {
    float a0, a1, a2;
} terms[] = {
    [CN_DSP_RECTANGLE] = {1.0f, 0.0f, 0.0f},
    [CN_DSP_HANN] = {0.5f, 0.5f, 0.0f},
    [CN_DSP_HAMMING] = {0.54f, 0.46f, 0.0f},
    [CN_DSP_BLACKMAN] = {0.42f, 0.5f, 0.08f},
};

int cn_dsp_window(enum cn_dsp_window_kind kind, float *out, size_t n) {
    if ((size_t)kind >= sizeof terms / sizeof terms[0]) {
        return CN_ERR_INVAL;
    }
    if (n < 1 || n > CN_DSP_WINDOW_MAX) {
        return CN_ERR_RANGE;
    }
    for (size_t i = 0; i < n; i++) {
        float once = cn_dsp_cos_turn((float)i / (float)n);
        float twice = 2.0f * once * once - 1.0f;
        out[i] = terms[kind].a0 - terms[kind].a1 * once + terms[kind].a2 * twice;
    }
    return 0;
}

void cn_dsp_multiply(float *data, const float *window, size_t n) {
    for (size_t i = 0; i < n; i++) {
        data[i] *= window[i];
    }
}
