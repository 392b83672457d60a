// Filters that run sample by sample over float32 blocks: second-order sections and finite impulse responses.
// The caller keeps their state; all zeros is silence before the first sample.
#ifndef CN_DSP_FILTER_H
#define CN_DSP_FILTER_H

#include <stddef.h>

enum cn_dsp_biquad_kind { CN_DSP_LOW_PASS, CN_DSP_HIGH_PASS, CN_DSP_BAND_PASS, CN_DSP_NOTCH };

// y[i] = b0 x[i] + b1 x[i-1] + b2 x[i-2] - a1 y[i-1] - a2 y[i-2]
struct cn_dsp_biquad {
    float b0, b1, b2, a1, a2;
};

struct cn_dsp_biquad_state {
    float first, second;
};

// Design a section: corner or centre at `at_hz` (above 0, below rate_hz / 2), quality q (0.1 to 100; 0.7071
// is the flattest low and high pass; band width of band pass and notch is at_hz / q). Gain 1 in the pass
// band. Formulas: R. Bristow-Johnson's audio equaliser notes. Returns 0, CN_ERR_INVAL (kind) or CN_ERR_RANGE.
int cn_dsp_biquad_design(struct cn_dsp_biquad *section, enum cn_dsp_biquad_kind kind, float at_hz,
                         float rate_hz, float q);

// Run `count` sections after each other over in[n]; out may be in. state[count] is carried from block to
// block.
void cn_dsp_biquad_run(const struct cn_dsp_biquad *sections, struct cn_dsp_biquad_state *state, size_t count,
                       const float *in, float *out, size_t n);

// out[i] = sum of taps[k] * in[i - k], k below count. state[count - 1] holds the inputs before in[0], the
// newest first, and is updated. out may not overlap in. count is 1 or more.
void cn_dsp_fir_run(const float *taps, float *state, size_t count, const float *in, float *out, size_t n);

#endif
