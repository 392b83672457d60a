// AVERAGE_POOL_2D int8 over whole images for Cortex-M33: four channels of a pixel are summed in two
// instructions.
#include "dsp.h"
#include "../portable/window.h"

enum { QUAD = 4, MOST_PIXELS = 256 }; // 256 * -128 just fits 16 bits

static bool check_pool_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_pool_m33 *s = (const void *)step;
    uint64_t pixels = (uint64_t)s->batch * s->pixels;
    return s->batch && s->pixels && s->pixels <= MOST_PIXELS && s->channels && s->channels % QUAD == 0 &&
           s->channels <= 65536 && cn_can_read(plan, s->in, pixels * s->channels, 1) &&
           cn_can_write(plan, s->out, (uint64_t)s->batch * s->channels, 1);
}

// Rounded to nearest, ties away from zero.
static int8_t average(int32_t sum, int32_t count, int32_t min, int32_t max) {
    int32_t half = count / 2;
    int32_t value = (sum > 0 ? sum + half : sum - half) / count;
    value = value < min ? min : value;
    return (int8_t)(value > max ? max : value);
}

static void run_pool_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_pool_m33 *s = (const void *)step;
    const int8_t *in = cn_at(plan, s->in);
    int8_t *out = cn_at(plan, s->out);
    int32_t count = (int32_t)s->pixels;
    uint32_t image = s->pixels * s->channels;
    for (uint32_t n = 0; n < s->batch; n++, in += image) {
        for (uint32_t c = 0; c < s->channels; c += QUAD, out += QUAD) {
            uint32_t even = 0, odd = 0; // channels 0 and 2, 1 and 3
            for (const int8_t *at = in + c, *end = at + image; at != end; at += s->channels) {
                uint32_t word = cn_word_at(at);
                even = cn_sxtab16(even, word);
                odd = cn_sxtab16_high(odd, word);
            }
            out[0] = average(cn_half(even, 0), count, s->min, s->max);
            out[1] = average(cn_half(odd, 0), count, s->min, s->max);
            out[2] = average(cn_half(even, 1), count, s->min, s->max);
            out[3] = average(cn_half(odd, 1), count, s->min, s->max);
        }
    }
}

CN_KERNEL(pool_m33);
