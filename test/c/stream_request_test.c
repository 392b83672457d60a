// What a stream completes, and when: windows, errors and motions that come before they are asked for.
#include "board/fake_lis2dh12.h"
#include "check.h"
#include "cn/loop.h"
#include "cn/pool.h"
#include "cn/stream.h"
#include "cn/timer.h"

#define SAMPLES 48
#define PERIOD_US (1000000000 / FAKE_RATE_MILLIHZ)
#define RECHECK_US 60000000u
#define ARMED 0x2a // of INT1_CFG

static const struct cn_sensor_config config = {
    .address = FAKE_ADDRESS,
    .alert_pin = FAKE_PIN,
    .rate_millihz = FAKE_RATE_MILLIHZ,
    .range_g = 2,
    .watermark = 25,
};
static const struct cn_motion_config motion = {.threshold_mg = 100};

static struct cn_stream *stream;
static int completions, last_error;
static uint64_t last_us;

static bool no_jobs(void *context) {
    (void)context;
    return false;
}
static const struct cn_loop_script script = {no_jobs, NULL};

static void on_done(void *token, int error, uint64_t at_us) {
    CHECK(token == &completions);
    completions++;
    last_error = error;
    last_us = at_us;
}

static int ask(void) {
    return cn_stream_next(stream, on_done, &completions);
}

static int ask_motion(void) {
    return cn_stream_next_motion(stream, on_done, &completions);
}

static struct cn_stream_stats stats(void) {
    struct cn_stream_stats out;
    cn_stream_stats(stream, &out);
    return out;
}

static void begin(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    fake_attach();
    size_t size;
    void *pool = hal_pool(&size);
    cn_pool_init(pool, size);
    cn_loop_init();
    completions = 0;
    last_error = 1;
    int error;
    stream = cn_stream_new(&FAKE_SENSOR, &config, &error);
    CHECK_EQ(error, CN_OK);
}

static void run_loop(void) {
    while (cn_loop_turn(&script)) {
    }
}

// Let `count` sampling moments pass while the loop is stuck.
static void sample(int count) {
    for (int i = 0; i < count; i++) {
        board_advance_to(hal_now_us() + PERIOD_US);
        fake_sample();
    }
}

static void pass(int count) {
    for (int i = 0; i < count; i++) {
        sample(1);
        run_loop();
    }
}

static void move(void) {
    board_pin_at(hal_now_us(), FAKE_PIN, true); // the next transfer lowers the line again
    board_advance_to(hal_now_us() + 1);
    run_loop();
}

static void complete_window(void) {
    begin();
    CHECK_EQ(cn_stream_start(stream, SAMPLES, SAMPLES), CN_OK);
    pass(50);
    CHECK_EQ(ask(), CN_OK);
    CHECK_EQ(completions, 0);
    CHECK_EQ(ask(), CN_ERR_BUSY);
    run_loop();
    CHECK_EQ(completions, 1);
    CHECK_EQ(last_error, CN_OK);
    CHECK_EQ(last_us, SAMPLES * PERIOD_US);
    run_loop();
    CHECK_EQ(completions, 1);
    cn_stream_free(stream);
}

// The FIFO overruns between the request and the loop: what was complete is gone, and the request stays open.
static void lost_window(void) {
    begin();
    CHECK_EQ(cn_stream_start(stream, SAMPLES, SAMPLES), CN_OK);
    pass(50);
    CHECK_EQ(ask(), CN_OK);
    sample(FAKE_FIFO + 1);
    run_loop();
    CHECK_EQ(stats().overruns, 1);
    CHECK_EQ(completions, 0);
    pass(SAMPLES + 25);
    CHECK_EQ(completions, 1);
    CHECK_EQ(last_error, CN_OK);
    CHECK_EQ(stats().windows, 1);
    cn_stream_free(stream);
}

static void nothing(void *context, uint64_t due_us) {
    (void)context;
    (void)due_us;
}

static void no_timer(void) {
    begin();
    CHECK_EQ(cn_stream_start(stream, SAMPLES, SAMPLES), CN_OK);
    pass(50);
    int timer, last = 0;
    while ((timer = cn_timer_start(HAL_FOREVER, 0, nothing, NULL)) > 0) {
        last = timer;
    }
    CHECK_EQ(ask(), CN_ERR_FULL);
    cn_timer_stop(last);
    CHECK_EQ(ask(), CN_OK); // the request that failed is not open
    run_loop();
    CHECK_EQ(completions, 1);
    CHECK_EQ(last_us, SAMPLES * PERIOD_US); // nor did it take the window
    cn_stream_free(stream);
}

static void kept_error(void) {
    begin();
    CHECK_EQ(cn_stream_start(stream, SAMPLES, SAMPLES), CN_OK);
    board_attach(FAKE_ADDRESS, NULL, NULL);
    pass(400);
    CHECK(stats().restarts >= 2);
    CHECK_EQ(completions, 0);
    fake_attach();
    pass(400);
    CHECK_EQ(ask(), CN_OK);
    CHECK_EQ(completions, 0);
    run_loop();
    CHECK_EQ(completions, 1);
    CHECK_EQ(last_error, CN_ERR_NO_DEVICE);
    CHECK_EQ(ask(), CN_OK); // the error is reported once
    pass(SAMPLES + 25);
    CHECK_EQ(completions, 2);
    CHECK_EQ(last_error, CN_OK);
    cn_stream_free(stream);
}

