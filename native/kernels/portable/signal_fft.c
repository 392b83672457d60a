// SignalRfft and SignalIrfft of any power of two, on int16, int32 and float32 (rfft of 512 int16 has its
// own).
#include "cn/kernel.h"
#include "cn/kernel_math.h"

static bool is_length(uint32_t points) {
    return points >= 2 && points <= 32768 && !(points & (points - 1));
}

#define FFT_STAGES "fft_stages_two.h"
#include "signal_fft.h"

static bool check_signal_fft(const struct cn_plan *plan, const struct cn_step *step) {
    return is_length(((const struct cn_step_signal_fft *)step)->points) &&
           check_transform(plan, (const void *)step);
}

static void run_signal_fft(const struct cn_plan *plan, const struct cn_step *step) {
    run_transform(plan, (const void *)step);
}

CN_KERNEL(signal_fft);
