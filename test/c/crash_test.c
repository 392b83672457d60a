// Crash record: what nobody caught and what ended the app is kept, said once by the next start, and counted.
#include <string.h>

#include "board/board.h"
#include "check.h"
#include "cn/crash.h"
#include "cn/error.h"
#include "cn/power.h"
#include "cn/retain.h"

#define HOUR_US 3600000000ull
#define SAID "catnap: crashed:\n"

// On a chip a start clears the variables, too. Here a record that was never kept does it.
static void clear_variables(void) {
    static const uint8_t zeros[64 + CN_CRASH_TEXT];
    CHECK_EQ(cn_retain_write(CN_RETAIN_CRASH, 1, zeros, 0, zeros, sizeof zeros), 0);
    board_reset(HAL_BOOT_RESET, false);
    cn_crash_begin();
}

static void start(enum hal_boot cause) {
    if (cause == HAL_BOOT_POWER_ON) {
        cn_retain_clear();
        clear_variables();
    }
    board_reset(cause, cause == HAL_BOOT_POWER_ON);
    cn_power_init();
    cn_crash_begin();
}

static void fail(const char *text) {
    struct cn_console_part parts[] = {{text, strlen(text)}, {"\n", 1}, {"  at x", 6}};
    cn_crash_error(parts, 3);
}

// The bytes of SPEC.md, "Crash record"; the length of the text, or a negative error.
static int kept(uint8_t *bytes, size_t room) {
    struct cn_retain_info info;
    int error = cn_retain_info(CN_RETAIN_CRASH, &info);
    if (error < 0) {
        return error;
    }
    CHECK_EQ(info.field_bytes, 0);
    CHECK_EQ(info.data_bytes, 64 + CN_CRASH_TEXT);
    CHECK(info.data_bytes <= room);
    CHECK_EQ(cn_retain_copy(CN_RETAIN_CRASH, bytes, info.data_bytes), 0);
    return (int)strlen((char *)bytes + 64);
}

static void nothing_at_first(void) {
    uint8_t bytes[512] = {0};
    start(HAL_BOOT_POWER_ON);
    CHECK(kept(bytes, sizeof bytes) < 0);
    CHECK_EQ(strlen(board_log.console), 0);
}

static void error_is_kept(void) {
    uint8_t bytes[512] = {0};
    start(HAL_BOOT_POWER_ON);
    board_advance_to(5000);
    fail("Error: a");
    start(HAL_BOOT_OFF_WAKE);
    CHECK_EQ(strlen(board_log.console), 0); // it was said when it happened
    CHECK_EQ(kept(bytes, sizeof bytes), 15);
    CHECK_EQ(memcmp(bytes + 64, "Error: a\n  at x", 15), 0);
    CHECK_EQ(bytes[0], CN_CRASH_ERROR);
    CHECK_EQ(bytes[4], 0);
    CHECK_EQ(bytes[16] | bytes[17] << 8, 5000);
}

static void end_is_said_once(void) {
    start(HAL_BOOT_POWER_ON);
    fail("Error: a");
    CHECK_EQ(cn_crash_note(CN_CRASH_ENDED), 1);
    start(HAL_BOOT_RESET);
    CHECK_EQ(strcmp(board_log.console, SAID "Error: a\n  at x\n"), 0);
    start(HAL_BOOT_RESET);
    CHECK_EQ(strlen(board_log.console), 0);
}

static void watchdog_is_a_crash(void) {
    start(HAL_BOOT_POWER_ON);
    fail("Error: long ago");
    start(HAL_BOOT_WATCHDOG);
    CHECK_EQ(strcmp(board_log.console, SAID "watchdog\n"), 0);
    start(HAL_BOOT_WATCHDOG);
    CHECK_EQ(strcmp(board_log.console, SAID "watchdog\n"), 0);
}

static void panic_is_a_crash(void) {
    start(HAL_BOOT_POWER_ON);
    cn_crash_panic("ring.c:3: full");
    start(HAL_BOOT_RESET);
    CHECK_EQ(strcmp(board_log.console, SAID "ring.c:3: full\n"), 0);
}

static void rows_end_after_an_hour(void) {
    start(HAL_BOOT_POWER_ON);
    board_advance_to(1000);
    CHECK_EQ(cn_crash_note(CN_CRASH_ENDED), 1);
    board_advance_to(HOUR_US);
    CHECK_EQ(cn_crash_note(CN_CRASH_ENDED), 2);
    board_advance_to(2 * HOUR_US + 180000000);
    CHECK_EQ(cn_crash_note(CN_CRASH_ENDED), 1);
    for (int i = 2; i < 300; i++) {
        CHECK_EQ(cn_crash_note(CN_CRASH_ENDED), i < 254 ? i : 254);
    }
}

static void long_text_is_cut(void) {
    uint8_t bytes[512] = {0};
    char text[600];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    start(HAL_BOOT_POWER_ON);
    fail(text);
    CHECK_EQ(kept(bytes, sizeof bytes), CN_CRASH_TEXT - 1);
    fail("short");
    CHECK_EQ(kept(bytes, sizeof bytes), 12);
}

// The app's eight records have room whenever the crash record came, and it is the one that gives way.
static void app_goes_first(void) {
    uint8_t bytes[512], data[4] = {1};
    for (int before = 0; before <= CN_RETAIN_RECORDS; before++) {
        start(HAL_BOOT_POWER_ON);
        for (char name[2] = "a"; name[0] < 'a' + CN_RETAIN_RECORDS; name[0]++) {
            if (name[0] == 'a' + before) {
                fail("Error: a");
                CHECK_EQ(kept(bytes, sizeof bytes), 15);
            }
            CHECK_EQ(cn_retain_write(name, 0, data, 0, data, sizeof data), 0);
        }
        fail("Error: b");
        CHECK(kept(bytes, sizeof bytes) < 0);
        data[0]++;
        CHECK_EQ(cn_retain_write("c", 0, data, 0, data, sizeof data), 0);
        CHECK_EQ(cn_retain_write("z", 0, data, 0, data, sizeof data), CN_ERR_FULL);
        for (char name[2] = "a"; name[0] < 'a' + CN_RETAIN_RECORDS; name[0]++) {
            uint8_t read[4];
            CHECK_EQ(cn_retain_read(name, 0, data, 0, read, sizeof read), 1);
        }
    }
}

static void damage_is_no_crash(void) {
    start(HAL_BOOT_POWER_ON);
    fail("Error: a");
    cn_crash_note(CN_CRASH_ENDED);
    size_t size;
    uint8_t *block = hal_retained(&size);
    uint8_t damaged[4096 + 512];
    for (size_t at = 0; at < size; at++) {
        damaged[at] = block[at] ^ 0x40;
    }
    clear_variables();
    memcpy(block, damaged, size);
    start(HAL_BOOT_RESET);
    CHECK_EQ(strlen(board_log.console), 0);
}

int main(void) {
    static const struct test tests[] = {
        {"after power-on there is no crash", nothing_at_first},
        {"an error that the app survived is kept and not said again", error_is_kept},
        {"what ended the app is said by the next start, once", end_is_said_once},
        {"each reset by the watchdog is a crash of its own", watchdog_is_a_crash},
        {"crashes with more than an hour between them are no row", rows_end_after_an_hour},
        {"a text that is too long is cut", long_text_is_cut},
        {"the app's records have room before the crash record", app_goes_first},
        {"a damaged record says nothing", damage_is_no_crash},
        {"a panic is a crash", panic_is_a_crash},
    };
    return RUN_TESTS(tests);
}
