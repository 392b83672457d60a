// The stages of a transform of a power of two, for fft_body.h: of radix 4, the innermost may be of 2.

// Where the point at `place` comes from: the digits of its number in reverse, the first stage's first.
static uint32_t NAME(source)(uint32_t place, uint32_t points) {
    uint32_t from = 0, weight = 1;
    for (uint32_t bits = (uint32_t)__builtin_ctz(points); bits > 0;) {
        uint32_t digit = bits == 1 ? 1 : 2; // binary digits of one stage
        bits -= digit;
        from += (place >> bits) * weight;
        place &= (1u << bits) - 1;
        weight <<= digit;
    }
    return from;
}

// Complex points from `in` to `out`, which may not overlap.
static void NAME(transform)(const NAME(cpx) * in, NAME(cpx) * out, const NAME(cpx) * turns, uint32_t points,
                            bool inverse) {
    for (uint32_t i = 0; i < points; i++) {
        out[i] = in[NAME(source)(i, points)];
    }
    bool odd = __builtin_ctz(points) & 1;
    for (uint32_t m = 1; m < points;) {
        uint32_t p = m == 1 && odd ? 2 : 4, stride = points / (m * p);
        for (uint32_t at = 0; at < points; at += m * p) {
            if (p == 2) {
                NAME(radix2)(out + at, turns, stride, m);
            } else {
                NAME(radix4)(out + at, turns, stride, m, inverse);
            }
        }
        m *= p;
    }
}
