// Between the integers of sensors and models and the float32 of the DSP.
#ifndef CN_DSP_CONVERT_H
#define CN_DSP_CONVERT_H

#include <stddef.h>
#include <stdint.h>

// out[i] = samples[i * step] * scale, i below n: one axis of interleaved samples, in the unit of scale.
void cn_dsp_from_int16(const int16_t *samples, size_t step, float scale, float *out, size_t n);

// out[i] = values[i] / scale rounded to nearest (halves away from zero) + zero_point, clamped to int8: as
// TensorFlow Lite quantises. scale is above 0; NaN becomes the zero point.
void cn_dsp_to_int8(const float *values, float scale, int32_t zero_point, int8_t *out, size_t n);

#endif
