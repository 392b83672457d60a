// What the compiler calls where the core has no instruction. Doubles are their bits: they travel in the same
// registers.
#ifndef ESP32S3_RUNTIME_H
#define ESP32S3_RUNTIME_H

#include <stdint.h>

#define DOUBLE_SIGN 0x8000000000000000ull

uint64_t __ashldi3(uint64_t value, int bits);
uint64_t __lshrdi3(uint64_t value, int bits);
int64_t __ashrdi3(int64_t value, int bits);
uint32_t __bswapsi2(uint32_t value);
uint64_t __bswapdi2(uint64_t value);
uint64_t __udivdi3(uint64_t value, uint64_t divisor);
uint64_t __umoddi3(uint64_t value, uint64_t divisor);
int64_t __divdi3(int64_t value, int64_t divisor);
int64_t __moddi3(int64_t value, int64_t divisor);
// Quotient, and what is left.
uint64_t divide(uint64_t value, uint64_t divisor, uint64_t *rest);

uint64_t __adddf3(uint64_t a, uint64_t b);
uint64_t __subdf3(uint64_t a, uint64_t b);
uint64_t __muldf3(uint64_t a, uint64_t b);
uint64_t __divdf3(uint64_t a, uint64_t b);
int __eqdf2(uint64_t a, uint64_t b);
int __nedf2(uint64_t a, uint64_t b);
int __ltdf2(uint64_t a, uint64_t b);
int __ledf2(uint64_t a, uint64_t b);
int __gtdf2(uint64_t a, uint64_t b);
int __gedf2(uint64_t a, uint64_t b);
int __unorddf2(uint64_t a, uint64_t b);
int32_t __fixdfsi(uint64_t a);
uint32_t __fixunsdfsi(uint64_t a);
int64_t __fixdfdi(uint64_t a);
uint64_t __fixunsdfdi(uint64_t a);
uint64_t __floatsidf(int32_t value);
uint64_t __floatunsidf(uint32_t value);
uint64_t __floatdidf(int64_t value);
uint64_t __floatundidf(uint64_t value);
uint32_t __floatdisf(int64_t value);
int64_t __fixsfdi(uint32_t single);
uint64_t __extendsfdf2(uint32_t single);
uint32_t __truncdfsf2(uint64_t a);
uint32_t __divsf3(uint32_t a, uint32_t b);

// A number as sign, exponent and significand, rounded to nearest, ties to even: the leading 1 of `fraction`
// is bit 62, its last bit stands for all that is below.
uint64_t double_rounded(uint64_t sign, int exponent, uint64_t fraction);
// The fraction with its leading 1 in bit 52, also of a subnormal number, and its exponent.
uint64_t double_fraction(uint64_t bits, int *exponent);
uint64_t shift_right_sticky(uint64_t value, int bits);

#endif
