// x^y and the cube root, by way of the logarithm to base two.
#include "cn/math.h"
#include "wide.h"

enum parity { FRACTIONAL, ODD, EVEN };

// Infinities are even.
static enum parity parity(const struct cn_wide *a) {
    if (a->exponent > 63) {
        return EVEN;
    }
    if (a->exponent < 0) {
        return FRACTIONAL;
    }
    uint64_t rest = a->bits << a->exponent; // the bit of value one is on top
    return rest << 1 ? FRACTIONAL : rest ? ODD : EVEN;
}

// x becomes |x|^y.
static void raise(struct cn_wide *x, const struct cn_wide *y) {
    if (x->bits == 0 || x->exponent == CN_WIDE_HUGE ||
        (y->exponent == CN_WIDE_HUGE && (x->exponent != 0 || x->bits != CN_WIDE_TOP))) {
        bool grows = (x->exponent >= 0) != y->negative;
        *x = grows ? CN_WIDE_INFINITY : CN_WIDE_ZERO;
        return;
    }
    cn_wide_log2(x);
    cn_wide_power(x, y);
}

double cn_pow(double x, double y) {
    if (y == 0 || x == 1) {
        return 1;
    }
    if (x != x || y != y) {
        return x + y;
    }
    struct cn_wide a, b;
    cn_wide_from(&a, x);
    cn_wide_from(&b, y);
    enum parity kind = parity(&b);
    bool is_negative = a.negative;
    a.negative = false;
    if (is_negative && kind == FRACTIONAL && a.bits != 0 && a.exponent != CN_WIDE_HUGE) {
        a = CN_WIDE_NAN;
    } else {
        raise(&a, &b);
    }
    a.negative = is_negative && kind == ODD;
    return cn_wide_to(&a);
}

static void cube_root_of(struct cn_wide *a) {
    if (a->bits == 0) {
        return;
    }
    const struct cn_wide third = {0xaaaaaaaaaaaaaaab, -2, false};
    int32_t whole = (a->exponent + 3 * 400) / 3 - 400;
    a->exponent -= 3 * whole;
    cn_wide_log2(a);
    cn_wide_power(a, &third);
    a->exponent += whole;
}

double cn_cbrt(double x) {
    return cn_wide_map_odd(x, cube_root_of);
}
