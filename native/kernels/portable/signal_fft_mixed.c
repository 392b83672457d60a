// SignalRfft and SignalIrfft of any even length whose half is a product of 2, 3 and 5, on int16, int32 and
// float32.
#include "cn/kernel.h"
#include "cn/kernel_math.h"

// The radix of the first of the stages of so many points, and of the last one.
static uint32_t outermost(uint32_t points) {
    return points % 4 == 0 ? 4 : points % 2 == 0 ? 2 : points % 3 == 0 ? 3 : 5;
}

static uint32_t innermost(uint32_t points) {
    if (points % 5 == 0 || points % 3 == 0) {
        return points % 5 == 0 ? 5 : 3;
    }
    return __builtin_ctz(points) & 1 ? 2 : 4;
}

static bool is_length(uint32_t points) {
    if (points < 4 || points > 32768 || points % 2 != 0) {
        return false;
    }
    for (points /= 2; points > 1;) {
        uint32_t p = outermost(points);
        if (points % p != 0) {
            return false;
        }
        points /= p;
    }
    return true;
}

#define FFT_STAGES "fft_stages_mixed.h"
#include "signal_fft.h"

static bool check_signal_fft_mixed(const struct cn_plan *plan, const struct cn_step *step) {
    return is_length(((const struct cn_step_signal_fft_mixed *)step)->points) &&
           check_transform(plan, (const void *)step);
}

static void run_signal_fft_mixed(const struct cn_plan *plan, const struct cn_step *step) {
    run_transform(plan, (const void *)step);
}

CN_KERNEL(signal_fft_mixed);
