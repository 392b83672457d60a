// Stages of an audio front end on integers, as TFLM's Signal operators define them: shared by those operators
// and by the front end of micro_speech.
#ifndef CN_DSP_INTEGER_H
#define CN_DSP_INTEGER_H

#include <stdint.h>

// Bits that `x` takes: 0 for 0.
static inline int cn_dsp_width(uint64_t x) {
    return x == 0 ? 0 : 64 - __builtin_clzll(x);
}

// The square root, rounded to nearest.
uint32_t cn_dsp_root(uint64_t x);

// The gain for a noise estimate: a piece of a parabola for each power of two. `curve` has CN_DSP_GAINS
// values.
#define CN_DSP_GAINS 125
int32_t cn_dsp_gain(const int16_t *curve, uint32_t noise);

// A channel weighed by its gain and flattened where it is loud: a square up to 2, then a line. `shift` is the
// bits of the gain, 0 to 63.
uint32_t cn_dsp_flatten(uint32_t signal, int32_t gain, uint32_t shift);

// scale ln(x), 0 for x below 2; the logarithm's bend between powers of two is a table of CN_DSP_BENDS values.
#define CN_DSP_BENDS 129
uint32_t cn_dsp_log(const uint16_t *bends, uint32_t x, uint32_t scale);

#endif
