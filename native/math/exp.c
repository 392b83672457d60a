// Powers and what is made of them: e^x and the hyperbolic functions.
#include "cn/math.h"
#include "wide.h"

// ln(2)^(i + 1) / (i + 1)! in units of 2^-63
static const uint64_t power_terms[] = {
    0x58b90bfbe8e7bcd6, 0x1ebfbdff82c58ea8, 0x071ac235c1282fe3, 0x013b2ab6fba4e773, 0x002bb0ffcf14ce62,
    0x00050c244be1b1e2, 0x00007ff2ff1622c3, 0x00000b160111d2e4, 0x000000da929e9caf, 0x0000000f267a8ac6,
    0x00000000f465639b, 0x000000000e1deb28, 0x0000000000c0b0ca, 0x0000000000098a4b, 0x00000000000070dc,
    0x00000000000004e4, 0x0000000000000033, 0x0000000000000002,
};

// log2(e), and what its first 64 bits lack
static const struct cn_wide log2e = {0xb8aa3b295c17f0bb, 0, false};
static const uint64_t log2e_low = 0xbe87fed0691d3e89;

// a becomes 2^|a b| - 1. b_low: 64 bits more of b.
static void power_less_one(struct cn_wide *a, const struct cn_wide *b, uint64_t b_low) {
    uint64_t carry = cn_wide_high(a->bits, b_low);
    uint64_t low = a->bits * b->bits + carry;
    uint64_t high = cn_wide_high(a->bits, b->bits) + (low < carry);
    int32_t exponent = a->exponent + b->exponent + 1;
    if (exponent > 12) {
        *a = CN_WIDE_INFINITY;
        return;
    }
    int32_t whole = 0;
    if (exponent >= 0) {
        whole = (int32_t)(high >> (63 - exponent));
        high = high << (exponent + 1) | low >> (63 - exponent);
        exponent = -1;
    }
    *a = (struct cn_wide){high, exponent, false};
    cn_wide_normalise(a);
    cn_wide_series(a, cn_wide_fraction(a), power_terms, sizeof power_terms / sizeof power_terms[0], false);
    if (whole > 0) {
        cn_wide_add(a, &cn_wide_one);
        a->exponent += whole;
        cn_wide_subtract(a, &cn_wide_one);
    }
}

// a becomes 1 / a.
static void invert(struct cn_wide *a) {
    struct cn_wide below = *a;
    *a = cn_wide_one;
    cn_wide_divide(a, &below);
}

static void power(struct cn_wide *a, const struct cn_wide *b, uint64_t b_low) {
    bool is_inverse = a->negative != b->negative;
    power_less_one(a, b, b_low);
    cn_wide_add(a, &cn_wide_one);
    if (is_inverse) {
        invert(a);
    }
}

void cn_wide_power(struct cn_wide *a, const struct cn_wide *b) {
    power(a, b, 0);
}

static void exp_of(struct cn_wide *a) {
    power(a, &log2e, log2e_low);
}

// a becomes g = e^|a| - 1.
static void grow(struct cn_wide *a) {
    power_less_one(a, &log2e, log2e_low);
}

// g becomes g / (g + more).
static void over_sum(struct cn_wide *g, const struct cn_wide *more) {
    struct cn_wide below = *g;
    cn_wide_add(&below, more);
    cn_wide_divide(g, &below);
}

static void expm1_of(struct cn_wide *a) {
    bool is_negative = a->negative;
    grow(a);
    if (is_negative) { // e^-x - 1 = -g / (g + 1)
        over_sum(a, &cn_wide_one);
        a->negative = true;
    }
}

static void sinh_of(struct cn_wide *a) {
    grow(a);
    struct cn_wide more = *a;
    over_sum(&more, &cn_wide_one);
    cn_wide_add(a, &more);
    a->exponent--;
}

static void cosh_of(struct cn_wide *a) {
    a->negative = false;
    exp_of(a);
    struct cn_wide more = *a;
    invert(&more);
    cn_wide_add(a, &more);
    a->exponent--;
}

static void tanh_of(struct cn_wide *a) {
    struct cn_wide two = cn_wide_one;
    two.exponent++;
    a->exponent++;
    grow(a);
    over_sum(a, &two);
}

double cn_exp(double x) {
    return cn_wide_map(x, exp_of);
}

double cn_expm1(double x) {
    return cn_wide_map(x, expm1_of);
}

double cn_sinh(double x) {
    return cn_wide_map_odd(x, sinh_of);
}

double cn_cosh(double x) {
    return cn_wide_map(x, cosh_of);
}

double cn_tanh(double x) {
    return cn_wide_map_odd(x, tanh_of);
}
