// Retained records: survive a reset, are found again by name, and damage at any byte is reported.
#include <string.h>

#include "board/board.h"
#include "check.h"
#include "cn/error.h"
#include "cn/retain.h"

#define VERSION 3u
static const uint8_t fields[] = "\6count"; // one uint32
#define FIELDS (sizeof fields - 1)

// One slot more than records, each a multiple of a word.
static size_t slot_bytes(void) {
    return CN_RETAIN_RECORD_BYTES / (CN_RETAIN_RECORDS + 1) & ~(size_t)3;
}

static void begin(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    cn_retain_clear();
}

static int read_u32(const char *name, uint32_t *value) {
    return cn_retain_read(name, VERSION, fields, FIELDS, (uint8_t *)value, sizeof *value);
}

static int write_u32(const char *name, uint32_t value) {
    return cn_retain_write(name, VERSION, fields, FIELDS, (const uint8_t *)&value, sizeof value);
}

static void round_trip(void) {
    begin();
    uint32_t value = 9;
    CHECK_EQ(read_u32("a", &value), 0);
    CHECK_EQ(value, 9);
    CHECK_EQ(write_u32("a", 42), 0);
    CHECK_EQ(write_u32("bb", 43), 0);
    CHECK_EQ(write_u32("a", 44), 0);
    board_reset(HAL_BOOT_OFF_WAKE, false);
    CHECK_EQ(read_u32("a", &value), 1);
    CHECK_EQ(value, 44);
    CHECK_EQ(read_u32("bb", &value), 1);
    CHECK_EQ(value, 43);
}

static void other_layout(void) {
    begin();
    uint32_t value = 9;
    write_u32("a", 42);
    uint8_t *out = (uint8_t *)&value;
    static const uint8_t other[] = "\6bount";
    CHECK_EQ(cn_retain_read("a", VERSION + 1, fields, FIELDS, out, sizeof value), CN_ERR_LAYOUT);
    CHECK_EQ(cn_retain_read("a", VERSION, other, FIELDS, out, sizeof value), CN_ERR_LAYOUT);
    CHECK_EQ(cn_retain_read("a", VERSION, fields, FIELDS - 1, out, sizeof value), CN_ERR_LAYOUT);
    CHECK_EQ(cn_retain_read("a", VERSION, fields, FIELDS, out, 2), CN_ERR_LAYOUT);
    CHECK_EQ(value, 9);
}

// What a migration looks at: version, data and fields as they were stored.
static void stored_as_it_was(void) {
    begin();
    struct cn_retain_info info;
    CHECK_EQ(cn_retain_info("a", &info), CN_ERR_STATE);
    write_u32("a", 42);
    CHECK_EQ(cn_retain_info("a", &info), 0);
    CHECK_EQ(info.version, VERSION);
    CHECK_EQ(info.data_bytes, 4);
    CHECK_EQ(info.field_bytes, FIELDS);
    uint8_t bytes[4 + FIELDS];
    CHECK_EQ(cn_retain_copy("a", bytes, sizeof bytes - 1), CN_ERR_STATE);
    CHECK_EQ(cn_retain_copy("a", bytes, sizeof bytes), 0);
    CHECK_EQ(bytes[0], 42);
    CHECK(memcmp(bytes + 4, fields, FIELDS) == 0);
}

static void limits(void) {
    begin();
    uint8_t data[1024] = {0};
    CHECK_EQ(cn_retain_write("", VERSION, fields, FIELDS, data, 4), CN_ERR_INVAL);
    CHECK_EQ(cn_retain_write("sixteen-letters-", VERSION, fields, FIELDS, data, 4), CN_ERR_INVAL);
    CHECK_EQ(cn_retain_write("a", VERSION, fields, FIELDS, data, cn_retain_room() - FIELDS + 1),
             CN_ERR_INVAL);
    for (char name[2] = "a"; name[0] < 'a' + CN_RETAIN_RECORDS; name[0]++) {
        CHECK_EQ(cn_retain_write(name, VERSION, fields, FIELDS, data, cn_retain_room() - FIELDS), 0);
    }
    CHECK_EQ(cn_retain_write("x", VERSION, fields, FIELDS, data, 4), CN_ERR_FULL);
    CHECK_EQ(cn_retain_write("a", VERSION, fields, FIELDS, data, 4), 0);
}

