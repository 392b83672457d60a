// Between integers and float32: axes of sensor windows, and the int8 input of models.
#include "cn/dsp_convert.h"

void cn_dsp_from_int16(const int16_t *samples, size_t step, float scale, float *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        out[i] = (float)samples[i * step] * scale;
    }
}

// Nearest integer, halves away from zero, of |x| <= 512. Adding a half first would round 0.49999997 up.
static int32_t nearest(float x) {
    int32_t whole = (int32_t)x;
    float rest = x - (float)whole;
    return whole + (rest >= 0.5f) - (rest <= -0.5f);
}

void cn_dsp_to_int8(const float *values, float scale, int32_t zero_point, int8_t *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        float x = values[i] / scale;
        x = x > 512.0f ? 512.0f : x < -512.0f ? -512.0f : x == x ? x : 0.0f;
        int32_t value = nearest(x) + zero_point;
        out[i] = (int8_t)(value > 127 ? 127 : value < -128 ? -128 : value);
    }
}
