// Double precision in software, by IEEE 754, rounding to nearest, ties to even. NaNs are quiet; there are no
// flags.
#include <stdbool.h>

#include "runtime.h"

#define INFINITE 0x7ff0000000000000ull
#define QUIET 0x0008000000000000ull
#define HIDDEN 0x0010000000000000ull

static bool is_nan(uint64_t a) {
    return (a & ~DOUBLE_SIGN) > INFINITE;
}

static uint64_t nan_of(uint64_t a, uint64_t b) {
    return is_nan(a) ? a | QUIET : is_nan(b) ? b | QUIET : INFINITE | QUIET;
}

static int leading_zeros(uint64_t value) {
    uint32_t high = (uint32_t)(value >> 32), low = (uint32_t)value;
    return high != 0 ? __builtin_clz(high) : low != 0 ? 32 + __builtin_clz(low) : 64;
}

uint64_t shift_right_sticky(uint64_t value, int bits) {
    if (bits == 0) {
        return value;
    }
    if (bits >= 64) {
        return value != 0;
    }
    return value >> bits | (value << (64 - bits) != 0);
}

uint64_t double_fraction(uint64_t bits, int *exponent) {
    int field = (int)(bits >> 52) & 0x7ff;
    uint64_t fraction = bits & (HIDDEN - 1);
    if (field != 0) {
        *exponent = field;
        return fraction | HIDDEN;
    }
    int shift = leading_zeros(fraction) - 11;
    *exponent = 1 - shift;
    return fraction << shift;
}

uint64_t double_rounded(uint64_t sign, int exponent, uint64_t fraction) {
    if (exponent >= 0x7ff) {
        return sign | INFINITE;
    }
    if (exponent <= 0) {
        fraction = shift_right_sticky(fraction, 1 - exponent);
        exponent = 1;
    }
    uint32_t below = (uint32_t)fraction & 0x3ff;
    fraction = (fraction >> 10) + (below > 0x200 || (below == 0x200 && (fraction & 0x400)));
    // the leading 1, where there is one, adds one to the exponent
    return sign + ((uint64_t)(uint32_t)(exponent - 1) << 52) + fraction;
}

// Leading 1 anywhere: `exponent` is the one that bit 62 would have.
static uint64_t normal(uint64_t sign, int exponent, uint64_t fraction) {
    int shift = leading_zeros(fraction) - 1;
    return shift >= 0 ? double_rounded(sign, exponent - shift, fraction << shift)
                      : double_rounded(sign, exponent + 1, shift_right_sticky(fraction, 1));
}

static uint64_t add_finite(uint64_t a, uint64_t b) {
    int exponent, other;
    if ((a & ~DOUBLE_SIGN) < (b & ~DOUBLE_SIGN)) { // the larger first
        uint64_t swap = a;
        a = b;
        b = swap;
    }
    if ((b & ~DOUBLE_SIGN) == 0) {
        return (a & ~DOUBLE_SIGN) == 0 ? a & b : a;
    }
    uint64_t x = double_fraction(a, &exponent) << 10;
    uint64_t y = shift_right_sticky(double_fraction(b, &other) << 10, exponent - other);
    if ((a ^ b) & DOUBLE_SIGN) {
        return x == y ? 0 : normal(a & DOUBLE_SIGN, exponent, x - y);
    }
    return normal(a & DOUBLE_SIGN, exponent, x + y);
}

uint64_t __adddf3(uint64_t a, uint64_t b) {
    bool special_a = (a & INFINITE) == INFINITE, special_b = (b & INFINITE) == INFINITE;
    if (!special_a && !special_b) {
        return add_finite(a, b);
    }
    if (is_nan(a) || is_nan(b) || (special_a && special_b && (a ^ b) & DOUBLE_SIGN)) {
        return nan_of(a, b);
    }
    return special_a ? a : b;
}

uint64_t __subdf3(uint64_t a, uint64_t b) {
    return __adddf3(a, is_nan(b) ? b : b ^ DOUBLE_SIGN);
}

// The upper 64 of 128 bits; the last bit stands for the lower ones.
static uint64_t multiply_high(uint64_t a, uint64_t b) {
    uint32_t a0 = (uint32_t)a, a1 = (uint32_t)(a >> 32), b0 = (uint32_t)b, b1 = (uint32_t)(b >> 32);
    uint64_t low = (uint64_t)a0 * b0, middle = (uint64_t)a1 * b0 + (low >> 32);
    uint64_t other = (uint64_t)a0 * b1 + (uint32_t)middle;
    uint64_t high = (uint64_t)a1 * b1 + (middle >> 32) + (other >> 32);
    return high | (((uint32_t)other | (uint32_t)low) != 0);
}

