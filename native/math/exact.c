// What has one right result: square root, length, remainder, rounding to integers.
#include "cn/math.h"
#include "wide.h"

#include <string.h>

static void root_of(struct cn_wide *a) {
    if (a->negative && a->bits != 0) {
        *a = CN_WIDE_NAN;
    } else {
        cn_wide_root(a);
    }
}

double cn_sqrt(double x) {
    return cn_wide_map(x, root_of);
}

double cn_hypot(double x, double y) {
    if (x != x || y != y) {
        return __builtin_isinf(x) || __builtin_isinf(y) ? __builtin_inf() : x + y;
    }
    struct cn_wide a, b, square;
    cn_wide_from(&a, x);
    square = a;
    cn_wide_multiply(&a, &square);
    cn_wide_from(&b, y);
    square = b;
    cn_wide_multiply(&b, &square);
    cn_wide_add(&a, &b);
    cn_wide_root(&a);
    return cn_wide_to(&a);
}

double cn_fmod(double x, double y) {
    if (x != x || y != y) {
        return x + y;
    }
    struct cn_wide a, b;
    cn_wide_from(&a, x);
    cn_wide_from(&b, y);
    if (a.exponent == CN_WIDE_HUGE || b.bits == 0) {
        a = CN_WIDE_NAN;
    } else if (a.exponent >= b.exponent) {
        // long division; the lowest eleven bits are clear, so there is room for one more
        uint64_t rest = a.bits >> 1, divisor = b.bits >> 1;
        for (int32_t left = a.exponent - b.exponent; left >= 0; left--) {
            rest = (rest >= divisor ? rest - divisor : rest) << 1;
        }
        a.bits = rest;
        a.exponent = b.exponent;
        cn_wide_normalise(&a);
    }
    return cn_wide_to(&a);
}

enum side { POSITIVE, NEGATIVE, NEITHER };

// The integer next to zero, or for numbers of one side the one away from zero.
static double whole(double x, enum side away) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int32_t exponent = (int32_t)(bits >> 52 & 0x7ff) - 1023;
    if (exponent >= 52) {
        return x;
    }
    bool is_away = away == (enum side)(bits >> 63);
    if (exponent < 0) {
        bool is_one = is_away && bits << 1 != 0;
        bits = (bits & CN_WIDE_TOP) | (is_one ? UINT64_C(1023) << 52 : 0);
    } else {
        uint64_t rest = (UINT64_C(1) << (52 - exponent)) - 1;
        bits = (is_away ? bits + rest : bits) & ~rest;
    }
    memcpy(&x, &bits, sizeof x);
    return x;
}

double cn_trunc(double x) {
    return whole(x, NEITHER);
}

double cn_floor(double x) {
    return whole(x, NEGATIVE);
}

double cn_ceil(double x) {
    return whole(x, POSITIVE);
}

long cn_lrint(double x) {
    double below = cn_floor(x);
    double rest = x - below;
    long whole = (long)below;
    return whole + (rest > 0.5 || (rest == 0.5 && (whole & 1)));
}
