// The stages of a transform of any product of 2, 3 and 5, for fft_body.h: outermost those of radix 4, then 2,
// 3 and 5. Needs HALF(x) besides what fft_body.h needs.

static REAL NAME(times)(REAL a, REAL b) {
    return ROUNDED(PRODUCT(a, b));
}

static void NAME(radix3)(NAME(cpx) * at, const NAME(cpx) * turns, uint32_t stride, uint32_t m) {
    REAL third = turns[stride * m].im;
    for (uint32_t i = 0; i < m; i++, at++) {
        NAME(cpx) zero = NAME(part)(at[0], 3);
        NAME(cpx) one = NAME(mul)(NAME(part)(at[m], 3), turns[i * stride]);
        NAME(cpx) two = NAME(mul)(NAME(part)(at[2 * m], 3), turns[2 * i * stride]);
        NAME(cpx) sum = NAME(add)(one, two), across = NAME(sub)(one, two);
        NAME(cpx) middle = {SUB(zero.re, HALF(sum.re)), SUB(zero.im, HALF(sum.im))};
        NAME(cpx) aside = {NAME(times)(across.re, third), NAME(times)(across.im, third)};
        at[0] = NAME(add)(zero, sum);
        at[m] = (NAME(cpx)){SUB(middle.re, aside.im), ADD(middle.im, aside.re)};
        at[2 * m] = (NAME(cpx)){ADD(middle.re, aside.im), SUB(middle.im, aside.re)};
    }
}

// zero + a * u + b * v
static NAME(cpx) NAME(middle)(NAME(cpx) zero, NAME(cpx) a, REAL u, NAME(cpx) b, REAL v) {
    return (NAME(cpx)){ADD(ADD(zero.re, NAME(times)(a.re, u)), NAME(times)(b.re, v)),
                       ADD(ADD(zero.im, NAME(times)(a.im, u)), NAME(times)(b.im, v))};
}

static void NAME(radix5)(NAME(cpx) * at, const NAME(cpx) * turns, uint32_t stride, uint32_t m) {
    NAME(cpx) fifth = turns[stride * m], fifths = turns[2 * stride * m];
    for (uint32_t i = 0; i < m; i++, at++) {
        NAME(cpx) zero = NAME(part)(at[0], 5), four[5];
        for (uint32_t k = 1; k < 5; k++) {
            four[k] = NAME(mul)(NAME(part)(at[k * m], 5), turns[k * i * stride]);
        }
        NAME(cpx) outer = NAME(add)(four[1], four[4]), wide = NAME(sub)(four[1], four[4]);
        NAME(cpx) inner = NAME(add)(four[2], four[3]), narrow = NAME(sub)(four[2], four[3]);
        NAME(cpx) near = NAME(middle)(zero, outer, fifth.re, inner, fifths.re);
        NAME(cpx) far = NAME(middle)(zero, outer, fifths.re, inner, fifth.re);
        NAME(cpx)
        beside = {ADD(NAME(times)(wide.im, fifth.im), NAME(times)(narrow.im, fifths.im)),
                  SUB(SUB(0, NAME(times)(wide.re, fifth.im)), NAME(times)(narrow.re, fifths.im))};
        NAME(cpx)
        beyond = {SUB(NAME(times)(narrow.im, fifth.im), NAME(times)(wide.im, fifths.im)),
                  SUB(NAME(times)(wide.re, fifths.im), NAME(times)(narrow.re, fifth.im))};
        at[0] = NAME(add)(zero, NAME(add)(outer, inner));
        at[m] = NAME(sub)(near, beside);
        at[2 * m] = NAME(add)(far, beyond);
        at[3 * m] = NAME(sub)(far, beyond);
        at[4 * m] = NAME(add)(near, beside);
    }
}

// Where the point at `place` comes from: the digits of its number in reverse, the first stage's first.
static uint32_t NAME(source)(uint32_t place, uint32_t points) {
    uint32_t from = 0, weight = 1;
    while (points > 1) {
        uint32_t p = outermost(points);
        points /= p;
        from += place / points * weight;
        place %= points;
        weight *= p;
    }
    return from;
}

static void NAME(stage)(NAME(cpx) * at, const NAME(cpx) * turns, uint32_t stride, uint32_t m, uint32_t p,
                        bool inverse) {
    if (p == 2) {
        NAME(radix2)(at, turns, stride, m);
    } else if (p == 3) {
        NAME(radix3)(at, turns, stride, m);
    } else if (p == 4) {
        NAME(radix4)(at, turns, stride, m, inverse);
    } else {
        NAME(radix5)(at, turns, stride, m);
    }
}

// Complex points from `in` to `out`, which may not overlap.
static void NAME(transform)(const NAME(cpx) * in, NAME(cpx) * out, const NAME(cpx) * turns, uint32_t points,
                            bool inverse) {
    for (uint32_t i = 0; i < points; i++) {
        out[i] = in[NAME(source)(i, points)];
    }
    for (uint32_t m = 1; m < points;) {
        uint32_t p = innermost(points / m), stride = points / (m * p);
        for (uint32_t at = 0; at < points; at += m * p) {
            NAME(stage)(out + at, turns, stride, m, p, inverse);
        }
        m *= p;
    }
}
