// The DSP against plain definitions in double precision, and bit for bit against its golden values.
#include <math.h>
#include <stdio.h>
#include "check.h"
#include "dsp_golden.h"

static bool close_to(double got, double want, double within) {
    if (fabs(got - want) <= within) {
        return true;
    }
    printf("# got %.9g, expected %.9g\n", got, want);
    return false;
}

static void logarithm(void) {
    uint32_t state = 3;
    for (int i = 0; i < 100000; i++) {
        float x = ldexpf((float)(1 + next_random(&state) % 16777215), (int)(next_random(&state) % 200) - 140);
        double want = log2((double)x);
        CHECK(close_to((double)cn_dsp_log2(x), want, 1e-7 + 2.4e-7 * fabs(want)));
    }
    CHECK_EQ(cn_dsp_log2(1.0f) == 0.0f, 1);
    CHECK_EQ(cn_dsp_log2(1024.0f) == 10.0f, 1);
    CHECK_EQ(cn_dsp_log2(0.0f) == -150.0f, 1);
    CHECK_EQ(cn_dsp_log2(-1.0f) == -150.0f, 1);
    CHECK_EQ(cn_dsp_log2(NAN) == -150.0f, 1);
}

static void power_of_two(void) {
    uint32_t state = 4;
    for (int i = 0; i < 100000; i++) {
        float x = (float)(int32_t)next_random(&state) / 2147483648.0f * 126.0f;
        double want = exp2((double)x);
        CHECK(close_to((double)cn_dsp_exp2(x) / want, 1, 2e-7));
    }
    CHECK_EQ(cn_dsp_exp2(0.0f) == 1.0f, 1);
    CHECK_EQ(cn_dsp_exp2(-1000.0f) == ldexpf(1.0f, -126), 1);
    CHECK(isfinite(cn_dsp_exp2(1000.0f)));
    CHECK_EQ(cn_dsp_exp2(NAN) == ldexpf(1.0f, -126), 1);
}

static void cosine_table(void) {
    for (int i = -3000; i < 3000; i++) {
        CHECK(close_to((double)cn_dsp_cos(i), cos(2 * M_PI * i / 1024), 6e-8));
    }
}

static void transforms(void) {
    for (size_t n = CN_DSP_FFT_MIN; n <= CN_DSP_FFT_MAX; n *= 2) {
        static float data[1024];
        golden_fill((uint32_t)n + 1, n);
        for (size_t i = 0; i < n; i++) {
            data[i] = golden_data[i];
        }
        cn_dsp_rfft(data, n);
        for (size_t k = 0; k <= n / 2; k++) {
            double re = 0, im = 0;
            for (size_t i = 0; i < n; i++) {
                re += (double)golden_data[i] * cos(2 * M_PI * (double)(i * k % n) / (double)n);
                im -= (double)golden_data[i] * sin(2 * M_PI * (double)(i * k % n) / (double)n);
            }
            bool edge = k == 0 || k == n / 2;
            double within = 2e-7 * (double)n;
            CHECK(close_to((double)data[k == 0 ? 0 : k == n / 2 ? 1 : 2 * k], re, within));
            CHECK(edge || close_to((double)data[2 * k + 1], im, within));
        }
    }
    CHECK(!cn_dsp_fft_size_ok(16) && !cn_dsp_fft_size_ok(2048) && !cn_dsp_fft_size_ok(96));
}

static void golden(void) {
    for (size_t i = 0; i < DSP_GOLDENS; i++) {
        uint32_t hash = dsp_goldens[i].hash();
        if (hash != dsp_goldens[i].want) {
            printf("# %s is 0x%08x, expected 0x%08x\n", dsp_goldens[i].name, hash, dsp_goldens[i].want);
        }
        CHECK_EQ(hash, dsp_goldens[i].want);
    }
}

int main(void) {
    static const struct test tests[] = {
        {"the logarithm is that of libm to 2 ulp", logarithm},
        {"the power of two is that of libm to 2e-7", power_of_two},
        {"the cosine table is right for any index", cosine_table},
        {"the transform of every size is that of the definition", transforms},
        {"every golden value is met", golden},
    };
    return RUN_TESTS(tests);
}
