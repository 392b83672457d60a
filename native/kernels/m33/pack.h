// The packed form of activations and weights in which four products cost three instructions.
//
// A word of four weights w0..w3 is stored so that its halves are 256 w1 + w0 and 256 w3 + w2 (the compiler
// refuses layers where that leaves 16 bits). SXTB16 gives (w0, w2); the odd weights are never unpacked. Four
// activations x0..x3 become two pairs:
//     even = 256 (x0, x2) - (x1, x3) + 127       always within 16 bits
//     odd  = (x1, x3) - 127
// and  even * (w0, w2) + odd * (halves)  =  256 (w0 x0 + ... + w3 x3) - 256 * 127 (w1 + w3).
// The compiler puts the last term and 256 times the bias into the start value. Sums wrap modulo 2^32; the
// compiler has proved that 256 times the true sum fits, so the final accumulator is exact.
#ifndef CN_KERNEL_PACK_H
#define CN_KERNEL_PACK_H

#include "dsp.h"

// Pixels that a block computes at once.
enum { CN_BLOCK = 3 };

// Bytes of packed activations per byte of input: 4 bytes become two words.
enum { CN_PACK_RATIO = 2 };

// Pack three windows of `lines` times `words` words, interleaved as {even a b c, odd a b c}; `skip` bytes lie
// between the end of a line and the next one.
void cn_pack3(const int8_t *a, const int8_t *b, const int8_t *c, uint32_t *to, uint32_t words, uint32_t lines,
              uint32_t skip);

// Pack one row as {even, odd}.
uint32_t *cn_pack1(const int8_t *from, uint32_t *to, uint32_t words);

// memcpy, fast from a few words on. The spans may not overlap.
void cn_copy_bytes(void *to, const void *from, uint32_t bytes);

// memset without the C library's loop of single bytes.
void cn_fill_bytes(void *to, int32_t value, uint32_t bytes);

// Clamp in place: layers whose activation is narrower than int8 run this once at their end.
void cn_clamp_bytes(int8_t *at, uint32_t bytes, int32_t min, int32_t max);

#endif