// Flip each bit of the whole block in turn: both records are right, or reported; never wrong, never "none".
static void each_bit(void) {
    begin();
    write_u32("first", 111);
    write_u32("second", 222);
    size_t size;
    uint8_t *block = hal_retained(&size);
    uint8_t *good = (uint8_t[4096 + 512]){0};
    memcpy(good, block, size);
    for (size_t bit = 0; bit < size * 8; bit++) {
        memcpy(block, good, size);
        block[bit / 8] ^= (uint8_t)(1u << bit % 8);
        uint32_t value = 0;
        int res = read_u32("first", &value);
        CHECK(res == CN_ERR_CORRUPT || (res == 1 && value == 111));
        res = read_u32("second", &value);
        CHECK(res == CN_ERR_CORRUPT || (res == 1 && value == 222));
        struct cn_retain_info info; // a migration must not see it otherwise either
        res = cn_retain_info("first", &info);
        CHECK(res == CN_ERR_STATE ||
              (info.version == VERSION && info.data_bytes == 4 && info.field_bytes == FIELDS));
    }
}

// The same with each byte replaced by noise, for a record that fills its slot.
static void each_byte(void) {
    begin();
    uint8_t full[1024], read[1024];
    size_t length = cn_retain_room() - FIELDS;
    for (size_t i = 0; i < length; i++) {
        full[i] = (uint8_t)(i * 7);
    }
    cn_retain_write("full", VERSION, fields, FIELDS, full, length);
    size_t size;
    uint8_t *block = hal_retained(&size);
    uint8_t good[4096 + 512];
    memcpy(good, block, size);
    for (size_t byte = 0; byte < size; byte++) {
        for (unsigned noise = 1; noise < 256; noise += 37) {
            memcpy(block, good, size);
            block[byte] ^= (uint8_t)noise;
            int res = cn_retain_read("full", VERSION, fields, FIELDS, read, length);
            CHECK_EQ(res, byte < slot_bytes() ? CN_ERR_CORRUPT : 1);
            CHECK(res != 1 || memcmp(read, full, length) == 0);
        }
    }
}

static void usable_after_damage(void) {
    begin();
    write_u32("first", 111);
    write_u32("second", 222);
    size_t size;
    uint8_t *block = hal_retained(&size);
    block[4] ^= 1;
    uint32_t value;
    CHECK_EQ(read_u32("first", &value), CN_ERR_CORRUPT);
    CHECK_EQ(write_u32("first", 5), 0);
    CHECK_EQ(read_u32("first", &value), 1);
    CHECK_EQ(value, 5);
    CHECK_EQ(read_u32("second", &value), 1);
}

// What a reset between the last two steps of a write leaves: the new value beside the old one.
static void two_values(void) {
    begin();
    size_t size;
    uint8_t *block = hal_retained(&size);
    size_t slot = slot_bytes();
    uint8_t old[4096 + 512];
    write_u32("a", 1);
    memcpy(old, block, size);
    write_u32("a", 2);
    CHECK_EQ(block[0], 0);
    memcpy(block, old, slot);
    uint32_t value;
    CHECK_EQ(read_u32("a", &value), 1);
    CHECK_EQ(value, 1);
    block[40] ^= 1; // the one that was read is damaged: the other must not come back
    CHECK_EQ(read_u32("a", &value), CN_ERR_CORRUPT);
}

// The same with all records in use: the doubled one must not take the room of another.
static void two_values_in_a_full_block(void) {
    begin();
    size_t size;
    uint8_t *block = hal_retained(&size);
    size_t slot = slot_bytes();
    uint8_t old[4096 + 512];
    for (char name[2] = "a"; name[0] < 'a' + CN_RETAIN_RECORDS; name[0]++) {
        CHECK_EQ(write_u32(name, 1), 0);
    }
    memcpy(old, block, size);
    CHECK_EQ(write_u32("a", 2), 0);
    memcpy(block, old, slot);
    CHECK_EQ(write_u32("b", 2), 0);
    uint32_t value;
    CHECK_EQ(read_u32("b", &value), 1);
    CHECK_EQ(value, 2);
    CHECK_EQ(read_u32("a", &value), 1);
    CHECK(value == 1 || value == 2);
    CHECK_EQ(write_u32("x", 1), CN_ERR_FULL);
}

int main(void) {
    static const struct test tests[] = {
        {"records survive a reset and are found by name", round_trip},
        {"a record of another layout or length is never misread", other_layout},
        {"a record is handed out as it was stored", stored_as_it_was},
        {"names, lengths and slots have limits that are reported", limits},
        {"damage at any bit is reported or harmless", each_bit},
        {"damage at any byte of a full slot is reported or harmless", each_byte},
        {"of two values that a reset left one is read, always the same", two_values},
        {"a reset in mid-write takes no room from other records", two_values_in_a_full_block},
        {"a damaged record can be written again and its neighbour lives", usable_after_damage},
    };
    return RUN_TESTS(tests);
}