static void kept_motion(void) {
    begin();
    CHECK_EQ(cn_stream_arm_motion(stream, &motion), CN_OK);
    CHECK_EQ(fake.registers[0x30], ARMED);
    uint64_t first_us = hal_now_us();
    move();
    board_advance_to(hal_now_us() + 1000);
    move();
    CHECK_EQ(ask(), CN_ERR_STATE);
    CHECK_EQ(ask_motion(), CN_OK);
    CHECK_EQ(completions, 0);
    run_loop();
    CHECK_EQ(completions, 1);
    CHECK_EQ(last_us, first_us);
    CHECK_EQ(ask_motion(), CN_OK);
    CHECK_EQ(ask_motion(), CN_ERR_BUSY);
    run_loop();
    CHECK_EQ(completions, 1); // the second motion is part of the first
    first_us = hal_now_us();
    move();
    CHECK_EQ(completions, 2);
    CHECK_EQ(last_us, first_us);
    CHECK_EQ(last_error, CN_OK);
    CHECK_EQ(stats().bus_errors, 0);
    cn_stream_free(stream);
}

static void forgotten_watch(void) {
    begin();
    CHECK_EQ(cn_stream_arm_motion(stream, &motion), CN_OK);
    board_advance_to(hal_now_us() + RECHECK_US);
    run_loop();
    CHECK_EQ(stats().restarts, 0);
    fake_reset();
    board_advance_to(hal_now_us() + RECHECK_US);
    run_loop();
    CHECK_EQ(stats().restarts, 1);
    CHECK_EQ(fake.registers[0x30], ARMED);
    cn_stream_free(stream);
}

static void closed(void) {
    begin();
    CHECK_EQ(cn_stream_start(stream, SAMPLES, SAMPLES), CN_OK);
    CHECK_EQ(ask(), CN_OK);
    CHECK_EQ(cn_stream_arm_motion(stream, &motion), CN_OK);
    CHECK_EQ(completions, 1);
    CHECK_EQ(last_error, CN_ERR_CLOSED);
    CHECK_EQ(ask_motion(), CN_OK);
    cn_stream_free(stream);
    CHECK_EQ(completions, 2);
    CHECK_EQ(last_error, CN_ERR_CLOSED);
    run_loop();
    CHECK_EQ(completions, 2);
}

static void one_stream(void) {
    begin();
    int error;
    CHECK(!cn_stream_new(&FAKE_SENSOR, &config, &error));
    CHECK_EQ(error, CN_ERR_BUSY);
    cn_stream_free(stream);
    stream = cn_stream_new(&FAKE_SENSOR, &config, &error);
    CHECK(stream != NULL);
    cn_stream_free(stream);
}

static double mg_per_count(void) {
    struct cn_sensor_units units;
    cn_stream_units(stream, &units);
    return units.mg_per_count;
}

static void configure(void) {
    begin();
    CHECK(mg_per_count() == 0.0625);
    CHECK_EQ(cn_stream_configure(stream, 4, 0, 10), CN_OK);
    CHECK(mg_per_count() == 0.125);
    CHECK_EQ(cn_stream_configure(stream, 3, 0, 10), CN_ERR_INVAL);
    CHECK(mg_per_count() == 0.125);
    CHECK_EQ(cn_stream_start(stream, SAMPLES, SAMPLES), CN_OK);
    CHECK_EQ(cn_stream_configure(stream, 2, 0, 25), CN_ERR_STATE);
    CHECK_EQ(fake.registers[0x2e] & 0x1f, 10);
    CHECK_EQ(cn_stream_arm_motion(stream, &motion), CN_OK);
    CHECK_EQ(ask_motion(), CN_OK);
    CHECK_EQ(cn_stream_configure(stream, 2, 0, 25), CN_OK);
    CHECK_EQ(last_error, CN_ERR_CLOSED);
    CHECK_EQ(fake.registers[0x30], 0);
    CHECK_EQ(ask_motion(), CN_ERR_STATE);
    cn_stream_free(stream);
}

int main(void) {
    static const struct test tests[] = {
        {"a window that is complete when it is asked for is completed from the loop", complete_window},
        {"a complete window that a gap takes away is not handed out", lost_window},
        {"a request that finds no timer is refused and takes nothing", no_timer},
        {"an error that nobody has asked for completes the next request, once", kept_error},
        {"of the motions that nobody has asked for the first is kept", kept_motion},
        {"a chip that forgot its watch for motion is armed again", forgotten_watch},
        {"what is asked for is completed as closed when the stream does something else", closed},
        {"a chip has one stream at a time", one_stream},
        {"other ranges count from the next start and end a watch for motion", configure},
    };
    return RUN_TESTS(tests);
}
