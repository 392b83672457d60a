// The app image: header, hash and sections are checked; an image that fails any check is never used.
#include "image.h"

#include <stdbool.h>
#include <string.h>

#include "abi.h"
#include "cn/error.h"
#include "cn/sha256.h"

#define HEADER_BYTES 112u
#define SECTION_BYTES 16u
#define BOARD_AT 26u
#define HASH_AT 32u
#define HASH_BYTES 32u
#define FORMAT_VERSION 2

// Board whose firmware this is; a board that stands for others runs the apps of all.
#ifndef CN_BOARD_ID
#define CN_BOARD_ID 0
#endif

// On a chip it lies in flash behind the board id, where tools read it.
const uint8_t cn_engine_id[8] = CN_ABI_ID;

static uint32_t read_u16(const uint8_t *at) {
    return at[0] | (uint32_t)at[1] << 8;
}

static uint32_t read_u32(const uint8_t *at) {
    return read_u16(at) | read_u16(at + 2) << 16;
}

// The hash covers every byte of the image but its own.
static bool hash_is_right(const uint8_t *bytes, size_t length) {
    const size_t after = HASH_AT + HASH_BYTES;
    const struct cn_sha256_part parts[] = {{bytes, HASH_AT}, {bytes + after, length - after}};
    uint8_t digest[HASH_BYTES];
    cn_sha256(parts, sizeof parts / sizeof parts[0], digest);
    return memcmp(digest, bytes + HASH_AT, sizeof digest) == 0;
}

// Sections lie behind the header, inside the image, one after the other; exactly one is bytecode.
static const char *wrong_sections(const uint8_t *bytes, uint32_t count, size_t header, size_t length) {
    size_t free_from = header;
    int modules = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *entry = bytes + HEADER_BYTES + i * SECTION_BYTES;
        uint32_t type = read_u32(entry), offset = read_u32(entry + 4), size = read_u32(entry + 8);
        if (type < CN_SECTION_BYTECODE || type > CN_SECTION_MODULE) {
            return "a section has an unknown type";
        }
        if (offset % 16 != 0 || offset < free_from || offset > length || size > length - offset) {
            return "a section lies outside the image or over another";
        }
        free_from = (size_t)offset + size;
        modules += type == CN_SECTION_BYTECODE;
    }
    return modules == 1 ? NULL : "it has not exactly one main module";
}

static const char *wrong_header(const uint8_t *bytes, size_t room) {
    if (room < HEADER_BYTES || memcmp(bytes, "CTNP", 4) != 0) {
        return "there is no app image";
    }
    if (read_u16(bytes + 4) != FORMAT_VERSION) {
        return "its format version is not 2";
    }
    if (memcmp(bytes + 8, cn_engine_id, sizeof cn_engine_id) != 0) {
        return "it was built for another firmware";
    }
#if CN_BOARD_ID != 0 // a virtual board has no number: it runs images of any
    uint32_t board = read_u16(bytes + BOARD_AT);
    if (board != 0 && board != CN_BOARD_ID) {
        return "it was built for another board";
    }
#endif
    size_t header = read_u16(bytes + 6), sections = read_u16(bytes + 24), length = read_u32(bytes + 16);
    if (header != (HEADER_BYTES + sections * SECTION_BYTES + 15) / 16 * 16 || length < header ||
        length > room) {
        return "its lengths are wrong";
    }
    return NULL;
}

int cn_image_check(const uint8_t *bytes, size_t room, struct cn_image *image, const char **why) {
    *why = wrong_header(bytes, room);
    if (*why) {
        return CN_ERR_BAD_IMAGE;
    }
    size_t length = read_u32(bytes + 16);
    uint32_t sections = read_u16(bytes + 24);
    if (!hash_is_right(bytes, length)) {
        *why = "its hash is wrong";
        return CN_ERR_BAD_IMAGE;
    }
    *why = wrong_sections(bytes, sections, read_u16(bytes + 6), length);
    if (*why) {
        return CN_ERR_BAD_IMAGE;
    }
    *image = (struct cn_image){.bytes = bytes, .length = length, .flags = read_u32(bytes + 20)};
    image->section_count = (uint16_t)sections;
    memcpy(image->name, bytes + 64, 16);
    return 0;
}

const uint8_t *cn_image_section(const struct cn_image *image, enum cn_section type, uint32_t id,
                                size_t *length) {
    for (uint32_t i = 0; i < image->section_count; i++) {
        const uint8_t *entry = image->bytes + HEADER_BYTES + i * SECTION_BYTES;
        if (read_u32(entry) == type && (type == CN_SECTION_BYTECODE || read_u32(entry + 12) == id)) {
            *length = read_u32(entry + 8);
            return image->bytes + read_u32(entry + 4);
        }
    }
    return NULL;
}

static const struct cn_image *running;

const struct cn_image *cn_image_running(void) {
    return running;
}

void cn_image_run(const struct cn_image *image) {
    running = image;
}