uint64_t __muldf3(uint64_t a, uint64_t b) {
    uint64_t sign = (a ^ b) & DOUBLE_SIGN;
    bool zero = (a & ~DOUBLE_SIGN) == 0 || (b & ~DOUBLE_SIGN) == 0;
    if ((a & INFINITE) == INFINITE || (b & INFINITE) == INFINITE) {
        return is_nan(a) || is_nan(b) || zero ? nan_of(a, b) : sign | INFINITE;
    }
    if (zero) {
        return sign;
    }
    int ea, eb;
    uint64_t x = double_fraction(a, &ea) << 10, y = double_fraction(b, &eb) << 11;
    return normal(sign, ea + eb - 1022, multiply_high(x, y));
}

uint64_t __divdf3(uint64_t a, uint64_t b) {
    uint64_t sign = (a ^ b) & DOUBLE_SIGN;
    bool infinite_a = (a & ~DOUBLE_SIGN) == INFINITE, infinite_b = (b & ~DOUBLE_SIGN) == INFINITE;
    bool zero_a = (a & ~DOUBLE_SIGN) == 0, zero_b = (b & ~DOUBLE_SIGN) == 0;
    if (is_nan(a) || is_nan(b) || (infinite_a && infinite_b) || (zero_a && zero_b)) {
        return nan_of(a, b);
    }
    if (infinite_a || zero_b) {
        return sign | INFINITE;
    }
    if (zero_a || infinite_b) {
        return sign;
    }
    int ea, eb;
    uint64_t rest = double_fraction(a, &ea), divisor = double_fraction(b, &eb), quotient = 0;
    int exponent = ea - eb + 1022;
    if (rest >= divisor) {
        exponent++;
    } else {
        rest <<= 1;
    }
    for (int i = 0; i < 55; i++) { // 53 bits, one to round by and one behind it
        quotient <<= 1;
        if (rest >= divisor) {
            rest -= divisor;
            quotient |= 1;
        }
        rest <<= 1;
    }
    return double_rounded(sign, exponent, quotient << 8 | (rest != 0));
}

// Less than, equal to or greater than 0 as a is to b; `unordered` for NaNs.
static int compare(uint64_t a, uint64_t b, int unordered) {
    if (is_nan(a) || is_nan(b)) {
        return unordered;
    }
    if (((a | b) & ~DOUBLE_SIGN) == 0 || a == b) {
        return 0;
    }
    bool less = (a ^ b) & DOUBLE_SIGN ? (a & DOUBLE_SIGN) != 0 : (a & DOUBLE_SIGN ? a > b : a < b);
    return less ? -1 : 1;
}

int __eqdf2(uint64_t a, uint64_t b) {
    return compare(a, b, 1);
}

int __nedf2(uint64_t a, uint64_t b) {
    return compare(a, b, 1);
}

int __ltdf2(uint64_t a, uint64_t b) {
    return compare(a, b, 1);
}

int __ledf2(uint64_t a, uint64_t b) {
    return compare(a, b, 1);
}

int __gtdf2(uint64_t a, uint64_t b) {
    return compare(a, b, -1);
}

int __gedf2(uint64_t a, uint64_t b) {
    return compare(a, b, -1);
}

int __unorddf2(uint64_t a, uint64_t b) {
    return is_nan(a) || is_nan(b);
}

// Whether `single` is a NaN, and infinity and numbers as they are.
uint64_t __extendsfdf2(uint32_t single) {
    uint64_t sign = (uint64_t)(single >> 31) << 63;
    uint32_t magnitude = single & 0x7fffffff;
    if (magnitude >= 0x7f800000) {
        return sign | INFINITE | (uint64_t)(magnitude & 0x7fffff) << 29 |
               (magnitude > 0x7f800000 ? QUIET : 0);
    }
    if (magnitude >= 0x800000) {
        return sign | (((uint64_t)magnitude << 29) + ((uint64_t)(1023 - 127) << 52));
    }
    if (magnitude == 0) {
        return sign;
    }
    int shift = __builtin_clz(magnitude) - 8;
    return sign | (((uint64_t)magnitude << (29 + shift)) + ((uint64_t)(uint32_t)(1023 - 127 - shift) << 52));
}

// Rounded to 24 bits: bit 30 of `fraction` is the leading 1, bit 0 stands for all below.
static uint32_t single_rounded(uint32_t sign, int exponent, uint32_t fraction) {
    if (exponent >= 0xff) {
        return sign | 0x7f800000;
    }
    if (exponent <= 0) {
        fraction = (uint32_t)shift_right_sticky(fraction, 1 - exponent);
        exponent = 1;
    }
    uint32_t below = fraction & 0x7f;
    fraction = (fraction >> 7) + (below > 0x40 || (below == 0x40 && (fraction & 0x80)));
    return sign + ((uint32_t)(exponent - 1) << 23) + fraction;
}

