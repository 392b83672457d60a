// The mathematics of scripts against the C library's with more bits, and what each function must give at the
// edges.
#include "check.h"

#include <math.h>
#include <string.h>

#include "cn/math.h"
#include "math_golden.c" // NOLINT(bugprone-suspicious-include): shared with other programs

typedef long double wider;

static uint32_t seed = 1;

static double random_between(double least, double most) {
    double fine = (next_random(&seed) + next_random(&seed) / 4294967296.0) / 4294967296.0;
    return least + (most - least) * fine;
}

// In units of the last place of the double next to `want`.
static double distance(double got, wider want) {
    int exponent;
    if (isnan(got) || isinf(got)) {
        return isinf(got) && (double)want == got ? 0 : 1e9;
    }
    frexpl(want, &exponent);
    if (exponent < -1021) {
        exponent = -1021;
    }
    return (double)(fabsl(got - want) / ldexpl(1, exponent - 53));
}

struct range {
    const char *name;
    double (*function)(double x);
    wider (*exact)(wider x);
    double least, most;
    double near; // also +-2^least_exponent and so on around this
};

static const struct range ranges[] = {
    {"sin", cn_sin, sinl, -10, 10, 0},
    {"sin of more", cn_sin, sinl, -1e6, 1e6, 0},
    {"cos", cn_cos, cosl, -10, 10, 0},
    {"cos of more", cn_cos, cosl, -1e6, 1e6, 0},
    {"tan", cn_tan, tanl, -10, 10, 0},
    {"asin", cn_asin, asinl, -1, 1, 0},
    {"acos", cn_acos, acosl, -1, 1, 0},
    {"atan", cn_atan, atanl, -4, 4, 0},
    {"atan of more", cn_atan, atanl, -1e9, 1e9, 0},
    {"exp", cn_exp, expl, -708, 709, 0},
    {"exp of less", cn_exp, expl, -1, 1, 0},
    {"exp to the end", cn_exp, expl, -746, -708, -745},
    {"expm1", cn_expm1, expm1l, -40, 40, 0},
    {"expm1 of less", cn_expm1, expm1l, -1, 1, 0},
    {"sinh", cn_sinh, sinhl, -700, 700, 0},
    {"sinh of less", cn_sinh, sinhl, -1, 1, 0},
    {"cosh", cn_cosh, coshl, -700, 700, 0},
    {"tanh", cn_tanh, tanhl, -25, 25, 0},
    {"cbrt", cn_cbrt, cbrtl, -1e9, 1e9, 0},
    {"log", cn_log, logl, 1e-9, 10, 1},
    {"log of more", cn_log, logl, 0, 1e300, 1},
    {"log1p", cn_log1p, log1pl, -0.999, 10, 0},
    {"log2", cn_log2, log2l, 0, 1e6, 1},
    {"log10", cn_log10, log10l, 0, 1e6, 1},
    {"asinh", cn_asinh, asinhl, -1e3, 1e3, 0},
    {"acosh", cn_acosh, acoshl, 1, 1e3, 1},
    {"atanh", cn_atanh, atanhl, -1, 1, 0},
    {"sqrt", cn_sqrt, sqrtl, 0, 1e300, 0},
};

static void check_near(const struct range *range, double x, double *worst) {
    if (!(x >= range->least && x <= range->most)) {
        return;
    }
    double off = distance(range->function(x), range->exact(x));
    if (off > *worst) {
        *worst = off;
        if (off > 0.51) {
            printf("# %s(%a) is %a, off by %.3f\n", range->name, x, range->function(x), off);
        }
    }
}

static void each_function_is_right_to_half_a_unit(void) {
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        double worst = 0;
        for (int n = 0; n < 4000; n++) {
            check_near(&ranges[i], random_between(ranges[i].least, ranges[i].most), &worst);
            double close = ldexp(random_between(-1, 1), -(n % 60));
            check_near(&ranges[i], ranges[i].near + close, &worst);
        }
        printf("# %s: %.4f\n", ranges[i].name, worst);
        CHECK(worst <= 0.51);
    }
}

