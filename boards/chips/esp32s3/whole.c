// The functions of math.h that give exact results: whole parts, remainder, square root. The others are
// native/math.
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "runtime.h"

static uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static int exponent_of(uint64_t bits) {
    return (int)(bits >> 52 & 0x7ff) - 1023;
}

// Bits below the point, or 0 if there are none; a number below 1 has all.
static uint64_t below_point(uint64_t bits) {
    int exponent = exponent_of(bits);
    return exponent >= 52 ? 0 : exponent < 0 ? ~DOUBLE_SIGN : (1ull << (52 - exponent)) - 1;
}

double trunc(double value) {
    return double_of(bits_of(value) & ~below_point(bits_of(value)));
}

double floor(double value) {
    double whole = trunc(value);
    return whole > value ? whole - 1 : whole;
}

double ceil(double value) {
    double whole = trunc(value);
    if (whole < value) {
        whole += 1;
    }
    // -0.5 is -0
    return double_of(bits_of(whole) | (bits_of(value) & DOUBLE_SIGN));
}

double round(double value) {
    uint64_t bits = bits_of(value);
    int exponent = exponent_of(bits);
    if (exponent >= 52) {
        return value + 0.0;
    }
    if (exponent < -1) {
        return double_of(bits & DOUBLE_SIGN);
    }
    if (exponent == -1) {
        return double_of((bits & DOUBLE_SIGN) | 0x3ff0000000000000ull);
    }
    uint64_t half = 1ull << (51 - exponent);
    return double_of((bits + half) & ~below_point(bits));
}

long lrint(double value) {
    int32_t whole = (int32_t)floor(value);
    double rest = value - whole;
    return whole + (rest > 0.5 || (rest == 0.5 && (whole & 1)));
}

double fabs(double value) {
    return double_of(bits_of(value) & ~DOUBLE_SIGN);
}

double fmin(double a, double b) {
    return a != a || b < a || (a == b && bits_of(b) >> 63) ? b : a;
}

double fmax(double a, double b) {
    return a != a || b > a || (a == b && bits_of(a) >> 63) ? b : a;
}

double fmod(double value, double divisor) {
    uint64_t v = bits_of(value), d = bits_of(divisor) & ~DOUBLE_SIGN, sign = v & DOUBLE_SIGN;
    v &= ~DOUBLE_SIGN;
    if (value != value || divisor != divisor || d == 0 || exponent_of(v) == 1024) {
        return (value * divisor) / (value * divisor);
    }
    if (v < d) {
        return value;
    }
    int ev, ed;
    uint64_t rest = double_fraction(v, &ev), step = double_fraction(d, &ed);
    for (; ev > ed; ev--) {
        rest = (rest >= step ? rest - step : rest) << 1;
    }
    rest = rest >= step ? rest - step : rest;
    if (rest == 0) {
        return double_of(sign);
    }
    int shift = 0;
    while ((rest << shift & 1ull << 62) == 0) {
        shift++;
    }
    return double_of(double_rounded(sign, ed + 10 - shift, rest << shift));
}

// A root bit by bit: `value` has its leading 1 in bit `bits * 2 - 1` or below. The last bit says whether all
// is there.
static uint64_t root_of(uint64_t high, int bits) {
    uint64_t root = 0, rest = 0;
    for (int i = 0; i < bits; i++) {
        rest = rest << 2 | high >> 62;
        high <<= 2;
        root <<= 1;
        if (rest > root << 1) {
            rest -= (root << 1) + 1;
            root++;
        }
    }
    return root << 1 | (rest != 0);
}

double sqrt(double value) {
    uint64_t bits = bits_of(value);
    if (value != value || bits == 0 || bits == DOUBLE_SIGN || bits == 0x7ff0000000000000ull) {
        return value + value;
    }
    if (bits & DOUBLE_SIGN) {
        return double_of(0x7ff8000000000000ull);
    }
    int exponent;
    uint64_t fraction = double_fraction(bits, &exponent);
    bool odd = (exponent - 1023) & 1;
    // two bits before the point; 54 of the root round rightly
    uint64_t root = root_of(fraction << (odd ? 11 : 10), 54);
    return double_of(double_rounded(0, (exponent - 1023 - odd) / 2 + 1023, root << 8));
}

float sqrtf(float value) {
    return (float)sqrt((double)value);
}
