// Prints the mean of the instructions of a frame of the front end, over noise of many levels, and what
// cn_dsp_frontend_cost says.
#include "cn/dsp_frontend.h"
#include "m33.h"

static union {
    uint64_t align;
    uint8_t bytes[4096];
} scratch;

int m33_main(void) {
    static int16_t samples[CN_DSP_FRONTEND_SAMPLES];
    static struct cn_dsp_frontend frontend;
    uint32_t state = 1, spent = 0;
    for (int frame = 0; frame < 16; frame++) {
        for (int i = 0; i < CN_DSP_FRONTEND_SAMPLES; i++) {
            state = state * 1664525u + 1013904223u;
            samples[i] = (int16_t)((int32_t)state >> (16 + frame % 8));
        }
        int8_t out[CN_DSP_FRONTEND_CHANNELS];
        uint32_t start = m33_instructions();
        cn_dsp_frontend_run(&frontend, samples, &scratch, out);
        spent += m33_instructions() - start;
    }
    m33_print_hex(spent / 16);
    m33_print(" ");
    m33_print_hex(cn_dsp_frontend_cost());
    m33_print("\n");
    return 0;
}