static void functions_of_two_are_right(void) {
    double power = 0, large_power = 0, angle = 0, length = 0;
    for (int n = 0; n < 20000; n++) {
        double x = ldexp(random_between(0.5, 1), n % 40 - 20), y = random_between(-20, 20);
        wider want = powl(x, y);
        double off = distance(cn_pow(x, y), want);
        bool is_large = fabsl(log2l(want)) > 64;
        power = !is_large && off > power ? off : power;
        large_power = is_large && off > large_power ? off : large_power;
        double top = random_between(-300, 300) / log(x);
        off = distance(cn_pow(x, top), powl(x, top));
        large_power = off > large_power ? off : large_power;
        off = distance(cn_atan2(y, x - 1), atan2l(y, x - 1));
        angle = off > angle ? off : angle;
        off = distance(cn_hypot(y, x), hypotl(y, x));
        length = off > length ? off : length;
    }
    printf("# pow: %.4f, far from one: %.4f, atan2: %.4f, hypot: %.4f\n", power, large_power, angle, length);
    CHECK(power <= 0.55);
    CHECK(large_power <= 0.9);
    CHECK(angle <= 0.51);
    CHECK(length <= 0.51);
}

static void angles_far_from_zero_are_reduced_exactly(void) {
    // the sine of 2^1000, an angle that is hard, and neighbours of multiples of pi
    static const double hard[] = {
        0x1p1000, 0x1.6ac5b262ca1ffp+849, 0x1.921fb54442d18p+1, 0x1.921fb54442d18p+0, 0x1.2d97c7f3321d2p+2,
        1e22,     0x1.fffffffffffffp+1023};
    for (size_t i = 0; i < sizeof hard / sizeof hard[0]; i++) {
        CHECK(distance(cn_sin(hard[i]), sinl(hard[i])) <= 0.51);
        CHECK(distance(cn_cos(hard[i]), cosl(hard[i])) <= 0.51);
        CHECK(distance(cn_tan(hard[i]), tanl(hard[i])) <= 0.51);
    }
}

