// Retained records: the board's block is cut into equal slots, so that damage in one never hides another.
// There is one slot more than records: a new value goes into a free slot beside the old one, which is freed
// after it.
#include "cn/retain.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/hal.h"

#define SLOTS (CN_RETAIN_RECORDS + 1)
#define TAG_FREE 0u
#define TAG_RECORD 0x324e5452u // "RTN2"

// SPEC.md "Retained block". Free, a record and anything else differ in the tag alone, which is one word: a
// reset finds it as it was or as it is to be.
struct slot {
    uint32_t tag;
    uint32_t crc; // of everything after it, data and fields included
    uint32_t version;
    uint16_t data_bytes;
    uint16_t field_bytes;
    char name[CN_RETAIN_NAME];
    uint8_t data[]; // then the fields
};
_Static_assert(sizeof(struct slot) == 32, "the header is in SPEC.md");

enum slot_state { SLOT_FREE, SLOT_VALID, SLOT_CORRUPT };

// What was written before is in memory before what is written after.
static void set_tag(struct slot *slot, uint32_t tag) {
    atomic_thread_fence(memory_order_seq_cst);
    *(volatile uint32_t *)&slot->tag = tag;
    atomic_thread_fence(memory_order_seq_cst);
}

// CRC-32 (reflected 0xEDB88320); bitwise, because a table would cost 1 KB of flash for some hundred bytes a
// wake.
static uint32_t crc32(const uint8_t *bytes, size_t length) {
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
        }
    }
    return ~crc;
}

static uint8_t *records(size_t *size) {
    uint8_t *block = hal_retained(size);
    *size = *size < CN_RETAIN_RECORD_BYTES ? *size : CN_RETAIN_RECORD_BYTES;
    return block;
}

static size_t slot_bytes(void) {
    size_t size;
    (void)records(&size);
    return size / SLOTS & ~(size_t)3;
}

static struct slot *slot_at(int index) {
    size_t size;
    uint8_t *block = records(&size);
    return (struct slot *)(block + (size_t)index * slot_bytes());
}

size_t cn_retain_room(void) {
    size_t room = slot_bytes() - sizeof(struct slot);
    return room < UINT16_MAX ? room : UINT16_MAX;
}

void cn_retain_clear(void) {
    size_t size;
    void *block = records(&size);
    memset(block, 0, size);
}

static size_t content_bytes(const struct slot *slot) {
    return (size_t)slot->data_bytes + slot->field_bytes;
}

static uint32_t slot_crc(const struct slot *slot) {
    size_t header_bytes = sizeof(struct slot) - offsetof(struct slot, version);
    return crc32((const uint8_t *)&slot->version, header_bytes + content_bytes(slot));
}

static enum slot_state state_of(const struct slot *slot) {
    if (slot->tag == TAG_FREE) {
        return SLOT_FREE;
    }
    bool valid =
        slot->tag == TAG_RECORD && content_bytes(slot) <= cn_retain_room() && slot->crc == slot_crc(slot);
    return valid ? SLOT_VALID : SLOT_CORRUPT;
}

static bool name_is(const struct slot *slot, const char *name) {
    return strncmp(slot->name, name, CN_RETAIN_NAME) == 0;
}

static bool same_record(const struct slot *a, const struct slot *b) {
    return a->tag == TAG_RECORD && b->tag == TAG_RECORD && name_is(a, b->name) && state_of(a) == SLOT_VALID &&
           state_of(b) == SLOT_VALID;
}

// After a reset in mid-write both values stand, and either is right, but only one may ever be read.
static void drop_doubles(void) {
    for (int i = 0; i < SLOTS; i++) {
        for (int j = i + 1; j < SLOTS; j++) {
            if (same_record(slot_at(i), slot_at(j))) {
                set_tag(slot_at(j), TAG_FREE);
            }
        }
    }
}

