// App images made by a test: SPEC.md "App image".
#include "app_image.h"

#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "cn/sha256.h"

static size_t up16(size_t value) {
    return (value + 15) / 16 * 16;
}

static void put(uint8_t *at, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

void image_seal(uint8_t *image, size_t length) {
    const struct cn_sha256_part parts[] = {{image, 32}, {image + 64, length - 64}};
    cn_sha256(parts, 2, image + 32);
}

uint8_t *image_make(const struct image_section *sections, size_t count, uint32_t flags, size_t *length) {
    static const uint8_t engine_id[8] = CN_ABI_ID;
    size_t header = up16(112 + 16 * count), total = header;
    for (size_t i = 0; i < count; i++) {
        total = up16(total) + sections[i].length;
    }
    uint8_t *image = aligned_alloc(16, up16(total));
    memset(image, 0, up16(total));
    memcpy(image, "CTNP", 4);
    put(image + 4, 2, 2);
    put(image + 6, (uint32_t)header, 2);
    memcpy(image + 8, engine_id, sizeof engine_id);
    put(image + 16, (uint32_t)total, 4);
    put(image + 20, flags, 4);
    put(image + 24, (uint32_t)count, 2);
    memcpy(image + 64, "test", 4);
    size_t at = header;
    for (size_t i = 0; i < count; i++) {
        uint8_t *entry = image + 112 + 16 * i;
        at = up16(at);
        put(entry, sections[i].type, 4);
        put(entry + 4, (uint32_t)at, 4);
        put(entry + 8, (uint32_t)sections[i].length, 4);
        put(entry + 12, sections[i].id, 4);
        memcpy(image + at, sections[i].bytes, sections[i].length);
        at += sections[i].length;
    }
    image_seal(image, total);
    *length = total;
    return image;
}
