// Retained records: survive a reset, are found again by name, and damage at any byte is reported.
#include <string.h>

#include "board/board.h"
#include "check.h"
#include "cn/error.h"
#include "cn/retain.h"

#define LAYOUT 0x1234u

static void begin(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    cn_retain_clear();
}

static int read_u32(const char *name, uint32_t *value) {
    return cn_retain_read(name, LAYOUT, (uint8_t *)value, sizeof *value);
}

static int write_u32(const char *name, uint32_t value) {
    return cn_retain_write(name, LAYOUT, (const uint8_t *)&value, sizeof value);
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
    CHECK_EQ(cn_retain_read("a", LAYOUT + 1, (uint8_t *)&value, sizeof value), CN_ERR_LAYOUT);
    CHECK_EQ(cn_retain_read("a", LAYOUT, (uint8_t *)&value, 2), CN_ERR_LAYOUT);
    CHECK_EQ(value, 9);
}

static void limits(void) {
    begin();
    uint8_t data[1024] = {0};
    CHECK_EQ(cn_retain_write("", LAYOUT, data, 4), CN_ERR_INVAL);
    CHECK_EQ(cn_retain_write("sixteen-letters-", LAYOUT, data, 4), CN_ERR_INVAL);
    CHECK_EQ(cn_retain_write("a", LAYOUT, data, cn_retain_room() + 1), CN_ERR_INVAL);
    for (char name[2] = "a"; name[0] < 'a' + CN_RETAIN_SLOTS; name[0]++) {
        CHECK_EQ(cn_retain_write(name, LAYOUT, data, cn_retain_room()), 0);
    }
    CHECK_EQ(cn_retain_write("x", LAYOUT, data, 4), CN_ERR_FULL);
    CHECK_EQ(cn_retain_write("a", LAYOUT, data, 4), 0);
}

// Flip each bit of the whole block in turn: both records are right, or reported; never wrong, never "none".
static void each_bit(void) {
    begin();
    write_u32("first", 111);
    write_u32("second", 222);
    size_t size;
    uint8_t *block = hal_retained(&size);
    uint8_t *good = (uint8_t[2048]){0};
    memcpy(good, block, size);
    for (size_t bit = 0; bit < size * 8; bit++) {
        memcpy(block, good, size);
        block[bit / 8] ^= (uint8_t)(1u << bit % 8);
        uint32_t value = 0;
        int res = read_u32("first", &value);
        CHECK(res == CN_ERR_CORRUPT || (res == 1 && value == 111));
        res = read_u32("second", &value);
        CHECK(res == CN_ERR_CORRUPT || (res == 1 && value == 222));
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

int main(void) {
    static const struct test tests[] = {
        {"records survive a reset and are found by name", round_trip},
        {"a record of another layout or length is never misread", other_layout},
        {"names, lengths and slots have limits that are reported", limits},
        {"damage at any bit is reported or harmless", each_bit},
        {"a damaged record can be written again and its neighbour lives", usable_after_damage},
    };
    return RUN_TESTS(tests);
}
