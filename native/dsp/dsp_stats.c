// Statistics in two passes: the mean first, then powers of the distance from it, so that an offset costs no
// digits.
#include "cn/dsp_stats.h"
#include "cn/dsp_math.h"
#include "cn/error.h"

int cn_dsp_moments(const float *data, size_t n, struct cn_dsp_moments *moments) {
    if (n == 0) {
        return CN_ERR_RANGE;
    }
    float sum = 0.0f, squares = 0.0f;
    moments->least = moments->greatest = data[0];
    for (size_t i = 0; i < n; i++) {
        float x = data[i];
        sum += x;
        squares += x * x;
        moments->least = x < moments->least ? x : moments->least;
        moments->greatest = x > moments->greatest ? x : moments->greatest;
    }
    float count = (float)n, mean = sum / count;
    float second = 0.0f, third = 0.0f, fourth = 0.0f;
    for (size_t i = 0; i < n; i++) {
        float d = data[i] - mean, square = d * d;
        second += square;
        third += square * d;
        fourth += square * square;
    }
    float variance = second / count, deviation = cn_dsp_sqrt(variance);
    moments->mean = mean;
    moments->rms = cn_dsp_sqrt(squares / count);
    moments->variance = variance;
    moments->skewness = variance > 0.0f ? third / count / (variance * deviation) : 0.0f;
    moments->kurtosis = variance > 0.0f ? fourth / count / (variance * variance) : 0.0f;
    return 0;
}

uint32_t cn_dsp_zero_crossings(const float *data, size_t n, float hysteresis) {
    int side = 0;
    uint32_t crossings = 0;
    for (size_t i = 0; i < n; i++) {
        int now = data[i] > hysteresis ? 1 : data[i] < -hysteresis ? -1 : 0;
        if (now != 0) {
            crossings += side != 0 && now != side;
            side = now;
        }
    }
    return crossings;
}
