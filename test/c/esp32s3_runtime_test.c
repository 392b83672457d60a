// The ESP32-S3's software for doubles and 64-bit integers against this machine's hardware, bit for bit.
#include <math.h>
#include <string.h>

#include "check.h"

#include "../../boards/chips/esp32s3/double.c" // NOLINT(bugprone-suspicious-include): no other way to its statics

#include "../../boards/chips/esp32s3/integer.c" // NOLINT(bugprone-suspicious-include): likewise

#define ceil soft_ceil
#define fabs soft_fabs
#define floor soft_floor
#define fmax soft_fmax
#define fmin soft_fmin
#define fmod soft_fmod
#define lrint soft_lrint
#define round soft_round
#define sqrt soft_sqrt
#define sqrtf soft_sqrtf
#define trunc soft_trunc
#include "../../boards/chips/esp32s3/whole.c" // NOLINT(bugprone-suspicious-include): its functions are renamed here
#undef ceil
#undef fabs
#undef floor
#undef fmax
#undef fmin
#undef fmod
#undef lrint
#undef round
#undef sqrt
#undef sqrtf
#undef trunc

enum { TIMES = 300000 };

static uint32_t state = 1;

static uint64_t random_word(void) {
    uint64_t high = next_random(&state);
    return high << 32 | next_random(&state);
}

// Doubles of all kinds: any bits, small exponents apart, whole numbers, the ends.
static uint64_t random_double(void) {
    static const uint64_t notable[] = {0,
                                       DOUBLE_SIGN,
                                       0x7ff0000000000000,
                                       0xfff0000000000000,
                                       0x7ff8000000000000,
                                       1,
                                       0x000fffffffffffff,
                                       0x0010000000000000,
                                       0x7fefffffffffffff,
                                       0x3ff0000000000000,
                                       0x3fe0000000000000,
                                       0xbfe0000000000000,
                                       0x4330000000000000,
                                       0x41dfffffffc00000,
                                       0xc1e0000000000000,
                                       0x43e0000000000000};
    uint32_t kind = next_random(&state) % 5;
    if (kind == 0) {
        return notable[next_random(&state) % (sizeof notable / sizeof notable[0])];
    }
    if (kind == 1) {
        return random_word();
    }
    if (kind == 2) {
        return bits_of((double)(int32_t)next_random(&state) / 4);
    }
    uint64_t mask = next_random(&state) & 1 ? ~0ull : 0xfffffff000000000;
    return (random_word() & 0x800fffffffffffff & mask) | (uint64_t)(1000 + next_random(&state) % 60) << 52;
}

static bool nan_or_same(uint64_t got, double want) {
    return want != want ? double_of(got) != double_of(got) : got == bits_of(want);
}

static bool nan_or_same_single(uint32_t got, float want) {
    uint32_t bits;
    memcpy(&bits, &want, sizeof bits);
    return want != want ? (got & 0x7fffffff) > 0x7f800000 : got == bits;
}

static void arithmetic_is_that_of_hardware(void) {
    for (int i = 0; i < TIMES && !check_failed; i++) {
        uint64_t a = random_double(), b = random_double();
        double x = double_of(a), y = double_of(b);
        CHECK(nan_or_same(__adddf3(a, b), x + y));
        CHECK(nan_or_same(__subdf3(a, b), x - y));
        CHECK(nan_or_same(__muldf3(a, b), x * y));
        CHECK(nan_or_same(__divdf3(a, b), x / y));
        CHECK_EQ(__eqdf2(a, b) == 0, x == y);
        CHECK_EQ(__nedf2(a, b) != 0, x != y);
        CHECK_EQ(__ltdf2(a, b) < 0, x < y);
        CHECK_EQ(__ledf2(a, b) <= 0, x <= y);
        CHECK_EQ(__gtdf2(a, b) > 0, x > y);
        CHECK_EQ(__gedf2(a, b) >= 0, x >= y);
        CHECK_EQ(__unorddf2(a, b) != 0, x != x || y != y);
    }
}

static void conversions_are_those_of_hardware(void) {
    for (int i = 0; i < TIMES && !check_failed; i++) {
        uint64_t a = random_double(), word = random_word() >> next_random(&state) % 64;
        double x = double_of(a);
        CHECK(nan_or_same(__floatdidf((int64_t)word), (double)(int64_t)word));
        CHECK(nan_or_same(__floatundidf(word), (double)word));
        CHECK(nan_or_same(__floatsidf((int32_t)word), (double)(int32_t)word));
        CHECK(nan_or_same(__floatunsidf((uint32_t)word), (double)(uint32_t)word));
        CHECK(nan_or_same_single(__truncdfsf2(a), (float)x));
        float single;
        uint32_t bits = (uint32_t)(a >> next_random(&state) % 32);
        memcpy(&single, &bits, sizeof single);
        CHECK(nan_or_same(__extendsfdf2(bits), (double)single));
        CHECK(nan_or_same_single(__floatdisf((int64_t)word), (float)(int64_t)word));
        if (single >= -0x1p63f && single < 0x1p63f) {
            CHECK_EQ(__fixsfdi(bits), (int64_t)single);
        }
        if (x > -0x1p31 - 1 && x < 0x1p31) {
            CHECK_EQ(__fixdfsi(a), (int32_t)x);
        }
        if (x >= -0x1p63 && x < 0x1p63) {
            CHECK_EQ(__fixdfdi(a), (int64_t)x);
        }
        if (x > -1 && x < 0x1p32) {
            CHECK_EQ(__fixunsdfsi(a), (uint32_t)x);
        }
        if (x > -1 && x < 0x1p64) {
            CHECK_EQ(__fixunsdfdi(a), (uint64_t)x);
        }
    }
    CHECK_EQ(__fixdfsi(bits_of(1e10)), INT32_MAX);
    CHECK_EQ(__fixdfsi(bits_of(-1e10)), INT32_MIN);
    CHECK_EQ(__fixdfdi(bits_of(-1e30)), INT64_MIN);
    CHECK_EQ(__fixunsdfsi(bits_of(-5)), 0);
}