uint32_t __truncdfsf2(uint64_t a) {
    uint32_t sign = (uint32_t)(a >> 32) & 0x80000000;
    if ((a & INFINITE) == INFINITE) {
        return sign | 0x7f800000 | (is_nan(a) ? 0x400000 | ((uint32_t)(a >> 29) & 0x7fffff) : 0);
    }
    if ((a & ~DOUBLE_SIGN) < HIDDEN) {
        return sign;
    }
    int exponent;
    uint64_t fraction = double_fraction(a, &exponent);
    return single_rounded(sign, exponent - 1023 + 127, (uint32_t)shift_right_sticky(fraction, 22));
}

uint32_t __floatdisf(int64_t value) {
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int top = 63 - leading_zeros(magnitude);
    if (magnitude == 0) {
        return 0;
    }
    uint64_t fraction = top > 30 ? shift_right_sticky(magnitude, top - 30) : magnitude << (30 - top);
    return single_rounded(value < 0 ? 0x80000000 : 0, 127 + top, (uint32_t)fraction);
}

static uint32_t single_fraction(uint32_t bits, int *exponent) {
    int field = (int)(bits >> 23) & 0xff;
    uint32_t fraction = bits & 0x7fffff;
    if (field != 0) {
        *exponent = field;
        return fraction | 0x800000;
    }
    int shift = __builtin_clz(fraction) - 8;
    *exponent = 1 - shift;
    return fraction << shift;
}

static uint32_t divide_singles(uint32_t sign, uint32_t a, uint32_t b) {
    int ea, eb;
    uint32_t rest = single_fraction(a, &ea), divisor = single_fraction(b, &eb), quotient = 0;
    int exponent = ea - eb + 126;
    if (rest >= divisor) {
        exponent++;
    } else {
        rest <<= 1;
    }
    quotient = rest / divisor; // 1
    rest -= divisor;
    for (int i = 0; i < 4; i++) { // seven bits a step: 29 in all
        rest <<= 7;
        quotient = quotient << 7 | rest / divisor;
        rest %= divisor;
    }
    return single_rounded(sign, exponent, quotient << 2 | (rest != 0));
}

uint32_t __divsf3(uint32_t a, uint32_t b) {
    uint32_t sign = (a ^ b) & 0x80000000, x = a & 0x7fffffff, y = b & 0x7fffffff;
    const uint32_t infinite = 0x7f800000;
    if (x > infinite || y > infinite || (x == infinite && y == infinite) || (x == 0 && y == 0)) {
        return x > infinite ? a | 0x400000 : y > infinite ? b | 0x400000 : 0x7fc00000;
    }
    if (x == infinite || y == 0) {
        return sign | infinite;
    }
    return x == 0 || y == infinite ? sign : divide_singles(sign, a, b);
}

// Towards zero; the highest value where it does not fit, 0 for a NaN.
static uint64_t whole(uint64_t a, unsigned bits) {
    int exponent = (int)(a >> 52 & 0x7ff) - 1023;
    uint64_t fraction = (a & (HIDDEN - 1)) | HIDDEN;
    uint64_t highest = bits == 64 ? UINT64_MAX : (1ull << bits) - 1;
    if (exponent < 0 || is_nan(a)) {
        return 0;
    }
    if (exponent >= (int)bits) {
        return highest;
    }
    return exponent >= 52 ? fraction << (exponent - 52) : fraction >> (52 - exponent);
}

static int64_t whole_signed(uint64_t a, unsigned bits) {
    uint64_t magnitude = whole(a, bits - 1);
    bool too_low = (a & DOUBLE_SIGN) && !is_nan(a) && (int)(a >> 52 & 0x7ff) - 1023 >= (int)bits - 1;
    if (too_low) {
        return (int64_t)(~0ull << (bits - 1));
    }
    return (int64_t)(a & DOUBLE_SIGN ? 0 - magnitude : magnitude);
}

int32_t __fixdfsi(uint64_t a) {
    return (int32_t)whole_signed(a, 32);
}

int64_t __fixdfdi(uint64_t a) {
    return whole_signed(a, 64);
}

int64_t __fixsfdi(uint32_t single) {
    return whole_signed(__extendsfdf2(single), 64);
}

uint32_t __fixunsdfsi(uint64_t a) {
    return a & DOUBLE_SIGN ? 0 : (uint32_t)whole(a, 32);
}

uint64_t __fixunsdfdi(uint64_t a) {
    return a & DOUBLE_SIGN ? 0 : whole(a, 64);
}

uint64_t __floatundidf(uint64_t value) {
    return value == 0 ? 0 : normal(0, 1023 + 62, value);
}

uint64_t __floatdidf(int64_t value) {
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    return magnitude == 0 ? 0 : normal(value < 0 ? DOUBLE_SIGN : 0, 1023 + 62, magnitude);
}

uint64_t __floatunsidf(uint32_t value) {
    return __floatundidf(value);
}

uint64_t __floatsidf(int32_t value) {
    return __floatdidf(value);
}
