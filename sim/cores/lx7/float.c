// Single precision by the rules of IEEE 754 in all four roundings of FCR. Sums and products are made in
// double precision, where they are exact or nearly so, and rounded once. The sticky flags of FSR are not
// kept.
#include "lx7.h"

#define QUIET 0x00400000u
#define DEFAULT_NAN 0x7fc00000u
#define SIGN 0x80000000u

enum rounding { TO_NEAREST = 0, TO_ZERO = 1, UP = 2, DOWN = 3 };

static enum rounding rounding(void) {
    return (enum rounding)(core.ur[FCR] & 3);
}

static float single_of(uint32_t bits) {
    union {
        uint32_t bits;
        float value;
    } u = {bits};
    return u.value;
}

static uint32_t bits_of(float value) {
    union {
        float value;
        uint32_t bits;
    } u = {value};
    return u.bits;
}

static uint64_t bits_of_double(double value) {
    union {
        double value;
        uint64_t bits;
    } u = {value};
    return u.bits;
}

static double double_of(uint64_t bits) {
    union {
        uint64_t bits;
        double value;
    } u = {bits};
    return u.value;
}

static bool is_nan(uint32_t bits) {
    return (bits & ~SIGN) > 0x7f800000u;
}

// The second operand's NaN comes before the first's; a signalling one becomes quiet.
static uint32_t nan_of(uint32_t a, uint32_t b) {
    return is_nan(b) ? b | QUIET : is_nan(a) ? a | QUIET : DEFAULT_NAN;
}

// `value` plus an error too small to see: the last bit becomes 1, so that no later rounding takes it for
// exact.
static double to_odd(double value, double error) {
    uint64_t bits = bits_of_double(value);
    if (error == 0 || (bits & 1)) {
        return value;
    }
    return double_of((error > 0) == (value > 0) ? bits + 1 : bits - 1);
}

// a + b with the last bit of the double made odd if it is not exact.
static double sum_to_odd(double a, double b) {
    double sum = a + b;
    double part = sum - a;
    double error = (a - (sum - part)) + (b - part);
    return error == error ? to_odd(sum, error) : sum;
}

static bool steps_away(float nearest, double value, enum rounding mode) {
    switch (mode) {
    case TO_ZERO:
        return nearest > 0 ? (double)nearest > value : nearest < 0 && (double)nearest < value;
    case UP:
        return (double)nearest < value;
    case DOWN:
        return (double)nearest > value;
    default:
        return false;
    }
}

// A double, exact or to odd, as a single.
static uint32_t single_from(double value) {
    float nearest = (float)value;
    uint32_t bits = bits_of(nearest);
    enum rounding mode = rounding();
    if (mode == TO_NEAREST || (double)nearest == value || nearest != nearest) {
        return bits;
    }
    if (!steps_away(nearest, value, mode)) {
        return bits;
    }
    // one unit towards the value: down in magnitude if the nearest is beyond it, else up
    bool beyond = nearest > 0 ? (double)nearest > value : nearest < 0 && (double)nearest < value;
    if ((bits & ~SIGN) == 0) {
        return mode == UP ? 1 : SIGN | 1;
    }
    return beyond ? bits - 1 : bits + 1;
}

static uint32_t exact_zero(uint32_t result) {
    return (result & ~SIGN) == 0 && rounding() == DOWN ? SIGN : result;
}

uint32_t float_add(uint32_t a, uint32_t b) {
    float x = single_of(a), y = single_of(b);
    if (rounding() == TO_NEAREST) {
        float sum = x + y;
        return sum == sum ? bits_of(sum) : nan_of(a, b);
    }
    double sum = sum_to_odd(x, y);
    if (sum != sum) {
        return nan_of(a, b);
    }
    return sum == 0 && (a ^ b) & SIGN ? exact_zero(0) : single_from(sum);
}

uint32_t float_sub(uint32_t a, uint32_t b) {
    return is_nan(b) ? b | QUIET : float_add(a, b ^ SIGN);
}

