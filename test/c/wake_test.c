// Wake bits and pins: no edge is lost between a take, a drain and a sleep.
#include "board/board.h"
#include "check.h"
#include "cn/error.h"
#include "cn/loop.h"
#include "cn/pin.h"
#include "cn/power.h"
#include "cn/timer.h"
#include "cn/wake.h"

#define PIN 5

static int handled;
static uint64_t handled_at_us;
static uint32_t counted; // edges of all calls

static void on_edge(void *context, uint64_t at_us, uint32_t edges) {
    handled++;
    handled_at_us = at_us;
    counted += edges;
    if (context) {
        ((void (*)(void))context)(); // what happens during the drain
    }
}

static bool no_jobs(void *context) {
    (void)context;
    return false;
}
static const struct cn_loop_script script = {no_jobs, NULL};

static void begin(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    cn_loop_init();
    handled = 0;
    counted = 0;
}

static void turn_and_sleep(uint64_t until_us) {
    while (hal_now_us() < until_us) {
        if (!cn_loop_turn(&script)) {
            cn_power_idle();
        }
    }
    while (cn_loop_turn(&script)) {
    }
}

static void nothing(void *context, uint64_t due_us) {
    (void)context;
    (void)due_us;
}

static void first_moment(void) {
    begin();
    CHECK_EQ(cn_pin_watch(PIN, HAL_EDGE_RISING, on_edge, NULL), 0);
    for (int i = 0; i < 3; i++) {
        board_pin_at(100 + 20 * i, PIN, true);
        board_pin_at(110 + 20 * i, PIN, false);
    }
    board_advance_to(200);
    while (cn_loop_turn(&script)) {
    }
    CHECK_EQ(handled, 1);
    CHECK_EQ(handled_at_us, 100);
    CHECK_EQ(counted, 3);
}

static void second_edge(void) {
    board_pin_at(hal_now_us(), PIN, handled == 1);
}

static void edge_during_drain(void) {
    begin();
    cn_pin_watch(PIN, HAL_EDGE_BOTH, on_edge, (void *)second_edge);
    board_pin_at(50, PIN, true);
    board_pin_at(60, PIN, false);
    board_advance_to(55);
    cn_loop_turn(&script); // the handler sees the level unchanged: no edge
    board_advance_to(60);
    while (cn_loop_turn(&script)) {
    }
    CHECK_EQ(handled, 2);
    CHECK_EQ(counted, 2);
}

static uint64_t inject_at_us;
static void inject(void *context) {
    (void)context;
    board_pin_at(hal_now_us(), PIN, true);
}

// The edge comes after the loop has found nothing to do and before the core sleeps.
static void edge_before_sleep(void) {
    begin();
    cn_pin_watch(PIN, HAL_EDGE_RISING, on_edge, NULL);
    cn_timer_start(1000000, 0, nothing, NULL);
    board_before_sleep(inject, NULL);
    CHECK(!cn_loop_turn(&script));
    cn_power_idle();
    CHECK_EQ(hal_now_us(), 0); // it did not sleep
    while (cn_loop_turn(&script)) {
    }
    CHECK_EQ(handled, 1);
}

// One edge at every microsecond of a second with timers every 700 us: each is handled once, at its moment.
static void edge_at_each_step(void) {
    for (inject_at_us = 1; inject_at_us <= 10000; inject_at_us++) {
        begin();
        cn_pin_watch(PIN, HAL_EDGE_RISING, on_edge, NULL);
        cn_timer_start(700, 700, nothing, NULL);
        board_pin_at(inject_at_us, PIN, true);
        turn_and_sleep(10500);
        CHECK_EQ(handled, 1);
        CHECK_EQ(handled_at_us, inject_at_us);
    }
}

// All slots are taken and all of them are raised, again and again before the loop runs: each edge is in a
// count.
static void all_slots_storm(void) {
    begin();
    enum { EDGES = 1000, PINS = 4 };
    for (int i = 0; i < CN_WAKE_SLOTS; i++) {
        CHECK_EQ(cn_pin_watch((uint8_t)(i % PINS), HAL_EDGE_RISING, on_edge, NULL), i);
    }
    for (int i = 0; i < EDGES; i++) {
        cn_pin_isr((uint8_t)(i % PINS), hal_now_us(), 1);
        if (i % 100 == 99) {
            while (cn_loop_turn(&script)) {
            }
        }
    }
    CHECK_EQ(counted, EDGES * CN_WAKE_SLOTS / PINS);
    CHECK_EQ(handled, EDGES / 100 * CN_WAKE_SLOTS);
    // a count that is full stays full
    for (int i = 0; i < 3; i++) {
        cn_pin_isr(0, hal_now_us(), UINT32_MAX / 2);
    }
    counted = 0;
    CHECK(cn_pin_dispatch());
    CHECK_EQ(counted, UINT32_MAX);
}

