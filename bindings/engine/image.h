// The app image (SPEC.md "App image"): checked before anything in it is used.
#ifndef CN_IMAGE_H
#define CN_IMAGE_H

#include <stddef.h>
#include <stdint.h>

enum cn_section {
    CN_SECTION_BYTECODE = 1, // the main module
    CN_SECTION_PLAN = 2,
    CN_SECTION_ASSET = 3,
    CN_SECTION_MODULE = 4 // another module of the app
};

#define CN_IMAGE_TRIES_SHIFT 24 // of the flags: how many crashes in a row, see SPEC.md

struct cn_image {
    const uint8_t *bytes;
    size_t length;
    uint32_t flags;
    char name[17];
    uint16_t section_count;
};

extern const uint8_t cn_engine_id[8];

// Check the image at `bytes`, of which `room` can be read: its hash, and that it was built for this engine
// and board. 0, or CN_ERR_BAD_IMAGE and `*why` says why.
int cn_image_check(const uint8_t *bytes, size_t room, struct cn_image *image, const char **why);

// The section of `type` with `id` (bytecode: any id): its bytes and length, or NULL.
const uint8_t *cn_image_section(const struct cn_image *image, enum cn_section type, uint32_t id,
                                size_t *length);

// The image that runs, for what is read from it later; NULL before cn_main has checked it. `image` is kept by
// the caller.
const struct cn_image *cn_image_running(void);
void cn_image_run(const struct cn_image *image);

#endif
