// Retained records: the board's block is cut into equal slots, so that damage in one never hides another.
#include "cn/retain.h"

#include <stdbool.h>
#include <string.h>

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/hal.h"

// SPEC.md "Retained block". A slot whose first 28 bytes are all zero is free.
struct slot {
    uint32_t crc; // of everything after it, data and fields included
    uint32_t version;
    uint16_t data_bytes;
    uint16_t field_bytes; // 0 in records of firmware that did not store them
    char name[CN_RETAIN_NAME];
    uint8_t data[]; // then the fields
};
_Static_assert(sizeof(struct slot) == 28, "the header is in SPEC.md");

enum slot_state { SLOT_FREE, SLOT_VALID, SLOT_CORRUPT };

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

static size_t slot_bytes(void) {
    size_t size;
    (void)hal_retained(&size);
    return size / CN_RETAIN_SLOTS & ~(size_t)3;
}

static struct slot *slot_at(int index) {
    size_t size;
    uint8_t *block = hal_retained(&size);
    return (struct slot *)(block + (size_t)index * slot_bytes());
}

size_t cn_retain_room(void) {
    size_t room = slot_bytes() - sizeof(struct slot);
    return room < UINT16_MAX ? room : UINT16_MAX;
}

void cn_retain_clear(void) {
    size_t size;
    void *block = hal_retained(&size);
    memset(block, 0, size);
}

static size_t content_bytes(const struct slot *slot) {
    return (size_t)slot->data_bytes + slot->field_bytes;
}

static uint32_t slot_crc(const struct slot *slot) {
    size_t header_bytes = sizeof(struct slot) - sizeof slot->crc;
    return crc32((const uint8_t *)&slot->version, header_bytes + content_bytes(slot));
}

static enum slot_state state_of(const struct slot *slot) {
    static const struct slot free_slot;
    if (memcmp(slot, &free_slot, sizeof free_slot) == 0) {
        return SLOT_FREE;
    }
    return content_bytes(slot) <= cn_retain_room() && slot->crc == slot_crc(slot) ? SLOT_VALID : SLOT_CORRUPT;
}

static bool name_is(const struct slot *slot, const char *name) {
    return strncmp(slot->name, name, CN_RETAIN_NAME) == 0;
}

// The slot for reading or replacing `name`: a valid one of that name, else a corrupt one of that name.
static struct slot *find(const char *name, bool *any_corrupt) {
    struct slot *damaged = NULL;
    *any_corrupt = false;
    for (int i = 0; i < CN_RETAIN_SLOTS; i++) {
        struct slot *slot = slot_at(i);
        enum slot_state state = state_of(slot);
        if (state == SLOT_VALID && name_is(slot, name)) {
            return slot;
        }
        if (state == SLOT_CORRUPT) {
            *any_corrupt = true;
            if (name_is(slot, name)) {
                damaged = slot;
            }
        }
    }
    return damaged;
}

int cn_retain_read(const char *name, uint32_t version, const uint8_t *fields, size_t field_bytes,
                   uint8_t *data, size_t length) {
    bool any_corrupt;
    const struct slot *slot = find(name, &any_corrupt);
    if (!slot || state_of(slot) == SLOT_CORRUPT) {
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
    const struct slot *slot = find(name, &any_corrupt);
    return slot && state_of(slot) == SLOT_VALID ? slot : NULL;
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

// A slot for a new record: a free one, else one that is damaged beyond use.
static struct slot *spare(void) {
    for (int pass = SLOT_FREE; pass <= SLOT_CORRUPT; pass += SLOT_CORRUPT - SLOT_FREE) {
        for (int i = 0; i < CN_RETAIN_SLOTS; i++) {
            if (state_of(slot_at(i)) == (enum slot_state)pass) {
                return slot_at(i);
            }
        }
    }
    return NULL;
}

int cn_retain_write(const char *name, uint32_t version, const uint8_t *fields, size_t field_bytes,
                    const uint8_t *data, size_t length) {
    size_t name_length = strlen(name);
    if (name_length == 0 || name_length >= CN_RETAIN_NAME || length > cn_retain_room() ||
        field_bytes > cn_retain_room() - length) {
        return CN_ERR_INVAL;
    }
    bool any_corrupt;
    struct slot *slot = find(name, &any_corrupt);
    if (!slot) {
        slot = spare();
    }
    if (!slot) {
        return CN_ERR_FULL;
    }
    slot->version = version;
    slot->data_bytes = (uint16_t)length;
    slot->field_bytes = (uint16_t)field_bytes;
    memset(slot->name, 0, sizeof slot->name);
    memcpy(slot->name, name, name_length);
    memcpy(slot->data, data, length);
    memcpy(slot->data + length, fields, field_bytes);
    slot->crc = slot_crc(slot); // last: a reset in mid write leaves a record that says so
    return CN_OK;
}
