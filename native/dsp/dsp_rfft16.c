// The 512-point real transform of the front end: 256 complex points in four radix-4 stages of 16-bit
// arithmetic. Each stage divides by 4 first, so nothing overflows; every product is rounded to 15 bits.
#include "cn/dsp_rfft16.h"
#include <stddef.h>
#include "../gen/rfft16_tables.h"

#define POINTS (RFFT16_POINTS / 2)
#define QUARTER (RFFT16_POINTS / 4)

static int32_t round15(int32_t product) {
    return (product + (1 << 14)) >> 15;
}

// x / divisor as the reference divides: times 32767 / divisor (rounded down), rounded to 15 bits.
static int16_t divide(int16_t x, int32_t divisor) {
    return (int16_t)round15(x * (32767 / divisor));
}

static struct complex16 shrink(struct complex16 a, int32_t divisor) {
    return (struct complex16){divide(a.re, divisor), divide(a.im, divisor)};
}

static struct complex16 add(struct complex16 a, struct complex16 b) {
    return (struct complex16){(int16_t)(a.re + b.re), (int16_t)(a.im + b.im)};
}

static struct complex16 subtract(struct complex16 a, struct complex16 b) {
    return (struct complex16){(int16_t)(a.re - b.re), (int16_t)(a.im - b.im)};
}

static struct complex16 multiply(struct complex16 a, struct complex16 b) {
    return (struct complex16){(int16_t)round15(a.re * b.re - a.im * b.im),
                              (int16_t)round15(a.re * b.im + a.im * b.re)};
}

// cos(2 pi step / 512), 15 bits
static int16_t cosine(uint32_t step) {
    step &= RFFT16_POINTS - 1;
    if (step > RFFT16_POINTS / 2) {
        step = RFFT16_POINTS - step;
    }
    return (int16_t)(step > QUARTER ? -cosine_q15[RFFT16_POINTS / 2 - step] : cosine_q15[step]);
}

// e^(-2 pi j step / 512)
static struct complex16 turn(uint32_t step) {
    return (struct complex16){cosine(step), cosine(step + QUARTER)};
}

// Four points `apart` each other; the last three are turned by turns[0 .. 2] first.
static void butterfly(struct complex16 *at, size_t apart, const struct complex16 *turns) {
    struct complex16 zero = shrink(at[0], 4);
    struct complex16 one = multiply(shrink(at[apart], 4), turns[0]);
    struct complex16 two = multiply(shrink(at[2 * apart], 4), turns[1]);
    struct complex16 three = multiply(shrink(at[3 * apart], 4), turns[2]);
    struct complex16 difference = subtract(zero, two), sum = add(zero, two);
    struct complex16 odd_sum = add(one, three), odd = subtract(one, three);
    at[0] = add(sum, odd_sum);
    at[2 * apart] = subtract(sum, odd_sum);
    at[apart] = (struct complex16){(int16_t)(difference.re + odd.im), (int16_t)(difference.im - odd.re)};
    at[3 * apart] = (struct complex16){(int16_t)(difference.re - odd.im), (int16_t)(difference.im + odd.re)};
}

// The index with its four base-4 digits in reverse.
static size_t reverse(size_t i) {
    return (i & 3) << 6 | (i >> 2 & 3) << 4 | (i >> 4 & 3) << 2 | i >> 6;
}

static void transform(const int16_t *time, struct complex16 *work) {
    for (size_t i = 0; i < POINTS; i++) {
        size_t from = reverse(i);
        work[i] = (struct complex16){time[2 * from], time[2 * from + 1]};
    }
    for (size_t apart = 1; apart < POINTS; apart *= 4) {
        uint32_t step = (uint32_t)(POINTS / 4 / apart) * 2; // a table step is half a turn of the 256 points
        for (size_t i = 0; i < apart; i++) {
            uint32_t angle = (uint32_t)i * step;
            const struct complex16 turns[3] = {turn(angle), turn(2 * angle), turn(3 * angle)};
            for (size_t at = i; at < POINTS; at += 4 * apart) {
                butterfly(&work[at], apart, turns);
            }
        }
    }
}

void rfft16(const int16_t *time, struct complex16 *work, struct complex16 *spectrum) {
    transform(time, work);
    struct complex16 dc = shrink(work[0], 2);
    spectrum[0] = (struct complex16){(int16_t)(dc.re + dc.im), 0};
    spectrum[POINTS] = (struct complex16){(int16_t)(dc.re - dc.im), 0};
    for (size_t k = 1; k <= POINTS / 2; k++) {
        struct complex16 a = shrink(work[k], 2);
        struct complex16 mirror = work[POINTS - k];
        mirror.im = (int16_t)-mirror.im;
        struct complex16 b = shrink(mirror, 2);
        struct complex16 even = add(a, b);
        struct complex16 odd = multiply(subtract(a, b), turn((uint32_t)k + QUARTER));
        spectrum[k] =
            (struct complex16){(int16_t)((even.re + odd.re) >> 1), (int16_t)((even.im + odd.im) >> 1)};
        spectrum[POINTS - k] =
            (struct complex16){(int16_t)((even.re - odd.re) >> 1), (int16_t)((odd.im - even.im) >> 1)};
    }
}
