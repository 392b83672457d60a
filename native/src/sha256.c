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

static void add_word(uint32_t *w) {
    uint32_t low = rotate(w[1], 7) ^ rotate(w[1], 18) ^ w[1] >> 3;
    uint32_t high = rotate(w[14], 17) ^ rotate(w[14], 19) ^ w[14] >> 10;
    w[16] = w[0] + low + w[9] + high;
}

// The 64 words of a block: its own 16, the others made of them.
static void expand(uint32_t w[64], const uint8_t *block) {
    memcpy(w, block, 64);
    for (int i = 0; i < 16; i++) {
        w[i] = from_big_endian(w[i]);
    }
    for (const uint32_t *end = w + 48; w < end; w += 4) {
        add_word(w);
        add_word(w + 1);
        add_word(w + 2);
        add_word(w + 3);
    }
}

// NOLINTBEGIN(bugprone-macro-parentheses): the arguments are plain names and constants

// One round. Instead of moving the eight words, the next round names them in another order. The three
// rotations of the standard are one of three that lie nearer; the majority of a, b, c is b unless b differs
// from both, and `bc`, b ^ c, is the `ab` of the round before.
#define ROUND(a, b, c, d, e, f, g, h, ab, bc, i)                                                             \
    do {                                                                                                     \
        h += rotate(e ^ rotate(e, 5) ^ rotate(e, 19), 6) + (g ^ (e & (f ^ g))) + k[i] + w[i];                \
        d += h;                                                                                              \
        ab = a ^ b;                                                                                          \
        h += rotate(a ^ rotate(a, 11) ^ rotate(a, 20), 2) + (b ^ (ab & bc));                                 \
    } while (0)

// NOLINTEND(bugprone-macro-parentheses)

static void mix(uint32_t state[8], const uint8_t *block) {
    uint32_t words[64];
    expand(words, block);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    uint32_t x = b ^ c, y;
    const uint32_t *w = words;
    for (const uint32_t *k = round_constants; k < round_constants + 64; k += 8, w += 8) {
        ROUND(a, b, c, d, e, f, g, h, y, x, 0);
        ROUND(h, a, b, c, d, e, f, g, x, y, 1);
        ROUND(g, h, a, b, c, d, e, f, y, x, 2);
        ROUND(f, g, h, a, b, c, d, e, x, y, 3);
        ROUND(e, f, g, h, a, b, c, d, y, x, 4);
        ROUND(d, e, f, g, h, a, b, c, x, y, 5);
        ROUND(c, d, e, f, g, h, a, b, y, x, 6);
        ROUND(b, c, d, e, f, g, h, a, x, y, 7);
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
            if (take == sizeof block) {
                mix(state, bytes);
                continue;
            }
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
