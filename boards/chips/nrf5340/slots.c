// App slots A and B: a slot counts once its trailer, the last thing written, is whole, and while its image
// has the hash that the trailer says; the newest one wins (SPEC.md, "App slots").
#include "slots.h"

#include <stdbool.h>
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "nvmc.h"

#define SLOTS 2
#define IMAGE_MAGIC 0x504e5443u // "CTNP", SPEC.md "App image"
#define IMAGE_LENGTH_OFFSET 16u
#define TRAILER_MAGIC 0x544f4c53u // "SLOT"
#define HASH_PRIME 16777619u
#define HASH_BASIS 2166136261u

// At the end of the slot. `check` is written last: a trailer cut short has none.
struct trailer {
    uint32_t magic;
    uint32_t sequence; // the higher one is the newer
    uint32_t image_hash;
    uint32_t check; // of the three words before
};

extern const uint8_t link_slot_a[], link_slot_b[], link_slots_end[];

static struct {
    bool open;
    int slot;
    size_t length, written;
} deployment;

static uint32_t start_of(int slot) {
    return (uint32_t)(slot == 0 ? link_slot_a : link_slot_b);
}

static size_t slot_bytes(void) {
    return (size_t)(link_slot_b - link_slot_a);
}

size_t slots_room(void) {
    return slot_bytes() - sizeof(struct trailer);
}

static const struct trailer *trailer_of(int slot) {
    return (const struct trailer *)(start_of(slot) + slots_room());
}

// Of whole words: at every start it runs over the image in force, in a quarter of the time that bytes take.
static uint32_t hash_of(const void *from, size_t words) {
    const uint32_t *word = from;
    uint32_t hash = HASH_BASIS;
    for (size_t i = 0; i < words; i++) {
        hash = (hash ^ word[i]) * HASH_PRIME;
        hash ^= hash >> 15; // or the top bits would reach no other
    }
    return hash;
}

static uint32_t check_of(const struct trailer *trailer) {
    return hash_of(trailer, offsetof(struct trailer, check) / 4);
}

// The length that the image in the slot says it has; 0 if there is none.
static size_t image_length(int slot) {
    const uint8_t *image = (const uint8_t *)start_of(slot);
    uint32_t magic, length;
    memcpy(&magic, image, sizeof magic);
    memcpy(&length, image + IMAGE_LENGTH_OFFSET, sizeof length);
    return magic == IMAGE_MAGIC && length <= slots_room() ? length : 0;
}

// What the last word of the image has beyond it is erased flash.
static uint32_t image_hash(int slot) {
    return hash_of((const void *)start_of(slot), (image_length(slot) + 3) / 4);
}

static bool valid(int slot) {
    const struct trailer *trailer = trailer_of(slot);
    return trailer->magic == TRAILER_MAGIC && trailer->check == check_of(trailer) && image_length(slot) > 0;
}

static bool whole(int slot) {
    return valid(slot) && trailer_of(slot)->image_hash == image_hash(slot);
}

static bool newer(const struct trailer *a, const struct trailer *b) {
    return (int32_t)(a->sequence - b->sequence) > 0;
}

// The slot in force. An image that a debug probe wrote into slot A has no trailer and counts until a
// deployment replaces it, and again if that one does not hold what its trailer says.
static int active(void) {
    int first = valid(1) && (!valid(0) || newer(trailer_of(1), trailer_of(0))) ? 1 : 0;
    if (whole(first)) {
        return first;
    }
    return whole(1 - first) ? 1 - first : 0;
}

const uint8_t *hal_app_image(size_t *size) {
    *size = slots_room();
    return (const uint8_t *)start_of(active());
}

int slots_begin(size_t length) {
    if (length == 0 || length > slots_room()) {
        return CN_ERR_INVAL;
    }
    int slot = 1 - active();
    uint32_t start = start_of(slot);
    // the trailer goes first: a slot that is half empty must not look whole
    uint32_t last = slot_bytes() / NVMC_PAGE_BYTES - 1;
    nvmc_erase_page(start + last * NVMC_PAGE_BYTES);
    for (uint32_t page = 0; page < last && page * NVMC_PAGE_BYTES < length; page++) {
        nvmc_erase_page(start + page * NVMC_PAGE_BYTES);
        hal_watchdog_feed();
    }
    deployment.open = true;
    deployment.slot = slot;
    deployment.length = length;
    deployment.written = 0;
    return CN_OK;
}

int slots_write(const uint8_t *bytes, size_t length) {
    if (!deployment.open || deployment.written % 4 != 0) {
        return CN_ERR_STATE;
    }
    if (length > deployment.length - deployment.written) {
        return CN_ERR_INVAL;
    }
    uint32_t at = start_of(deployment.slot) + deployment.written;
    for (size_t i = 0; i < length; i += 4) {
        uint32_t word = 0xffffffffu; // what the last word has beyond the image stays erased
        memcpy(&word, bytes + i, length - i < 4 ? length - i : 4);
        nvmc_write(at + i, &word, 1);
        if (i % NVMC_PAGE_BYTES == 0) {
            hal_watchdog_feed();
        }
    }
    if (memcmp((const void *)at, bytes, length) != 0) {
        deployment.open = false;
        return CN_ERR_CORRUPT;
    }
    deployment.written += length;
    return CN_OK;
}

int slots_commit(void) {
    if (!deployment.open || deployment.written != deployment.length) {
        return CN_ERR_STATE;
    }
    deployment.open = false;
    if (image_length(deployment.slot) != deployment.length) {
        return CN_ERR_CORRUPT;
    }
    int old = active();
    struct trailer trailer = {.magic = TRAILER_MAGIC,
                              .sequence = valid(old) ? trailer_of(old)->sequence + 1 : 1,
                              .image_hash = image_hash(deployment.slot)};
    trailer.check = check_of(&trailer);
    nvmc_write((uint32_t)trailer_of(deployment.slot), (const uint32_t *)&trailer, sizeof trailer / 4);
    return whole(deployment.slot) ? CN_OK : CN_ERR_CORRUPT;
}
