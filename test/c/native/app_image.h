// App images made by a test: SPEC.md "App image".
#ifndef CN_TEST_APP_IMAGE_H
#define CN_TEST_APP_IMAGE_H

#include <stddef.h>
#include <stdint.h>

struct image_section {
    uint32_t type, id;
    const void *bytes;
    size_t length;
};

// A whole image, 16-byte aligned; free it.
uint8_t *image_make(const struct image_section *sections, size_t count, uint32_t flags, size_t *length);

// Compute its hash again after a change.
void image_seal(uint8_t *image, size_t length);

#endif
