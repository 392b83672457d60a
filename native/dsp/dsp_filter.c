// Filters: second-order sections in transposed direct form II, which rounds least in float32, and plain FIR.
#include "cn/dsp_filter.h"
#include "cn/dsp_math.h"
#include "cn/error.h"

static void normalise(struct cn_dsp_biquad *section, float a0) {
    section->b0 /= a0;
    section->b1 /= a0;
    section->b2 /= a0;
    section->a1 /= a0;
    section->a2 /= a0;
}

int cn_dsp_biquad_design(struct cn_dsp_biquad *section, enum cn_dsp_biquad_kind kind, float at_hz,
                         float rate_hz, float q) {
    // written so that NaN fails, too
    if (!(at_hz > 0.0f && rate_hz > 0.0f && at_hz < 0.5f * rate_hz && q >= 0.1f && q <= 100.0f)) {
        return CN_ERR_RANGE;
    }
    float cosine = cn_dsp_cos_turn(at_hz / rate_hz);
    float alpha = cn_dsp_cos_turn(at_hz / rate_hz - 0.25f) / (2.0f * q);
    section->a1 = -2.0f * cosine;
    section->a2 = 1.0f - alpha;
    switch (kind) {
    case CN_DSP_LOW_PASS:
        section->b1 = 1.0f - cosine;
        section->b0 = section->b2 = 0.5f * section->b1;
        break;
    case CN_DSP_HIGH_PASS:
        section->b1 = -1.0f - cosine;
        section->b0 = section->b2 = -0.5f * section->b1;
        break;
    case CN_DSP_BAND_PASS:
        section->b0 = alpha;
        section->b1 = 0.0f;
        section->b2 = -alpha;
        break;
    case CN_DSP_NOTCH:
        section->b0 = section->b2 = 1.0f;
        section->b1 = section->a1;
        break;
    default:
        return CN_ERR_INVAL;
    }
    normalise(section, 1.0f + alpha);
    return 0;
}

static void run_section(const struct cn_dsp_biquad *s, struct cn_dsp_biquad_state *state, const float *in,
                        float *out, size_t n) {
    float first = state->first, second = state->second;
    for (size_t i = 0; i < n; i++) {
        float x = in[i];
        float y = s->b0 * x + first;
        first = s->b1 * x - s->a1 * y + second;
        second = s->b2 * x - s->a2 * y;
        out[i] = y;
    }
    state->first = first;
    state->second = second;
}

void cn_dsp_biquad_run(const struct cn_dsp_biquad *sections, struct cn_dsp_biquad_state *state, size_t count,
                       const float *in, float *out, size_t n) {
    for (size_t i = 0; i < count; i++) {
        run_section(&sections[i], &state[i], i == 0 ? in : out, out, n);
    }
}

void cn_dsp_fir_run(const float *taps, float *state, size_t count, const float *in, float *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        float sum = 0.0f;
        for (size_t k = 0; k < count; k++) {
            sum += taps[k] * (k <= i ? in[i - k] : state[k - i - 1]);
        }
        out[i] = sum;
    }
    // the newest count - 1 inputs, from the oldest place up: a short block moves what is there
    for (size_t k = count - 1; k-- > 0;) {
        state[k] = k < n ? in[n - 1 - k] : state[k - n];
    }
}
