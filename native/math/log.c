// Logarithms and the inverse hyperbolic functions, all by ln(a / b) = 2 atanh((a - b) / (a + b)).
#include "cn/math.h"
#include "wide.h"

const uint64_t cn_wide_odd[24] = {
    0x8000000000000000, 0x2aaaaaaaaaaaaaab, 0x199999999999999a, 0x1249249249249249, 0x0e38e38e38e38e39,
    0x0ba2e8ba2e8ba2e9, 0x09d89d89d89d89d9, 0x0888888888888889, 0x0787878787878788, 0x06bca1af286bca1b,
    0x0618618618618618, 0x0590b21642c8590b, 0x051eb851eb851eb8, 0x04bda12f684bda13, 0x0469ee58469ee584,
    0x0421084210842108, 0x03e0f83e0f83e0f8, 0x03a83a83a83a83a8, 0x03759f22983759f2, 0x0348348348348348,
    0x031f3831f3831f38, 0x02fa0be82fa0be83, 0x02d82d82d82d82d8, 0x02b9310572620ae5,
};

static const struct cn_wide log2e = {0xb8aa3b295c17f0bc, 0, false};
static const struct cn_wide ln2 = {0xb17217f7d1cf79ac, -1, false};

// a becomes 2 atanh(a / b), a / b < 0.172: twelve terms are enough.
static void twice_atanh(struct cn_wide *a, const struct cn_wide *b) {
    cn_wide_divide(a, b);
    struct cn_wide square = *a;
    cn_wide_multiply(&square, a);
    cn_wide_series(a, cn_wide_fraction(&square), cn_wide_odd, 12, false);
    a->exponent++;
}

void cn_wide_log2(struct cn_wide *a) {
    if (a->bits == 0) {
        *a = CN_WIDE_INFINITY;
        a->negative = true;
    } else if (a->negative) {
        *a = CN_WIDE_NAN;
    } else if (a->exponent < CN_WIDE_HUGE / 2) {
        int32_t whole = a->exponent;
        a->exponent = 0;
        if (a->bits > 0xb504f333f9de6484) { // the root of two: a becomes less than one
            a->exponent--;
            whole++;
        }
        struct cn_wide sum = *a;
        cn_wide_add(&sum, &cn_wide_one);
        cn_wide_subtract(a, &cn_wide_one);
        twice_atanh(a, &sum);
        cn_wide_multiply(a, &log2e);
        struct cn_wide more = {(uint64_t)(uint32_t)(whole < 0 ? -whole : whole), 63, whole < 0};
        cn_wide_normalise(&more);
        cn_wide_add(a, &more);
    }
}

static void log_of(struct cn_wide *a) {
    cn_wide_log2(a);
    cn_wide_multiply(a, &ln2);
}

static void log10_of(struct cn_wide *a) {
    const struct cn_wide log10_2 = {0x9a209a84fbcff799, -2, false};
    cn_wide_log2(a);
    cn_wide_multiply(a, &log10_2);
}

// a becomes ln(1 + a).
static void log1p_of(struct cn_wide *a) {
    struct cn_wide sum = *a;
    cn_wide_add(&sum, &cn_wide_one);
    if (a->exponent < -2) {
        cn_wide_add(&sum, &cn_wide_one);
        twice_atanh(a, &sum);
    } else {
        *a = sum;
        log_of(a);
    }
}

// ln(1 + x + x^2 / (1 + sqrt(1 + x^2)))
static void asinh_of(struct cn_wide *a) {
    struct cn_wide square = *a, below;
    cn_wide_multiply(&square, a);
    below = square;
    cn_wide_add(&below, &cn_wide_one);
    cn_wide_root(&below);
    cn_wide_add(&below, &cn_wide_one);
    cn_wide_divide(&square, &below);
    cn_wide_add(a, &square);
    log1p_of(a);
}

// ln(1 + t + sqrt(t (t + 2))) with t = x - 1
static void acosh_of(struct cn_wide *a) {
    if (a->negative || a->exponent < 0) {
        *a = CN_WIDE_NAN;
        return;
    }
    cn_wide_subtract(a, &cn_wide_one);
    struct cn_wide product = *a;
    cn_wide_add(&product, &cn_wide_one);
    cn_wide_add(&product, &cn_wide_one);
    cn_wide_multiply(&product, a);
    cn_wide_root(&product);
    cn_wide_add(a, &product);
    log1p_of(a);
}

// half of ln(1 + 2 x / (1 - x))
static void atanh_of(struct cn_wide *a) {
    struct cn_wide below = cn_wide_one;
    cn_wide_subtract(&below, a);
    if (below.bits == 0) {
        *a = CN_WIDE_INFINITY;
    } else if (below.negative) {
        *a = CN_WIDE_NAN;
    } else {
        cn_wide_divide(a, &below);
        a->exponent++;
        log1p_of(a);
        a->exponent--;
    }
}

double cn_log(double x) {
    return cn_wide_map(x, log_of);
}

double cn_log1p(double x) {
    return cn_wide_map(x, log1p_of);
}

double cn_log2(double x) {
    return cn_wide_map(x, cn_wide_log2);
}

double cn_log10(double x) {
    return cn_wide_map(x, log10_of);
}

double cn_asinh(double x) {
    return cn_wide_map_odd(x, asinh_of);
}

double cn_acosh(double x) {
    return cn_wide_map(x, acosh_of);
}

double cn_atanh(double x) {
    return cn_wide_map_odd(x, atanh_of);
}
