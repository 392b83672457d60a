// Sine, cosine and tangent: the angle is brought to a quarter turn around zero, exactly, then Taylor's
// series.
#include "cn/math.h"
#include "wide.h"

// 2 / pi behind the point, after 64 zeros: enough bits for the largest angle
static const uint64_t two_over_pi[] = {
    0,
    0xa2f9836e4e441529,
    0xfc2757d1f534ddc0,
    0xdb6295993c439041,
    0xfe5163abdebbc561,
    0xb7246e3a424dd2e0,
    0x06492eea09d1921c,
    0xfe1deb1cb129a73e,
    0xe88235f52ebb4484,
    0xe99c7026b45f7e41,
    0x3991d639835339f4,
    0x9c845f8bbdf9283b,
    0x1ff897ffde05980f,
    0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b,
    0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08,
    0x56033046fc7b6bab,
};

// 1 / (2i + 1)! and 1 / (2i)! in units of 2^-63
static const uint64_t sine_terms[] = {
    0x8000000000000000, 0x1555555555555555, 0x0111111111111111, 0x0006806806806807, 0x0000171de3a556c7,
    0x00000035cc8acfeb, 0x000000005849184f, 0x00000000006b9fd0, 0x000000000000654b, 0x000000000000004c,
};
static const uint64_t cosine_terms[] = {
    0x8000000000000000, 0x4000000000000000, 0x0555555555555555, 0x002d82d82d82d82e,
    0x0000d00d00d00d01, 0x0000024fc9f6ef14, 0x000000047bb63bfe, 0x00000000064e5d2a,
    0x000000000006b9fd, 0x00000000000005a1, 0x0000000000000004,
};

static uint64_t bits_from(uint32_t position) {
    const uint64_t *word = two_over_pi + position / 64;
    uint32_t shift = position % 64;
    return shift == 0 ? word[0] : word[0] << shift | word[1] >> (64 - shift);
}

// |x| becomes the angle to the nearest multiple of a quarter turn, which is returned (modulo 4).
static uint32_t reduce(struct cn_wide *x) {
    x->negative = false;
    if (x->exponent < -1) {
        return 0;
    }
    // x = number * 2^(exponent - 52); what would be whole turns is left out, so the product is a fraction of
    // a turn
    uint64_t number = x->bits >> 11;
    uint32_t position = (uint32_t)(x->exponent - 52 - 2 + 64);
    uint64_t middle = bits_from(position + 64);
    uint64_t low = number * middle;
    uint64_t high = number * bits_from(position) + cn_wide_high(number, middle);
    uint64_t carry = cn_wide_high(number, bits_from(position + 128));
    low += carry;
    high += low < carry;
    uint32_t quarter = (uint32_t)((high + (UINT64_C(1) << 61)) >> 62);
    high -= (uint64_t)quarter << 62;
    if (high >> 63) {
        x->negative = true;
        low = -low;
        high = ~high + (low == 0);
    }
    int zeros = high == 0 ? 64 : __builtin_clzll(high);
    x->bits = zeros == 0 ? high : zeros == 64 ? low : high << zeros | low >> (64 - zeros);
    x->exponent = -1 - zeros;
    cn_wide_normalise(x);
    const struct cn_wide two_pi = {0xc90fdaa22168c235, 2, false};
    cn_wide_multiply(x, &two_pi);
    return quarter & 3;
}

static void sine(struct cn_wide *x, bool is_cosine) {
    struct cn_wide square = *x;
    cn_wide_multiply(&square, x);
    uint64_t z = cn_wide_fraction(&square);
    if (is_cosine) {
        *x = cn_wide_one;
        cn_wide_series(x, z, cosine_terms, sizeof cosine_terms / sizeof cosine_terms[0], true);
    } else {
        cn_wide_series(x, z, sine_terms, sizeof sine_terms / sizeof sine_terms[0], true);
    }
}

// |x| becomes the sine of x and `ahead` quarter turns.
static void sine_ahead(struct cn_wide *x, uint32_t ahead) {
    if (x->exponent == CN_WIDE_HUGE) {
        *x = CN_WIDE_NAN;
        return;
    }
    uint32_t quarter = reduce(x) + ahead;
    sine(x, quarter & 1);
    x->negative ^= quarter >> 1 & 1;
}

static void sine_of(struct cn_wide *x) {
    sine_ahead(x, 0);
}

static void cosine_of(struct cn_wide *x) {
    sine_ahead(x, 1);
}

static void tangent_of(struct cn_wide *x) {
    if (x->exponent == CN_WIDE_HUGE) {
        *x = CN_WIDE_NAN;
        return;
    }
    bool is_odd = reduce(x) & 1;
    struct cn_wide run = *x;
    sine(x, is_odd);
    sine(&run, !is_odd);
    cn_wide_divide(x, &run);
    x->negative ^= is_odd;
}

double cn_sin(double x) {
    return cn_wide_map_odd(x, sine_of);
}

double cn_cos(double x) {
    return cn_wide_map(x, cosine_of);
}

double cn_tan(double x) {
    return cn_wide_map_odd(x, tangent_of);
}
