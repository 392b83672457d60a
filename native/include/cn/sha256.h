// SHA-256 of a block of memory (FIPS 180-4).
#ifndef CN_SHA256_H
#define CN_SHA256_H

#include <stddef.h>
#include <stdint.h>

void cn_sha256(const uint8_t *data, size_t length, uint8_t digest[32]);

#endif