static void unwatch_forgets(void) {
    begin();
    int slot = cn_pin_watch(PIN, HAL_EDGE_RISING, on_edge, NULL);
    board_pin_at(0, PIN, true);
    CHECK(cn_wake_pending());
    cn_pin_unwatch(slot);
    CHECK(!cn_wake_pending());
    CHECK_EQ(cn_pin_watch(PIN + 1, HAL_EDGE_RISING, on_edge, NULL), slot);
    CHECK(!cn_pin_dispatch());
}

static void cause_is_told(void) {
    begin();
    struct cn_wake_info wake;
    cn_power_wake(0, &wake);
    CHECK_EQ(wake.cause, CN_CAUSE_POWER_ON);
    cn_pin_watch(PIN, HAL_EDGE_RISING, on_edge, NULL);
    cn_timer_start(500, 0, nothing, NULL);
    board_pin_at(200, PIN, true);
    cn_power_idle();
    cn_power_wake(0, &wake);
    CHECK_EQ(wake.cause, CN_CAUSE_PIN);
    CHECK_EQ(wake.pin, PIN);
    CHECK_EQ(wake.at_us, 200);
    while (cn_loop_turn(&script)) {
    }
    cn_power_idle();
    cn_power_wake(0, &wake);
    CHECK_EQ(wake.cause, CN_CAUSE_TIMER);
    CHECK_EQ(wake.at_us, 500);
}

// A pin and the timer in the same microsecond, another pin before: nothing is lost, each has its moment.
static void all_causes_are_told(void) {
    begin();
    struct cn_wake_info wake;
    cn_pin_watch(PIN, HAL_EDGE_RISING, on_edge, NULL);
    cn_pin_watch(PIN, HAL_EDGE_BOTH, on_edge, NULL);
    cn_pin_watch(PIN + 1, HAL_EDGE_RISING, on_edge, NULL);
    cn_timer_start(500, 0, nothing, NULL);
    board_pin_at(500, PIN, true);
    board_pin_at(500, PIN + 1, true);
    cn_power_idle();
    CHECK_EQ(cn_power_wake_count(), 2);
    CHECK_EQ(cn_power_wake(0, &wake), 0);
    CHECK(wake.cause == CN_CAUSE_PIN && wake.pin == PIN && wake.at_us == 500);
    CHECK_EQ(cn_power_wake(1, &wake), 0);
    CHECK(wake.cause == CN_CAUSE_TIMER && wake.at_us == 500);
    CHECK_EQ(cn_power_wake(2, &wake), CN_ERR_RANGE);
    board_advance_to(500); // the second pin moves in the same microsecond, behind the wake
    while (cn_loop_turn(&script)) {
    }
    CHECK_EQ(handled, 3);
}

static void locks_are_counted(void) {
    begin();
    struct cn_power_stats stats;
    cn_timer_start(1000, 0, nothing, NULL);
    CHECK_EQ(cn_power_unlock(), CN_ERR_STATE);
    CHECK_EQ(cn_power_lock(), 0);
    cn_power_idle();
    cn_power_stats(&stats);
    CHECK_EQ(stats.locks, 1);
    CHECK_EQ(stats.sleeps, 1);
    CHECK_EQ(stats.idle_us, 1000);
    CHECK_EQ(stats.deep_us, 0);
    CHECK_EQ(cn_power_unlock(), 0);
    cn_power_stats(&stats);
    CHECK_EQ(stats.locks, 0);
}

static void slots_run_out(void) {
    begin();
    for (int i = 0; i < CN_WAKE_SLOTS; i++) {
        CHECK_EQ(cn_pin_watch((uint8_t)i, HAL_EDGE_RISING, on_edge, NULL), i);
    }
    CHECK_EQ(cn_pin_watch(20, HAL_EDGE_RISING, on_edge, NULL), CN_ERR_FULL);
    cn_pin_unwatch(3);
    CHECK_EQ(cn_pin_watch(200, HAL_EDGE_RISING, on_edge, NULL), CN_ERR_INVAL);
    CHECK_EQ(cn_pin_watch(20, HAL_EDGE_RISING, on_edge, NULL), 3);
}

int main(void) {
    static const struct test tests[] = {
        {"edges before the handler runs are one wake, at the first one's moment", first_moment},
        {"a second interrupt during the drain is not lost", edge_during_drain},
        {"an edge right before the sleep prevents the sleep", edge_before_sleep},
        {"an edge at any microsecond is handled once, at its moment", edge_at_each_step},
        {"a storm on all slots is reported in as many calls as there is time for, and no edge is missing",
         all_slots_storm},
        {"a pin that is no longer watched wakes nobody", unwatch_forgets},
        {"the cause of the last wake is reported", cause_is_told},
        {"all causes that ended a sleep are reported, each with its moment", all_causes_are_told},
        {"sleeps under a lock are counted", locks_are_counted},
        {"a full table or a bad pin is refused and leaks no slot", slots_run_out},
    };
    return RUN_TESTS(tests);
}
