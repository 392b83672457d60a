// App slots A and B: which image is tried first, and how often each has failed at its start. A tool on a PC
// writes them; an image counts once its seal, the last word written, is whole (SPEC.md, "App slots").
#include "slots.h"

#include <stdbool.h>
#include <string.h>

#include "cn/hal.h"

#define SLOTS 2
#define NONE (-1)
#define ERASED 0xffffffffu
#define IMAGE_HASH_OFFSET 32u  // SPEC.md, "App image"
#define SEAL_MAGIC 0x32544c53u // "SLT2"
#define HASH_PRIME 16777619u
#define HASH_BASIS 2166136261u

// At the end of the slot. Marks are set when they are not erased any more, even if power was lost meanwhile.
struct trailer {
    uint32_t sequence; // the higher one is the newer
    uint32_t seal;     // of the sequence, written last
    uint32_t held;     // a mark: the app has come to its first sleep
    uint32_t given_up; // a mark: it has failed at too many starts
};

extern const uint8_t link_slot_a[], link_slot_b[];

static int running = NONE;

// Of each slot: its key, and how many starts were begun since the last that held. A word that is neither this
// nor up to three more is noise, or of another image: no start. One word, so a reset finds the old or the
// new.
static uint32_t starts[SLOTS] __attribute__((section(".retained.starts")));

static uint32_t start_of(int slot) {
    return (uint32_t)(slot == 0 ? link_slot_a : link_slot_b);
}

static size_t room(void) {
    return (size_t)(link_slot_b - link_slot_a) - sizeof(struct trailer);
}

static const struct trailer *trailer_of(int slot) {
    return (const struct trailer *)(start_of(slot) + room());
}

static uint32_t hashed(uint32_t hash, uint32_t word) {
    hash = (hash ^ word) * HASH_PRIME;
    return hash ^ hash >> 15; // or the top bits would reach no other
}

static uint32_t seal_of(uint32_t sequence) {
    return hashed(hashed(HASH_BASIS, SEAL_MAGIC), sequence);
}

static bool sealed(int slot) {
    return trailer_of(slot)->seal == seal_of(trailer_of(slot)->sequence);
}

// Names the image in the slot: its hash, and for how often it was deployed the seal.
static uint32_t key_of(int slot) {
    uint32_t image = *(const uint32_t *)(start_of(slot) + IMAGE_HASH_OFFSET);
    return hashed(image, trailer_of(slot)->seal);
}

// ---- which image is tried

static int newest(void) {
    bool both = sealed(0) && sealed(1);
    int32_t ahead = (int32_t)(trailer_of(1)->sequence - trailer_of(0)->sequence);
    return sealed(1) && (!both || ahead > 0) ? 1 : 0;
}

// The sealed ones, the newest first. An image that was written into slot A alone has no seal: it is the
// oldest there can be.
static int slot_at(unsigned place) {
    int first = newest();
    if (place == 0) {
        return first;
    }
    return place == 1 && (first == 1 || sealed(1)) ? 1 - first : NONE;
}

const uint8_t *hal_app_image(unsigned place, size_t *size) {
    int slot = slot_at(place);
    *size = room();
    return slot == NONE ? NULL : (const uint8_t *)start_of(slot);
}

// ---- how its starts go

static unsigned failures(int slot) {
    uint32_t begun = starts[slot] - key_of(slot);
    return trailer_of(slot)->given_up != ERASED ? HAL_APP_STARTS : begun <= HAL_APP_STARTS ? begun : 0;
}

static void mark(const uint32_t *word) {
    if (*word == ERASED) {
        slots_write_zero(word);
    }
}

unsigned hal_app_failures(unsigned place) {
    int slot = slot_at(place);
    return slot == NONE ? 0 : failures(slot);
}

void hal_app_begins(unsigned place) {
    running = slot_at(place);
    if (running != NONE && failures(running) < HAL_APP_STARTS) {
        starts[running] = key_of(running) + failures(running) + 1;
    }
}

void hal_app_holds(void) {
    if (running != NONE) {
        starts[running] = key_of(running);
        mark(&trailer_of(running)->held);
    }
}

void hal_app_give_up(unsigned place) {
    int slot = slot_at(place);
    if (slot != NONE) {
        mark(&trailer_of(slot)->given_up);
    }
}

void slots_forgive(void) {
    memset(starts, 0, sizeof starts);
}