// The valid slot of `name`, or NULL.
static struct slot *find(const char *name, bool *any_corrupt) {
    struct slot *found = NULL;
    *any_corrupt = false;
    drop_doubles();
    for (int i = 0; i < SLOTS; i++) {
        enum slot_state state = state_of(slot_at(i));
        if (state == SLOT_VALID && name_is(slot_at(i), name)) {
            found = slot_at(i);
        }
        *any_corrupt = *any_corrupt || state == SLOT_CORRUPT;
    }
    return found;
}

int cn_retain_read(const char *name, uint32_t version, const uint8_t *fields, size_t field_bytes,
                   uint8_t *data, size_t length) {
    bool any_corrupt;
    const struct slot *slot = find(name, &any_corrupt);
    if (!slot) {
        // a damaged slot may have lost its name: it may have been this record
        return any_corrupt ? CN_ERR_CORRUPT : 0;
    }
    if (slot->version != version || slot->data_bytes != length || slot->field_bytes != field_bytes ||
        memcmp(slot->data + length, fields, field_bytes) != 0) {
        return CN_ERR_LAYOUT;
    }
    memcpy(data, slot->data, length);
    return 1;
}

static const struct slot *find_valid(const char *name) {
    bool any_corrupt;
    return find(name, &any_corrupt);
}

int cn_retain_info(const char *name, struct cn_retain_info *info) {
    const struct slot *slot = find_valid(name);
    if (!slot) {
        return CN_ERR_STATE;
    }
    *info = (struct cn_retain_info){slot->version, slot->data_bytes, slot->field_bytes};
    return CN_OK;
}

int cn_retain_copy(const char *name, uint8_t *bytes, size_t length) {
    const struct slot *slot = find_valid(name);
    if (!slot || content_bytes(slot) != length) {
        return CN_ERR_STATE;
    }
    memcpy(bytes, slot->data, length);
    return CN_OK;
}

// A slot for a new value: a free one, else one that is damaged beyond use.
static struct slot *spare(void) {
    for (int pass = SLOT_FREE; pass <= SLOT_CORRUPT; pass += SLOT_CORRUPT - SLOT_FREE) {
        for (int i = 0; i < SLOTS; i++) {
            if (state_of(slot_at(i)) == (enum slot_state)pass) {
                return slot_at(i);
            }
        }
    }
    CN_ASSERT(false); // there are more slots than records
}

static int count_valid(void) {
    int count = 0;
    for (int i = 0; i < SLOTS; i++) {
        count += state_of(slot_at(i)) == SLOT_VALID;
    }
    return count;
}

// The old value, and what is left of damaged ones.
static void free_others(const char *name, const struct slot *kept) {
    for (int i = 0; i < SLOTS; i++) {
        struct slot *slot = slot_at(i);
        if (slot != kept && slot->tag != TAG_FREE && name_is(slot, name)) {
            set_tag(slot, TAG_FREE);
        }
    }
}

int cn_retain_write(const char *name, uint32_t version, const uint8_t *fields, size_t field_bytes,
                    const uint8_t *data, size_t length) {
    size_t name_length = strlen(name);
    if (name_length == 0 || name_length >= CN_RETAIN_NAME || length > cn_retain_room() ||
        field_bytes > cn_retain_room() - length) {
        return CN_ERR_INVAL;
    }
    bool any_corrupt;
    if (!find(name, &any_corrupt) && count_valid() >= CN_RETAIN_RECORDS) {
        struct slot *crash = find(CN_RETAIN_CRASH, &any_corrupt);
        if (!crash) {
            return CN_ERR_FULL;
        }
        set_tag(crash, TAG_FREE);
    }
    struct slot *slot = spare();
    set_tag(slot, TAG_FREE);
    slot->version = version;
    slot->data_bytes = (uint16_t)length;
    slot->field_bytes = (uint16_t)field_bytes;
    memset(slot->name, 0, sizeof slot->name);
    memcpy(slot->name, name, name_length);
    memcpy(slot->data, data, length);
    memcpy(slot->data + length, fields, field_bytes);
    slot->crc = slot_crc(slot);
    set_tag(slot, TAG_RECORD); // up to here the old value stands, from here on the new one
    free_others(name, slot);
    return CN_OK;
}
