// SHA-256 (FIPS 180-4): it runs once, over the app image, at start, and is most of what a start takes.
#include "cn/sha256.h"

#include <string.h>

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// The same of the square roots of the first 8 primes.
static const uint32_t start[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t from_big_endian(uint32_t word) {
    const uint8_t *at = (const uint8_t *)&word;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint32_t rotate(uint32_t word, int by) {
    return word >> by | word << (32 - by);
}

static uint32_t schedule(uint32_t w2, uint32_t w7, uint32_t w15, uint32_t w16) {
    uint32_t low = rotate(w15, 7) ^ rotate(w15, 18) ^ w15 >> 3;
    uint32_t high = rotate(w2, 17) ^ rotate(w2, 19) ^ w2 >> 10;
    return w16 + low + w7 + high;
}

// NOLINTBEGIN(bugprone-macro-parentheses): the arguments are plain names and constants

// One round. Instead of moving the eight words, the next round names them in another order.
#define ROUND(a, b, c, d, e, f, g, h, i)                                                                     \
    do {                                                                                                     \
        h += (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (g ^ (e & (f ^ g))) + k[i] + w[i];             \
        d += h;                                                                                              \
        h += (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) | (c & (a | b)));                     \
        /* the word that this place holds in the next 16 rounds */                                           \
        w[i] = schedule(w[(i + 14) % 16], w[(i + 9) % 16], w[(i + 1) % 16], w[i]);                           \
    } while (0)

#define EIGHT_ROUNDS(i)                                                                                      \
    do {                                                                                                     \
        ROUND(a, b, c, d, e, f, g, h, i);                                                                    \
        ROUND(h, a, b, c, d, e, f, g, i + 1);                                                                \
        ROUND(g, h, a, b, c, d, e, f, i + 2);                                                                \
        ROUND(f, g, h, a, b, c, d, e, i + 3);                                                                \
        ROUND(e, f, g, h, a, b, c, d, i + 4);                                                                \
        ROUND(d, e, f, g, h, a, b, c, i + 5);                                                                \
        ROUND(c, d, e, f, g, h, a, b, i + 6);                                                                \
        ROUND(b, c, d, e, f, g, h, a, i + 7);                                                                \
    } while (0)

// NOLINTEND(bugprone-macro-parentheses)

static void mix(uint32_t state[8], const uint8_t *block) {
    uint32_t w[16];
    memcpy(w, block, sizeof w);
    for (int i = 0; i < 16; i++) {
        w[i] = from_big_endian(w[i]);
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (const uint32_t *k = round_constants; k < round_constants + 64; k += 16) {
        EIGHT_ROUNDS(0);
        EIGHT_ROUNDS(8);
    }
    const uint32_t sums[8] = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < 8; i++) {
        state[i] += sums[i];
    }
}

void cn_sha256(const struct cn_sha256_part *parts, size_t count, uint8_t digest[32]) {
    uint32_t state[8];
    uint8_t block[64];
    uint64_t length = 0;
    memcpy(state, start, sizeof state);
    for (size_t part = 0; part < count; part++) {
        const uint8_t *bytes = parts[part].bytes;
        for (size_t left = parts[part].length, take; left > 0; left -= take, bytes += take, length += take) {
            size_t held = (size_t)(length % sizeof block);
            take = left < sizeof block - held ? left : sizeof block - held;
            memcpy(&block[held], bytes, take);
            if (held + take == sizeof block) {
                mix(state, block);
            }
        }
    }
    size_t used = (size_t)(length % sizeof block);
    block[used++] = 0x80;
    if (used > 56) { // no room for the length
        memset(&block[used], 0, sizeof block - used);
        mix(state, block);
        used = 0;
    }
    memset(&block[used], 0, 56 - used);
    for (size_t i = 0; i < 8; i++) {
        block[63 - i] = (uint8_t)(length * 8 >> (8 * i));
    }
    mix(state, block);
    for (size_t i = 0; i < 32; i++) {
        digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
    }
}
