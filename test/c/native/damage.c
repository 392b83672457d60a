// Damaged app images: every flipped bit, every truncation, every wrong field of a section has to be refused,
// with a reason, and without a look behind the image's end: each lies in a block of just its size.
#include "damage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_image.h"
#include "image.h"

#define ENTRIES_AT 112u
#define ENTRY_BYTES 16u

static int refused, accepted;

static const char *reason(const uint8_t *image, size_t length) {
    uint8_t *alone = malloc(length ? length : 1);
    memcpy(alone, image, length);
    struct cn_image checked;
    const char *why = NULL;
    int error = cn_image_check(alone, length, &checked, &why);
    free(alone);
    return error == 0 ? NULL : why ? why : "";
}

static void expect_refusal(const uint8_t *image, size_t length, const char *damage, size_t at) {
    const char *why = reason(image, length);
    if (why && *why) {
        refused++;
        return;
    }
    printf("%s %zu: %s\n", damage, at, why ? "refused without a reason" : "accepted");
    accepted++;
}

static uint32_t get(const uint8_t *at) {
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void put(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

static void flip_bits(uint8_t *image, size_t length) {
    for (size_t bit = 0; bit < 8 * length; bit++) {
        image[bit / 8] ^= (uint8_t)(1u << bit % 8);
        expect_refusal(image, length, "flipped bit", bit);
        image[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

// A word of the header or of the table, under a hash that fits: only the checks of the fields are left.
static void set_word(uint8_t *image, size_t length, size_t at, uint32_t value, const char *damage) {
    uint32_t before = get(image + at);
    if (value == before) {
        return;
    }
    put(image + at, value);
    image_seal(image, length);
    expect_refusal(image, length, damage, at);
    put(image + at, before);
    image_seal(image, length);
}

static void damage_entry(uint8_t *image, size_t length, size_t entry) {
    const uint32_t end = (uint32_t)length, offset = get(image + entry + 4), size = get(image + entry + 8);
    const uint32_t types[] = {0, 5, 0x101, 0x80000001u, UINT32_MAX};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        set_word(image, length, entry, types[i], "type at");
    }
    const uint32_t offsets[] = {0,           16,       ENTRIES_AT,         offset + 1,  offset + 8,
                                offset - 16, end + 16, end / 16 * 16 + 16, 0x80000000u, UINT32_MAX - 15};
    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
        set_word(image, length, entry + 4, offsets[i], "offset at");
    }
    const uint32_t sizes[] = {end - offset + 1, end, UINT32_MAX - offset, UINT32_MAX - offset + 1,
                              UINT32_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        set_word(image, length, entry + 8, sizes[i], "length at");
    }
    if (entry + 2 * ENTRY_BYTES <= get(image + 4) >> 16 && offset + size + 16 < end) {
        set_word(image, length, entry + 8, size + 32, "overlap at"); // reaches into the section behind it
    }
}

static void damage_table(uint8_t *image, size_t length) {
    const uint32_t count = get(image + 24) & 0xffff;
    for (uint32_t i = 0; i < count; i++) {
        damage_entry(image, length, ENTRIES_AT + i * ENTRY_BYTES);
    }
    // no main module, and two of them
    set_word(image, length, ENTRIES_AT, 3, "main module at");
    set_word(image, length, ENTRIES_AT + ENTRY_BYTES, 1, "main module at");
    for (uint32_t wrong = 0; wrong < 0x10000; wrong = 3 * wrong + 1) {
        set_word(image, length, 24, wrong, "section count at");
        set_word(image, length, 16, wrong < length ? wrong : wrong + (uint32_t)length, "length at");
    }
    set_word(image, length, 16, (uint32_t)length + 1, "length at");
    set_word(image, length, 16, UINT32_MAX, "length at");
}

int damage_all(const uint8_t *image, size_t length) {
    const char *why = reason(image, length);
    if (why) {
        printf("the whole image is refused: %s\n", why);
        return 1;
    }
    uint8_t *copy = malloc(length);
    memcpy(copy, image, length);
    flip_bits(copy, length);
    for (size_t cut = 0; cut < length; cut++) {
        expect_refusal(copy, cut, "cut to", cut);
    }
    damage_table(copy, length);
    free(copy);
    printf("-- %zu bytes accepted whole; %d damaged images refused, %d accepted\n", length, refused,
           accepted);
    return accepted;
}