uint32_t float_mul(uint32_t a, uint32_t b) {
    float x = single_of(a), y = single_of(b);
    if (rounding() == TO_NEAREST) {
        float product = x * y;
        return product == product ? bits_of(product) : nan_of(a, b);
    }
    double product = (double)x * y;
    return product == product ? single_from(product) : nan_of(a, b);
}

uint32_t float_madd(uint32_t acc, uint32_t a, uint32_t b) {
    float x = single_of(a), y = single_of(b), z = single_of(acc);
    double product = (double)x * y; // exact
    double sum = sum_to_odd(z, product);
    if (sum == sum) {
        bool cancels = sum == 0 && (bits_of_double(product) >> 63) != acc >> 31;
        return cancels ? exact_zero(0) : single_from(sum);
    }
    if (is_nan(acc)) {
        return acc | QUIET;
    }
    return is_nan(a) || is_nan(b) ? nan_of(a, b) : DEFAULT_NAN;
}

uint32_t float_msub(uint32_t acc, uint32_t a, uint32_t b) {
    return is_nan(a) && !is_nan(b) && !is_nan(acc) ? a | QUIET : float_madd(acc, a ^ SIGN, b);
}

uint32_t float_constant(uint32_t number) {
    static const uint32_t constants[4] = {0, 0x3f800000, 0x40000000, 0x3f000000}; // 0, 1, 2, 0.5
    return constants[number & 3];
}

// The first 24 bits: products with another such number are exact.
static double upper_half(double value) {
    return double_of(bits_of_double(value) & ~0x1fffffffull);
}

uint32_t float_divide(uint32_t a, uint32_t b) {
    float x = single_of(a), y = single_of(b);
    float quotient = x / y;
    if (quotient != quotient) {
        return nan_of(a, b);
    }
    if (rounding() == TO_NEAREST || (x - x) != 0 || (y - y) != 0 || y == 0) {
        return bits_of(quotient);
    }
    double wide = (double)x / y, high = upper_half(wide);
    double error = ((double)x - high * y) - (wide - high) * y;
    return single_from(to_odd(wide, y < 0 ? -error : error));
}

uint32_t float_root(uint32_t a) {
    float x = single_of(a), root = __builtin_sqrtf(x);
    if (root != root) {
        return nan_of(a, a);
    }
    if (rounding() == TO_NEAREST || x == 0 || (x - x) != 0) {
        return bits_of(root);
    }
    double wide = __builtin_sqrt((double)x), high = upper_half(wide), low = wide - high;
    return single_from(to_odd(wide, (((double)x - high * high) - 2 * high * low) - low * low));
}

uint32_t float_from_int(int64_t value, uint32_t scale) {
    return single_from((double)value * double_of((uint64_t)(1023 - scale) << 52));
}

static double to_integer(uint32_t op, double value) {
    switch (op) {
    case OP_ROUND_S:
        return __builtin_rint(value);
    case OP_FLOOR_S:
        return __builtin_floor(value);
    case OP_CEIL_S:
        return __builtin_ceil(value);
    default:
        return __builtin_trunc(value);
    }
}

uint32_t float_to_int(uint32_t op, uint32_t bits, uint32_t scale) {
    bool is_unsigned = op == OP_UTRUNC_S;
    if (is_nan(bits)) {
        return is_unsigned ? 0xffffffffu : 0x7fffffffu;
    }
    double value = to_integer(op, (double)single_of(bits) * (double)(1u << scale));
    if (is_unsigned && value >= 0) {
        return value >= 4294967296.0 ? 0xffffffffu : (uint32_t)value;
    }
    if (value >= 2147483648.0) {
        return 0x7fffffffu;
    }
    return value < -2147483648.0 ? 0x80000000u : (uint32_t)(int32_t)value;
}

bool float_compare(uint32_t op, uint32_t a, uint32_t b) {
    float x = single_of(a), y = single_of(b);
    bool unordered = x != x || y != y;
    switch (op) {
    case OP_UN_S:
        return unordered;
    case OP_OEQ_S:
        return x == y;
    case OP_UEQ_S:
        return unordered || x == y;
    case OP_OLT_S:
        return x < y;
    case OP_ULT_S:
        return unordered || x < y;
    case OP_OLE_S:
        return x <= y;
    default:
        return unordered || x <= y;
    }
}
