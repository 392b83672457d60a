// The inner block of convolutions: three packed pixels times all output channels.
#ifndef CN_KERNEL_CONV_BLOCK_H
#define CN_KERNEL_CONV_BLOCK_H

#include <stdint.h>

// The weight stream holds the output channels in pairs:
//     2 start values (256 * bias and more, pack.h)
//     per 4 inputs: 1 packed word of each channel
//     per channel: multiplier, rounding, shift, and where in the pixel its byte goes
// Words of a pair beside its weights:
enum { CN_PAIR_WORDS = 10 };

// The assembly loads this struct as registers s0 to s6: the order is fixed.
struct cn_conv_job {
    const uint32_t *x; // CN_BLOCK pixels from cn_pack3
    uint32_t skip;     // cn_conv_skip
    const uint32_t *x_end;
    const uint32_t *stream;
    int8_t *out;     // of the first pixel
    uint32_t stride; // bytes from one output pixel to the next
    uint32_t pairs;
};

// The loop is unrolled this often; the first round enters in the middle.
enum { CN_CONV_UNROLL = 8 };

static inline uint32_t cn_conv_skip(uint32_t groups) {
    return (0u - groups) % CN_CONV_UNROLL;
}

void cn_conv_block(const struct cn_conv_job *job);

#endif