static double any_bits(void) {
    uint64_t bits = (uint64_t)next_random(&seed) << 32 | next_random(&seed);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static bool is_same(double a, double b) {
    return bits_of(a) == bits_of(b) || (isnan(a) && isnan(b));
}

static void what_is_exact_is_exact(void) {
    for (int n = 0; n < 20000; n++) {
        double x = any_bits(), y = n % 2 ? any_bits() : random_between(-10, 10);
        double z = n % 3 ? ldexp(random_between(-4, 4), n % 60) : x;
        CHECK(is_same(cn_sqrt(x), sqrt(x)));
        CHECK(is_same(cn_fmod(z, y), fmod(z, y)));
        CHECK(is_same(cn_trunc(z), trunc(z)));
        CHECK(is_same(cn_floor(z), floor(z)));
        CHECK(is_same(cn_ceil(z), ceil(z)));
        CHECK_EQ(cn_lrint(y > -1e9 && y < 1e9 ? y : 0.5), lrint(y > -1e9 && y < 1e9 ? y : 0.5));
    }
    for (int n = -1000; n <= 1000; n++) {
        CHECK_EQ(cn_lrint(n / 2.0), lrint(n / 2.0));
        CHECK(is_same(cn_log2(ldexp(1, n)), n));
        CHECK(is_same(cn_pow(2, n), ldexp(1, n)));
        CHECK(is_same(cn_cbrt((double)n * n * n), n));
        CHECK(is_same(cn_pow(n, 3), (double)n * n * n));
    }
    for (int n = 0; n <= 22; n++) {
        CHECK(is_same(cn_pow(10, n), (double)powl(10, n)));
        CHECK(is_same(cn_log10(cn_pow(10, n)), n));
    }
}

static const double edges[] = {0.0, -0.0,   0.5,     -0.5,  1,      -1,       2,         -2, 3,
                               -3,  1e-310, -1e-310, 1e300, -1e300, INFINITY, -INFINITY, NAN};
enum { EDGES = sizeof edges / sizeof edges[0] };

// The same kind of result as the C library's: zeros with their sign, infinities, NaN.
static bool is_alike(double got, double want) {
    if (isnan(want) || isinf(want) || want == 0) {
        return is_same(got, want);
    }
    return distance(got, want) <= 2;
}

static void edges_of_functions_of_one(void) {
    static const struct {
        const char *name;
        double (*ours)(double x), (*theirs)(double x);
    } pairs[] = {
        {"sin", cn_sin, sin},       {"cos", cn_cos, cos},       {"tan", cn_tan, tan},
        {"asin", cn_asin, asin},    {"acos", cn_acos, acos},    {"atan", cn_atan, atan},
        {"exp", cn_exp, exp},       {"expm1", cn_expm1, expm1}, {"sinh", cn_sinh, sinh},
        {"cosh", cn_cosh, cosh},    {"tanh", cn_tanh, tanh},    {"cbrt", cn_cbrt, cbrt},
        {"log", cn_log, log},       {"log1p", cn_log1p, log1p}, {"log2", cn_log2, log2},
        {"log10", cn_log10, log10}, {"asinh", cn_asinh, asinh}, {"acosh", cn_acosh, acosh},
        {"atanh", cn_atanh, atanh}, {"sqrt", cn_sqrt, sqrt},    {"floor", cn_floor, floor},
        {"ceil", cn_ceil, ceil},    {"trunc", cn_trunc, trunc},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        for (int n = 0; n < EDGES; n++) {
            double got = pairs[i].ours(edges[n]), want = pairs[i].theirs(edges[n]);
            if (!is_alike(got, want)) {
                printf("# %s(%g) is %g, expected %g\n", pairs[i].name, edges[n], got, want);
                CHECK(false);
            }
        }
    }
}

static void edges_of_functions_of_two(void) {
    static const struct {
        const char *name;
        double (*ours)(double x, double y), (*theirs)(double x, double y);
    } pairs[] = {{"pow", cn_pow, pow},
                 {"atan2", cn_atan2, atan2},
                 {"hypot", cn_hypot, hypot},
                 {"fmod", cn_fmod, fmod}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        for (int n = 0; n < EDGES * EDGES; n++) {
            double x = edges[n / EDGES], y = edges[n % EDGES];
            double got = pairs[i].ours(x, y), want = pairs[i].theirs(x, y);
            if (!is_alike(got, want)) {
                printf("# %s(%g, %g) is %g, expected %g\n", pairs[i].name, x, y, got, want);
                CHECK(false);
            }
        }
    }
}

static void goldens_are_met(void) {
    for (uint32_t i = 0; i < MATH_GOLDENS; i++) {
        if (math_golden_hash(i) != math_goldens[i].want) {
            printf("# %s: {\"%s\", 0x%08xu}\n", math_goldens[i].name, math_goldens[i].name,
                   math_golden_hash(i));
        }
        CHECK_EQ(math_golden_hash(i), math_goldens[i].want);
    }
}

int main(void) {
    static const struct test tests[] = {
        {"each function is right to 0.51 of a unit in the last place", each_function_is_right_to_half_a_unit},
        {"functions of two numbers are right", functions_of_two_are_right},
        {"angles far from zero are reduced exactly", angles_far_from_zero_are_reduced_exactly},
        {"what is exact is exact", what_is_exact_is_exact},
        {"edges of functions of one number", edges_of_functions_of_one},
        {"edges of functions of two numbers", edges_of_functions_of_two},
        {"the golden values are met", goldens_are_met},
    };
    return RUN_TESTS(tests);
}
