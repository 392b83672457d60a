// The DSP instructions that the kernels use, and a portable twin of each for targets without them.
#ifndef CN_KERNEL_DSP_H
#define CN_KERNEL_DSP_H

#include <stdint.h>
#include <string.h>

#if defined(__ARM_FEATURE_DSP) && defined(__ARM_FP) && !defined(CN_NO_DSP)
#define CN_DSP 1
// naked functions take their parameters from registers, unseen by the compiler
#pragma GCC diagnostic ignored "-Wunused-parameter"
#else
#define CN_DSP 0
#endif

// Four bytes from any address.
static inline uint32_t cn_word_at(const void *from) {
    uint32_t word;
    memcpy(&word, from, sizeof word);
    return word;
}

static inline int32_t cn_half(uint32_t pair, int top) {
    return (int16_t)(top ? pair >> 16 : pair);
}

static inline uint32_t cn_pair(int32_t bottom, int32_t top) {
    return ((uint32_t)bottom & 0xffffu) | (uint32_t)top << 16;
}

// SXTB16: bytes 0 and 2 as a pair of 16-bit numbers. Bytes 1 and 3 with `word >> 8`.
static inline uint32_t cn_sxtb16(uint32_t word) {
    return cn_pair((int8_t)word, (int8_t)(word >> 16));
}

// SXTAB16: bytes 0 and 2 onto a pair of 16-bit sums, which wrap.
static inline uint32_t cn_sxtab16(uint32_t sums, uint32_t word) {
#if CN_DSP
    uint32_t result;
    __asm("sxtab16 %0, %1, %2" : "=r"(result) : "r"(sums), "r"(word));
    return result;
#else
    return cn_pair(cn_half(sums, 0) + (int8_t)word, cn_half(sums, 1) + (int8_t)(word >> 16));
#endif
}

// The same with bytes 1 and 3.
static inline uint32_t cn_sxtab16_high(uint32_t sums, uint32_t word) {
#if CN_DSP
    uint32_t result;
    __asm("sxtab16 %0, %1, %2, ror #8" : "=r"(result) : "r"(sums), "r"(word));
    return result;
#else
    return cn_sxtab16(sums, word >> 8);
#endif
}

// SMLAD: the sum of two 16-bit products onto `sum`, which wraps.
static inline int32_t cn_smlad(uint32_t a, uint32_t b, int32_t sum) {
    uint32_t low = (uint32_t)(cn_half(a, 0) * cn_half(b, 0));
    uint32_t high = (uint32_t)(cn_half(a, 1) * cn_half(b, 1));
    return (int32_t)((uint32_t)sum + low + high);
}

// SMMLAR: the upper word of a * b, rounded to nearest, onto `sum`. One instruction does the reference's first
// rounding (ties up) when `a` is twice the accumulator, and adds what the second rounding needs.
static inline int32_t cn_smmlar(int32_t a, int32_t b, int32_t sum) {
#if CN_DSP
    int32_t result;
    __asm("smmlar %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
    return result;
#else
    int64_t product = (int64_t)a * b + ((int64_t)1 << 31);
    return (int32_t)((uint32_t)sum + (uint32_t)(product >> 32));
#endif
}

static inline int8_t cn_ssat8(int32_t value) {
#if CN_DSP
    __asm("ssat %0, #8, %0" : "+r"(value));
    return (int8_t)value;
#else
    return (int8_t)(value < -128 ? -128 : value > 127 ? 127 : value);
#endif
}

// Twice an accumulator to an int8: both roundings, the zero point (in `rounding`) and saturation. Exact where
// the compiler proved |twice| < 2^31 and 1 <= shift. -1 for negative sums makes ties of the second rounding
// go away from zero; where the first rounding gave 0 it changes nothing, as half a unit stays above.
static inline int8_t cn_requant8(int32_t twice, int32_t multiplier, int32_t rounding, int32_t shift) {
    int32_t value = cn_smmlar(twice, multiplier, rounding);
    value = (int32_t)((uint32_t)value + (uint32_t)(twice >> 31));
    return cn_ssat8(value >> shift);
}

#endif
