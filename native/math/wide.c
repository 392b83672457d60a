// Arithmetic with 64 significant bits: what the functions of cn/math.h have in common.
#include "wide.h"

#include <string.h>

enum { FRACTION_BITS = 52, BIAS = 1023 };

const struct cn_wide cn_wide_one = {CN_WIDE_TOP, 0, false};

void cn_wide_normalise(struct cn_wide *wide) {
    if (wide->bits == 0) {
        // infinity less infinity is not a number
        wide->exponent = wide->exponent > CN_WIDE_HUGE / 2 ? CN_WIDE_HUGE : -CN_WIDE_HUGE;
        return;
    }
    int zeros = __builtin_clzll(wide->bits);
    wide->bits <<= zeros;
    wide->exponent -= zeros;
}

void cn_wide_from(struct cn_wide *wide, double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    wide->negative = bits >> 63;
    wide->exponent = (int32_t)(bits >> FRACTION_BITS & 0x7ff) - BIAS;
    wide->bits = bits << 11;
    if (wide->exponent == -BIAS) {
        wide->exponent++;
        wide->bits &= ~CN_WIDE_TOP;
    } else {
        wide->bits |= CN_WIDE_TOP;
    }
    if (wide->exponent > BIAS) {
        wide->exponent = CN_WIDE_HUGE;
    }
    cn_wide_normalise(wide);
}

double cn_wide_to(const struct cn_wide *wide) {
    uint64_t bits = 0;
    if (wide->exponent > BIAS) {
        bits = (UINT64_C(0xffe) | (wide->bits == 0)) << (FRACTION_BITS - 1);
    } else if (wide->bits != 0 && wide->exponent >= -BIAS - FRACTION_BITS) {
        int lost = 11;
        if (wide->exponent < 1 - BIAS) {
            lost += 1 - BIAS - wide->exponent;
        } else {
            // the leading one adds the rest
            bits = (uint64_t)(uint32_t)(wide->exponent + BIAS - 1) << FRACTION_BITS;
        }
        uint64_t rest = wide->bits << (64 - lost);
        bits += lost < 64 ? wide->bits >> lost : 0;
        bits += rest > CN_WIDE_TOP || (rest == CN_WIDE_TOP && (bits & 1));
    }
    bits |= (uint64_t)wide->negative << 63;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

int cn_wide_compare(const struct cn_wide *a, const struct cn_wide *b) {
    if (a->exponent != b->exponent) {
        return a->exponent < b->exponent ? -1 : 1;
    }
    return (a->bits > b->bits) - (a->bits < b->bits);
}

void cn_wide_add(struct cn_wide *a, const struct cn_wide *b) {
    struct cn_wide small = *b;
    if (cn_wide_compare(a, b) < 0) {
        small = *a;
        *a = *b;
    }
    int32_t distance = a->exponent - small.exponent;
    uint64_t bits = distance > 63 ? 0 : small.bits >> distance;
    if (a->negative != small.negative) {
        a->bits -= bits;
        cn_wide_normalise(a);
        return;
    }
    a->bits += bits;
    if (a->bits < bits) {
        a->bits = a->bits >> 1 | CN_WIDE_TOP;
        a->exponent++;
    }
}

void cn_wide_subtract(struct cn_wide *a, const struct cn_wide *b) {
    struct cn_wide minus = *b;
    minus.negative = !b->negative;
    cn_wide_add(a, &minus);
}

uint64_t cn_wide_high(uint64_t a, uint64_t b) {
    uint32_t a0 = (uint32_t)a, a1 = (uint32_t)(a >> 32), b0 = (uint32_t)b, b1 = (uint32_t)(b >> 32);
    uint64_t middle = (uint64_t)a1 * b0 + ((uint64_t)a0 * b0 >> 32);
    uint64_t other = (uint64_t)a0 * b1 + (uint32_t)middle;
    return (uint64_t)a1 * b1 + (middle >> 32) + (other >> 32);
}

void cn_wide_multiply(struct cn_wide *a, const struct cn_wide *b) {
    a->negative ^= b->negative;
    a->bits = cn_wide_high(a->bits, b->bits) + (a->bits * b->bits >> 63);
    a->exponent += b->exponent + 1;
    cn_wide_normalise(a);
}

void cn_wide_divide(struct cn_wide *a, const struct cn_wide *b) {
    // Newton's iteration for 2^127 / b from below: 15 bits, 30, 60, all
    uint64_t inverse = (uint64_t)(UINT32_MAX / ((uint32_t)(b->bits >> 48) + 1)) << 47;
    for (int i = 0; i < 3; i++) {
        uint64_t error = CN_WIDE_TOP - cn_wide_high(b->bits, inverse);
        inverse += cn_wide_high(inverse, error << 1);
    }
    struct cn_wide factor = {inverse, -b->exponent - 1, b->negative};
    if (b->bits == CN_WIDE_TOP) {
        factor = *b; // a power of two: exact
        factor.exponent = -b->exponent;
    }
    cn_wide_multiply(a, &factor);
}

void cn_wide_root(struct cn_wide *a) {
    // bit by bit: rest = (x - root^2) * 2^steps, all in units of 2^-61
    uint64_t one = UINT64_C(1) << 61;
    uint64_t x = a->bits >> 2 << (a->exponent & 1);
    uint64_t root = one;
    uint64_t rest = x - one;
    for (uint64_t bit = one >> 1; bit != 0 && a->bits != 0; bit >>= 1) {
        uint64_t trial = 2 * root + bit;
        rest <<= 1;
        if (rest >= trial) {
            rest -= trial;
            root += bit;
        }
    }
    if (a->bits != 0) {
        a->bits = root << 2 | (rest != 0);
        a->exponent >>= 1;
    }
}

uint64_t cn_wide_fraction(const struct cn_wide *a) {
    int32_t shift = -1 - a->exponent;
    return shift > 63 ? 0 : a->bits >> shift;
}

void cn_wide_series(struct cn_wide *factor, uint64_t x, const uint64_t *terms, int count, bool alternates) {
    uint64_t sum = 0;
    for (int i = count - 1; i >= 0; i--) {
        uint64_t rest = cn_wide_high(sum, x);
        sum = alternates ? terms[i] - rest : terms[i] + rest;
    }
    struct cn_wide wide = {sum, 0, false};
    cn_wide_normalise(&wide);
    cn_wide_multiply(factor, &wide);
}

double cn_wide_map(double x, void (*function)(struct cn_wide *a)) {
    if (x != x) {
        return x;
    }
    struct cn_wide a;
    cn_wide_from(&a, x);
    function(&a);
    return cn_wide_to(&a);
}

double cn_wide_map_odd(double x, void (*function)(struct cn_wide *a)) {
    double result = cn_wide_map(__builtin_fabs(x), function);
    return __builtin_signbit(x) ? -result : result;
}
