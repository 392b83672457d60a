// Numbers with 64 significant bits in which cn/math.h is computed: eleven bits more than the result has.
#ifndef CN_MATH_WIDE_H
#define CN_MATH_WIDE_H

#include <stdbool.h>
#include <stdint.h>

// (-1)^negative * bits * 2^(exponent - 63). The top bit of `bits` is set, but for zero, which has no bits. An
// infinity is a number with the exponent CN_WIDE_HUGE, or what is left of it.
struct cn_wide {
    uint64_t bits;
    int32_t exponent;
    bool negative;
};

#define CN_WIDE_TOP (UINT64_C(1) << 63)
#define CN_WIDE_HUGE (1 << 20)
#define CN_WIDE_INFINITY ((struct cn_wide){CN_WIDE_TOP, CN_WIDE_HUGE, false})
#define CN_WIDE_ZERO ((struct cn_wide){0, -CN_WIDE_HUGE, false})
// not a number; only as a result
#define CN_WIDE_NAN ((struct cn_wide){0, CN_WIDE_HUGE, false})
extern const struct cn_wide cn_wide_one;

// NaN must not come here.
void cn_wide_from(struct cn_wide *wide, double x);
// Rounded to nearest, ties to even.
double cn_wide_to(const struct cn_wide *wide);

void cn_wide_normalise(struct cn_wide *wide);

// `a` becomes the result, cut off at 64 bits; the quotient may be a few units less.
void cn_wide_add(struct cn_wide *a, const struct cn_wide *b);
void cn_wide_subtract(struct cn_wide *a, const struct cn_wide *b);
void cn_wide_multiply(struct cn_wide *a, const struct cn_wide *b);
void cn_wide_divide(struct cn_wide *a, const struct cn_wide *b);
// The last bit is also set if the root is not exact, so cn_wide_to rounds it rightly.
void cn_wide_root(struct cn_wide *a);

// -1, 0 or 1 as |a| is less than, equal to or more than |b|.
int cn_wide_compare(const struct cn_wide *a, const struct cn_wide *b);

// The upper half of the product.
uint64_t cn_wide_high(uint64_t a, uint64_t b);
// |a| < 1 in units of 2^-64.
uint64_t cn_wide_fraction(const struct cn_wide *a);
// factor *= sum of terms[i] * (+-x)^i; the terms are in units of 2^-63, x in units of 2^-64.
void cn_wide_series(struct cn_wide *factor, uint64_t x, const uint64_t *terms, int count, bool alternates);

// a becomes log2(a); powers of two are exact.
void cn_wide_log2(struct cn_wide *a);
// a becomes 2^(a b).
void cn_wide_power(struct cn_wide *a, const struct cn_wide *b);
// 1, 1/3, 1/5, ... in units of 2^-63
extern const uint64_t cn_wide_odd[24];

// function(x); NaN stays NaN.
double cn_wide_map(double x, void (*function)(struct cn_wide *a));
// The same for functions with f(-x) = -f(x): they see |x| only.
double cn_wide_map_odd(double x, void (*function)(struct cn_wide *a));

#endif
