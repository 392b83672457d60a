// States of models in retained memory: kept over a start, and fresh where anything is not as it was left.
#include <string.h>

#include "board/board.h"
#include "check.h"

// an own copy, whose memory of what is open a start can clear
#define cn_model_keeping keeping_under_test
#include "../../native/src/model_keeping.c" // NOLINT(bugprone-suspicious-include): its static is cleared here

#define PLAN 0x1234u
#define BYTES 40u // takes 48, and 16 for its head

static const struct keeping_under_test *const keeping = &keeping_under_test;

static void start(enum hal_boot cause) {
    board_reset(cause, false);
    end = NULL;
}

static uint8_t *open_plan(uint32_t plan, bool *is_kept) {
    return keeping->open(plan, BYTES, is_kept);
}

// A state with `value` in all its bytes, as an invoke leaves it.
static void leave(uint32_t plan, uint8_t value) {
    bool is_kept;
    uint8_t *state = open_plan(plan, &is_kept);
    memset(state, value, BYTES);
    keeping->seal(state);
}

static void clear(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    end = NULL;
}

static void kept_over_a_start(void) {
    static const enum hal_boot causes[] = {HAL_BOOT_RESET, HAL_BOOT_OFF_WAKE, HAL_BOOT_WATCHDOG};
    for (int i = 0; i < 3; i++) {
        clear();
        leave(PLAN, 7);
        start(causes[i]);
        bool is_kept;
        const uint8_t *state = open_plan(PLAN, &is_kept);
        CHECK(is_kept);
        CHECK_EQ(state[0], 7);
        CHECK_EQ(state[BYTES - 1], 7);
        CHECK_EQ((uintptr_t)state % 16, 0);
    }
}

static bool kept_now(uint32_t plan) {
    bool is_kept = true;
    CHECK(open_plan(plan, &is_kept) != NULL);
    return is_kept;
}

static void fresh_after_power_on(void) {
    clear();
    CHECK(!kept_now(PLAN)); // noise
    clear();
    leave(PLAN, 7);
    start(HAL_BOOT_POWER_ON); // memory that has not forgotten in a short cut
    CHECK(!kept_now(PLAN));
}

static void fresh_for_another_model(void) {
    clear();
    leave(PLAN, 7);
    start(HAL_BOOT_RESET);
    CHECK(!kept_now(PLAN + 1));
    start(HAL_BOOT_RESET);
    CHECK(!kept_now(PLAN)); // the other one took its place
}

static void fresh_after_a_reset_in_an_invoke(void) {
    clear();
    leave(PLAN, 7);
    start(HAL_BOOT_RESET);
    bool is_kept;
    open_plan(PLAN, &is_kept)[11] = 8; // an invoke has begun to change it
    start(HAL_BOOT_WATCHDOG);
    CHECK(!kept_now(PLAN));
}

static void fresh_after_damage(void) {
    size_t size;
    for (size_t byte = 0; byte < 16 + BYTES; byte++) {
        clear();
        leave(PLAN, 7);
        uint8_t *block = hal_retained(&size);
        block[CN_RETAIN_RECORD_BYTES + byte] ^= 0x40;
        start(HAL_BOOT_RESET);
        CHECK(!kept_now(PLAN));
    }
}

static void two_of_one_plan(void) {
    clear();
    leave(PLAN, 1);
    leave(PLAN, 2);
    start(HAL_BOOT_OFF_WAKE);
    bool is_kept;
    CHECK_EQ(open_plan(PLAN, &is_kept)[0], 1);
    uint8_t *second = open_plan(PLAN, &is_kept);
    CHECK_EQ(second[0], 2);
    keeping->close(second);
    CHECK_EQ(open_plan(PLAN, &is_kept)[0], 2); // closed and opened again in one start
    CHECK(is_kept);
}

static void room_is_limited(void) {
    clear();
    bool is_kept;
    for (int i = 0; i < 8; i++) {
        CHECK(open_plan(PLAN, &is_kept) != NULL); // 512 bytes
    }
    CHECK(open_plan(PLAN, &is_kept) == NULL);
    start(HAL_BOOT_RESET);
    CHECK(keeping->open(PLAN, 512 - 16, &is_kept) != NULL);
    start(HAL_BOOT_RESET);
    CHECK(keeping->open(PLAN, 512 - 15, &is_kept) == NULL);
}

int main(void) {
    static const struct test tests[] = {
        {"a state is kept over a reset, off and the watchdog", kept_over_a_start},
        {"a state is fresh after power-on, whatever memory holds", fresh_after_power_on},
        {"a state of another model is fresh", fresh_for_another_model},
        {"a state that an invoke has begun to change is fresh", fresh_after_a_reset_in_an_invoke},
        {"a state with damage at any byte of it or its head is fresh", fresh_after_damage},
        {"two states of one plan keep apart, and one that was closed is found again", two_of_one_plan},
        {"a state that does not fit is refused", room_is_limited},
    };
    return RUN_TESTS(tests);
}