static void quotients_of_singles_are_those_of_hardware(void) {
    for (int i = 0; i < TIMES && !check_failed; i++) {
        uint32_t a = (uint32_t)(random_word() >> 16), b = next_random(&state);
        if (i % 3 == 0) {
            b = (b & 0x807f0000) | (110 + b % 30) << 23;
        }
        float x, y;
        memcpy(&x, &a, sizeof x);
        memcpy(&y, &b, sizeof y);
        CHECK(nan_or_same_single(__divsf3(a, b), x / y));
    }
    CHECK(nan_or_same_single(__divsf3(0x3f800000, 0), INFINITY));
    CHECK(nan_or_same_single(__divsf3(0x80000000, 0), NAN));
    CHECK(nan_or_same_single(__divsf3(1, 0x7f800000), 0));
}

static void integers_of_64_bits_are_those_of_hardware(void) {
    for (int i = 0; i < TIMES && !check_failed; i++) {
        uint64_t a = random_word() >> next_random(&state) % 64, b = random_word() >> next_random(&state) % 64;
        int bits = (int)(next_random(&state) % 64);
        CHECK(__ashldi3(a, bits) == a << bits);
        CHECK(__lshrdi3(a, bits) == a >> bits);
        CHECK(__ashrdi3((int64_t)a, bits) == (int64_t)a >> bits);
        CHECK(__bswapdi2(a) == __builtin_bswap64(a));
        if (b != 0) {
            CHECK(__udivdi3(a, b) == a / b);
            CHECK(__umoddi3(a, b) == a % b);
            CHECK(__divdi3((int64_t)a, (int64_t)b) == (int64_t)a / (int64_t)b || b == ~0ull);
            CHECK(__moddi3((int64_t)a, (int64_t)b) == (b == ~0ull ? 0 : (int64_t)a % (int64_t)b));
        }
    }
}

static void whole_parts_and_roots_are_those_of_the_library(void) {
    for (int i = 0; i < TIMES && !check_failed; i++) {
        uint64_t a = random_double(), b = random_double();
        double x = double_of(a), y = double_of(b);
        CHECK(nan_or_same(bits_of(soft_trunc(x)), trunc(x)));
        CHECK(nan_or_same(bits_of(soft_floor(x)), floor(x)));
        CHECK(nan_or_same(bits_of(soft_ceil(x)), ceil(x)));
        CHECK(nan_or_same(bits_of(soft_round(x)), round(x)));
        CHECK(nan_or_same(bits_of(soft_sqrt(x)), sqrt(x)));
        CHECK(nan_or_same_single(__truncdfsf2(bits_of((double)soft_sqrtf((float)x))), sqrtf((float)x)));
        CHECK(nan_or_same(bits_of(soft_fabs(x)), fabs(x)));
        if (x == x && y == y && x != y) {
            CHECK(nan_or_same(bits_of(soft_fmin(x, y)), fmin(x, y)));
            CHECK(nan_or_same(bits_of(soft_fmax(x, y)), fmax(x, y)));
        }
        if (x > -0x1p30 && x < 0x1p30) {
            CHECK_EQ(soft_lrint(x), lrint(x));
        }
        if (i % 8 == 0) { // as many steps as the exponents are apart
            CHECK(nan_or_same(bits_of(soft_fmod(x, y)), fmod(x, y)));
        }
    }
    CHECK(bits_of(soft_fmax(-0.0, 0.0)) == 0);
    CHECK(soft_fmin(NAN, 1) == 1 && soft_fmax(1, NAN) == 1);
}

int main(void) {
    static const struct test tests[] = {
        {"sums, products, quotients and comparisons of doubles are those of hardware",
         arithmetic_is_that_of_hardware},
        {"conversions of doubles are those of hardware", conversions_are_those_of_hardware},
        {"quotients of singles are those of hardware", quotients_of_singles_are_those_of_hardware},
        {"shifts and divisions of 64 bits are those of hardware", integers_of_64_bits_are_those_of_hardware},
        {"whole parts, remainders and roots are those of the library",
         whole_parts_and_roots_are_those_of_the_library},
    };
    return RUN_TESTS(tests);
}
