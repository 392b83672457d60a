// The transforms of SignalRfft and SignalIrfft for one type of number; signal_fft.h includes this once for
// each. Needs FFT_STAGES (the file with NAME(transform)), REAL, NAME(x), and on REAL: ADD, SUB, PRODUCTS,
// ROUNDED, HALF_SUM, HALF_DIFFERENCE, PART(x, k). As the reference: complex points in stages of one radix
// each, the points divided by it first.

struct NAME(complex) {
    REAL re, im;
};
typedef struct NAME(complex) NAME(cpx);

static NAME(cpx) NAME(part)(NAME(cpx) a, int k) {
    (void)k; // floats are not divided
    return (NAME(cpx)){PART(a.re, k), PART(a.im, k)};
}

static NAME(cpx) NAME(add)(NAME(cpx) a, NAME(cpx) b) {
    return (NAME(cpx)){ADD(a.re, b.re), ADD(a.im, b.im)};
}

static NAME(cpx) NAME(sub)(NAME(cpx) a, NAME(cpx) b) {
    return (NAME(cpx)){SUB(a.re, b.re), SUB(a.im, b.im)};
}

static NAME(cpx) NAME(mul)(NAME(cpx) a, NAME(cpx) b) {
    return (NAME(cpx)){ROUNDED(PRODUCTS(a.re, b.re, -, a.im, b.im)),
                       ROUNDED(PRODUCTS(a.re, b.im, +, a.im, b.re))};
}

static void NAME(radix2)(NAME(cpx) * at, const NAME(cpx) * turn, uint32_t stride, uint32_t m) {
    for (uint32_t i = 0; i < m; i++, at++, turn += stride) {
        NAME(cpx) even = NAME(part)(at[0], 2), odd = NAME(mul)(NAME(part)(at[m], 2), *turn);
        at[m] = NAME(sub)(even, odd);
        at[0] = NAME(add)(even, odd);
    }
}

static void NAME(radix4)(NAME(cpx) * at, const NAME(cpx) * turns, uint32_t stride, uint32_t m, bool inverse) {
    for (uint32_t i = 0; i < m; i++, at++) {
        NAME(cpx) zero = NAME(part)(at[0], 4);
        NAME(cpx) one = NAME(mul)(NAME(part)(at[m], 4), turns[i * stride]);
        NAME(cpx) two = NAME(mul)(NAME(part)(at[2 * m], 4), turns[2 * i * stride]);
        NAME(cpx) three = NAME(mul)(NAME(part)(at[3 * m], 4), turns[3 * i * stride]);
        NAME(cpx) difference = NAME(sub)(zero, two), sum = NAME(add)(zero, two);
        NAME(cpx) odd_sum = NAME(add)(one, three), odd = NAME(sub)(one, three);
        NAME(cpx) plus = {ADD(difference.re, odd.im), SUB(difference.im, odd.re)};
        NAME(cpx) minus = {SUB(difference.re, odd.im), ADD(difference.im, odd.re)};
        at[2 * m] = NAME(sub)(sum, odd_sum);
        at[0] = NAME(add)(sum, odd_sum);
        at[m] = inverse ? minus : plus;
        at[3 * m] = inverse ? plus : minus;
    }
}

#include FFT_STAGES

// `points` reals at the start of `work` (twice as many) to points / 2 + 1 complex bins.
static void NAME(forward)(REAL *work, NAME(cpx) * bins, const NAME(cpx) * turns, uint32_t points) {
    uint32_t half = points / 2;
    NAME(cpx) *tmp = (NAME(cpx) *)(void *)(work + points);
    NAME(transform)((const NAME(cpx) *)(const void *)work, tmp, turns, half, false);
    NAME(cpx) dc = NAME(part)(tmp[0], 2);
    bins[0] = (NAME(cpx)){ADD(dc.re, dc.im), 0};
    bins[half] = (NAME(cpx)){SUB(dc.re, dc.im), 0};
    for (uint32_t k = 1; k <= half / 2; k++) {
        NAME(cpx) mirror = {tmp[half - k].re, SUB(0, tmp[half - k].im)};
        NAME(cpx) a = NAME(part)(tmp[k], 2), b = NAME(part)(mirror, 2);
        NAME(cpx) even = NAME(add)(a, b), odd = NAME(mul)(NAME(sub)(a, b), turns[half + k - 1]);
        bins[k] = (NAME(cpx)){HALF_SUM(even.re, odd.re), HALF_SUM(even.im, odd.im)};
        bins[half - k] = (NAME(cpx)){HALF_DIFFERENCE(even.re, odd.re), HALF_DIFFERENCE(odd.im, even.im)};
    }
}

// points / 2 + 1 complex bins to `points` reals.
static void NAME(backward)(REAL *work, const NAME(cpx) * bins, REAL *out, const NAME(cpx) * turns,
                           uint32_t points) {
    uint32_t half = points / 2;
    NAME(cpx) *tmp = (NAME(cpx) *)(void *)work;
    tmp[0] = NAME(part)((NAME(cpx)){ADD(bins[0].re, bins[half].re), SUB(bins[0].re, bins[half].re)}, 2);
    for (uint32_t k = 1; k <= half / 2; k++) {
        NAME(cpx) mirror = {bins[half - k].re, SUB(0, bins[half - k].im)};
        NAME(cpx) a = NAME(part)(bins[k], 2), b = NAME(part)(mirror, 2);
        NAME(cpx) even = NAME(add)(a, b), odd = NAME(mul)(NAME(sub)(a, b), turns[half + k - 1]);
        NAME(cpx) difference = NAME(sub)(even, odd);
        tmp[k] = NAME(add)(even, odd);
        tmp[half - k] = (NAME(cpx)){difference.re, SUB(0, difference.im)};
    }
    NAME(transform)(tmp, (NAME(cpx) *)(void *)out, turns, half, true);
}
