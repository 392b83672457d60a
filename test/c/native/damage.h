// Damaged app images: each has to be refused.
#ifndef CN_TEST_DAMAGE_H
#define CN_TEST_DAMAGE_H

#include <stddef.h>
#include <stdint.h>

// Damage `image` in every way that damage.c knows, say what was accepted; how many were.
int damage_all(const uint8_t *image, size_t length);

#endif
