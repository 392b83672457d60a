// Timers: order, periods without drift, ids, a full table.
#include "board/board.h"
#include "check.h"
#include "cn/error.h"
#include "cn/timer.h"

static int calls[64];
static int call_count;

static void note(void *context, uint64_t due_us) {
    (void)due_us;
    calls[call_count++ % 64] = (int)(intptr_t)context;
}

static void begin(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    cn_timer_init();
    call_count = 0;
}

static void run_at(uint64_t now_us) {
    while (cn_timer_dispatch(now_us)) {
    }
}

static void order(void) {
    begin();
    cn_timer_start(300, 0, note, (void *)3);
    cn_timer_start(100, 0, note, (void *)1);
    cn_timer_start(100, 0, note, (void *)2);
    CHECK_EQ(cn_timer_next_us(), 100);
    run_at(99);
    CHECK_EQ(call_count, 0);
    run_at(1000);
    CHECK_EQ(call_count, 3);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(calls[i], i + 1);
    }
    CHECK_EQ(cn_timer_next_us(), HAL_FOREVER);
}

static void no_drift(void) {
    begin();
    int id = cn_timer_start(100, 100, note, NULL);
    run_at(130); // 30 late
    CHECK_EQ(cn_timer_next_us(), 200);
    CHECK_EQ(cn_timer_missed(id), 0);
    run_at(555); // 200 is late, 300, 400 and 500 were missed: one call, and the grid stays
    CHECK_EQ(call_count, 2);
    CHECK_EQ(cn_timer_next_us(), 600);
    CHECK_EQ(cn_timer_missed(id), 3);
    run_at(699);
    CHECK_EQ(cn_timer_missed(id), 3);
    cn_timer_stop(id);
    CHECK_EQ(cn_timer_missed(id), 0);
}

static void stale_ids(void) {
    begin();
    int first = cn_timer_start(100, 0, note, (void *)1);
    CHECK(first > 0);
    CHECK_EQ((intptr_t)cn_timer_stop(first), 1);
    int second = cn_timer_start(100, 0, note, (void *)2);
    CHECK(second != first);
    CHECK_EQ((intptr_t)cn_timer_stop(first), 0); // the entry has another owner now
    run_at(100);
    CHECK_EQ(call_count, 1);
    CHECK_EQ((intptr_t)cn_timer_stop(second), 0);
    CHECK_EQ((intptr_t)cn_timer_stop(-4), 0);
}

static void full_table(void) {
    begin();
    for (int i = 0; i < CN_TIMERS; i++) {
        CHECK(cn_timer_start((uint64_t)i, 0, note, NULL) > 0);
    }
    CHECK_EQ(cn_timer_start(5, 0, note, NULL), CN_ERR_FULL);
    run_at(0);
    CHECK(cn_timer_start(5, 0, note, NULL) > 0);
}

static void stop_itself(void *context, uint64_t due_us) {
    note(context, due_us);
    cn_timer_stop(*(int *)context);
}

static void stop_in_handler(void) {
    begin();
    static int id;
    id = cn_timer_start(10, 10, stop_itself, &id);
    run_at(10);
    run_at(1000);
    CHECK_EQ(call_count, 1);
}

int main(void) {
    static const struct test tests[] = {
        {"timers run by due moment, ties by start", order},
        {"a late period neither drifts nor piles up", no_drift},
        {"an id that has ended never stops another timer", stale_ids},
        {"a full table refuses and takes again when one has run", full_table},
        {"a periodic timer can stop itself", stop_in_handler},
    };
    return RUN_TESTS(tests);
}
