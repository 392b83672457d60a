// SHA-256 of parts of memory, one after the other (FIPS 180-4).
#ifndef CN_SHA256_H
#define CN_SHA256_H

#include <stddef.h>
#include <stdint.h>

struct cn_sha256_part {
    const uint8_t *bytes;
    size_t length;
};

void cn_sha256(const struct cn_sha256_part *parts, size_t count, uint8_t digest[32]);

#endif
