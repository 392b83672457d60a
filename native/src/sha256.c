// SHA-256 (FIPS 180-4), small rather than fast: it runs once, over the app image, at start.
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

static uint32_t rotate(uint32_t word, int by) {
    return word >> by | word << (32 - by);
}

static void schedule(const uint8_t block[64], uint32_t words[64]) {
    for (int i = 0; i < 16; i++) {
        const uint8_t *at = &block[4 * i];
        words[i] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    }
    for (int i = 16; i < 64; i++) {
        uint32_t a = words[i - 15], b = words[i - 2];
        uint32_t low = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3;
        uint32_t high = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10;
        words[i] = words[i - 16] + low + words[i - 7] + high;
    }
}

static void mix(uint32_t state[8], const uint8_t block[64]) {
    uint32_t words[64], s[8];
    schedule(block, words);
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t high = rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25);
        uint32_t low = rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22);
        uint32_t first = s[7] + high + choice + round_constants[i] + words[i];
        memmove(&s[1], &s[0], 7 * sizeof s[0]);
        s[4] += first;
        s[0] = first + low + majority;
    }
    for (int i = 0; i < 8; i++) {
        state[i] += s[i];
    }
}

void cn_sha256(const struct cn_sha256_part *parts, size_t count, uint8_t digest[32]) {
    uint32_t state[8];
    uint8_t block[64];
    uint64_t length = 0;
    memcpy(state, start, sizeof state);
    for (size_t part = 0; part < count; part++) {
        for (size_t i = 0; i < parts[part].length; i++) {
            block[length++ % sizeof block] = parts[part].bytes[i];
            if (length % sizeof block == 0) {
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
