// The stream: windows from FIFO interrupts, with every transfer failing once, resets, overruns and late
// scripts.
#ifdef TEST_SIX_AXES
#include "board/fake_lsm6dso.h"
#else
#include "board/fake_lis2dh12.h"
#endif
#include "check.h"
#include "cn/loop.h"
#include "cn/pool.h"
#include "cn/power.h"
#include "cn/stream.h"
#include "cn/timer.h"

#define SAMPLES 48 // no divisor of the ring's 64: what is left over must fit what follows
#define PERIOD_US (1000000000 / FAKE_RATE_MILLIHZ)
#define COUNTS (FAKE_AXES == 3 ? 16 : 1) // of a step of x

static const struct cn_sensor_config config = {
    .address = FAKE_ADDRESS,
    .alert_pin = FAKE_PIN,
    .rate_millihz = FAKE_RATE_MILLIHZ,
    .range_g = 2,
    .range_dps = FAKE_RANGE_DPS,
    .watermark = 25,
};

static struct cn_stream *stream;
static int windows, errors, last_error, closed;
static int first_of_window[256];
static bool ask_again;
static bool exact;     // the moment of each window is checked
static uint32_t fresh; // samples that windows have brought
static uint32_t newest, gaps_then;

static bool no_jobs(void *context) {
    (void)context;
    return false;
}
static const struct cn_loop_script script = {no_jobs, NULL};

static void on_done(void *token, int error, uint64_t at_us);

static int ask(void) {
    return cn_stream_next(stream, on_done, &windows);
}

static void look_at_window(uint64_t at_us) {
    size_t count;
    int error;
    const int16_t *data = cn_stream_window(stream, &count, &error);
    CHECK_EQ(error, CN_OK);
    CHECK_EQ(count, SAMPLES * FAKE_AXES);
    int first = data[0] / COUNTS;
    for (int i = 0; i < SAMPLES; i++) {
        // a window is contiguous and whole: x counts up by one, y is its mirror, turning is twice that
        const int16_t *sample = &data[(size_t)i * FAKE_AXES];
        CHECK_EQ(sample[0], (first + i) * COUNTS);
        CHECK_EQ(sample[1], -sample[0]);
        CHECK_EQ(sample[2], COUNTS);
        for (int axis = 3; axis < FAKE_AXES; axis++) {
            CHECK_EQ(sample[axis], 2 * sample[axis - 3]);
        }
    }
    CHECK(at_us <= hal_now_us());
    if (exact) {
        // sample n is taken at (n + 1) periods
        CHECK_EQ(at_us, (uint64_t)(first + SAMPLES + FAKE_UNSETTLED) * PERIOD_US);
    }
    // an overlapping window brings its hop, but after a gap all of it
    struct cn_stream_stats now;
    cn_stream_stats(stream, &now);
    bool follows = windows > 0 && now.gaps == gaps_then;
    fresh += follows ? (uint32_t)(first + SAMPLES) - newest : SAMPLES;
    newest = (uint32_t)(first + SAMPLES);
    gaps_then = now.gaps;
    first_of_window[windows++ % 256] = first;
}

static void on_done(void *token, int error, uint64_t at_us) {
    CHECK(token == &windows);
    if (error == CN_ERR_CLOSED) {
        closed++;
        return;
    }
    if (error < 0) {
        errors++;
        last_error = error;
    } else {
        look_at_window(at_us);
    }
    if (ask_again) {
        CHECK_EQ(ask(), CN_OK);
    }
}

static int start(uint32_t hop) {
    size_t size;
    void *pool = hal_pool(&size);
    cn_pool_init(pool, size);
    cn_loop_init();
    windows = errors = closed = 0;
    fresh = gaps_then = 0;
    ask_again = true;
    int error;
    stream = cn_stream_new(&FAKE_SENSOR, &config, &error);
    if (!stream) {
        return error;
    }
    error = cn_stream_start(stream, SAMPLES, hop);
    return error < 0 ? error : ask();
}

static int begin(uint32_t hop) {
    board_reset(HAL_BOOT_POWER_ON, true);
    fake_attach();
    return start(hop);
}

static struct cn_stream_stats stats(void) {
    struct cn_stream_stats out;
    cn_stream_stats(stream, &out);
    return out;
}

// Let `count` sampling moments pass; all that was read is in a window, dropped or waiting. The loop runs and
// sleeps as on a chip.
static void pass(int count) {
    for (int i = 0; i < count; i++) {
        board_advance_to(hal_now_us() + PERIOD_US);
        fake_sample();
        while (cn_loop_turn(&script)) {
        }
    }
    struct cn_stream_stats all = stats();
    CHECK_EQ(all.samples, fresh + all.dropped + all.waiting);
}

static void all_samples(void) {
    CHECK_EQ(begin(SAMPLES), CN_OK);
    exact = true;
    pass(SAMPLES * 10 + 25);
    CHECK_EQ(windows, 10);
    for (int i = 0; i < windows; i++) {
        CHECK_EQ(first_of_window[i], i * SAMPLES);
    }
    CHECK_EQ(stats().gaps + stats().bus_errors + (uint32_t)errors, 0);
    CHECK_EQ(stats().dropped, FAKE_UNSETTLED);
    exact = false;
    cn_stream_free(stream);
}

// The watermark is reached again between the burst and the look at the line: no edge will tell.
static void watermark_in_drain(void) {
    CHECK_EQ(begin(SAMPLES), CN_OK);
    fake.after_burst = 26 + FAKE_UNSETTLED;
    pass(25);
    CHECK_EQ(stats().samples, 25 + 26 + FAKE_UNSETTLED);
    CHECK_EQ(windows, 1);
    CHECK_EQ(stats().restarts, 0);
    cn_stream_free(stream);
}

static void overlap(void) {
    CHECK_EQ(begin(16), CN_OK);
    pass(SAMPLES + 16 * 20 + 25 + FAKE_UNSETTLED);
    CHECK(windows >= 20);
    for (int i = 0; i < windows; i++) {
        CHECK_EQ(first_of_window[i], i * 16);
    }
    cn_stream_free(stream);
}

// Each bus transfer of a run fails once, in turn: windows stay whole (checked in look_at_window) and go on.
static void each_transfer_fails(void) {
    static const int kinds[] = {CN_ERR_IO, CN_ERR_TIMEOUT, CN_ERR_NO_DEVICE};
    CHECK_EQ(begin(SAMPLES), CN_OK);
    uint32_t set_up = board_log.transfers;
    pass(SAMPLES * 3);
    uint32_t all = board_log.transfers;
    cn_stream_free(stream);
    for (uint32_t nth = 1; nth <= all; nth++) {
        board_reset(HAL_BOOT_POWER_ON, true);
        fake_attach();
        board_fail_transfer(nth, kinds[nth % 3]);
        int res = start(SAMPLES);
        if (nth <= set_up) {
            // reported to who opened it; but a bus that hangs at the first question is freed and asked again
            CHECK_EQ(res, nth == 1 ? CN_OK : kinds[nth % 3]);
            if (stream) {
                cn_stream_free(stream);
            }
            continue;
        }
        pass(SAMPLES * 7);
        CHECK_EQ(stats().bus_errors, 1);
        CHECK(windows >= 4);
        cn_stream_free(stream);
    }
}

static void reset_sensor(void) {
    CHECK_EQ(begin(SAMPLES), CN_OK);
    pass(SAMPLES + 30);
    fake_reset();
    pass(SAMPLES * 6);
    CHECK(windows >= 3);
    CHECK(stats().restarts >= 1);
    CHECK(stats().gaps >= 1);
    cn_stream_free(stream);
}

// The rest of the burst reads as ones: none of it may get into a window, which look_at_window checks. The
// burst is one whose last sample ends a window, so that every byte of it would show.
static void reset_in_burst(void) {
    const int whole = FAKE_AXES == 3 ? 25 : 20; // windows after which burst and window end together
    for (int cut = 1; cut <= FAKE_BURST; cut++) {
        CHECK_EQ(begin(SAMPLES), CN_OK);
        pass(whole * SAMPLES + FAKE_UNSETTLED - 20);
        CHECK_EQ(windows, whole - 1);
        fake.cut = cut;
        pass(SAMPLES * 7);
        CHECK_EQ(fake.cut, 0);
        CHECK(windows >= whole + 2);
        CHECK(stats().restarts >= 1 && stats().gaps >= 1);
        cn_stream_free(stream);
    }
}

static void gone_sensor(void) {
    CHECK_EQ(begin(SAMPLES), CN_OK);
    board_attach(FAKE_ADDRESS, NULL, NULL);
    pass(400);
    CHECK(errors >= 2); // reported again and again while it is retried
    CHECK_EQ(last_error, CN_ERR_NO_DEVICE);
    int before = windows;
    fake_attach();
    pass(400);
    CHECK(windows > before);
    cn_stream_free(stream);
}

static void late_script(void) {
    CHECK_EQ(begin(SAMPLES), CN_OK);
    ask_again = false;
    pass(SAMPLES * 8); // the first window is taken, then nobody asks
    CHECK_EQ(windows, 1);
    CHECK(stats().dropped > 0);
    ask_again = true;
    CHECK_EQ(ask(), CN_OK);
    pass(SAMPLES * 4);
    CHECK(windows >= 3);
    CHECK_EQ(cn_stream_stop(stream), CN_OK);
    CHECK_EQ(stats().waiting, 0);
    CHECK_EQ(stats().samples, fresh + stats().dropped);
    cn_stream_free(stream);
}

static void overrun(void) {
    CHECK_EQ(begin(SAMPLES), CN_OK);
    for (int i = 0; i < FAKE_FIFO + 8; i++) {
        board_advance_to(hal_now_us() + PERIOD_US);
        fake_sample(); // the loop is stuck: the FIFO runs over
    }
    while (cn_loop_turn(&script)) {
    }
    CHECK_EQ(stats().overruns, 1);
    CHECK_EQ(stats().gaps, 1);
    pass(SAMPLES * 3);
    CHECK(windows >= 2);
    cn_stream_free(stream);
}

static void wrong_chip(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    fake_attach();
    fake.registers[0x0f] = 0x44;
    CHECK_EQ(start(SAMPLES), CN_ERR_WRONG_DEVICE);
    board_attach(FAKE_ADDRESS, NULL, NULL);
    CHECK_EQ(start(SAMPLES), CN_ERR_NO_DEVICE);
}

static void wrong_state(void) {
    CHECK_EQ(begin(SAMPLES), CN_OK);
    CHECK_EQ(ask(), CN_ERR_BUSY);
    CHECK_EQ(cn_stream_next_motion(stream, on_done, NULL), CN_ERR_STATE);
    CHECK_EQ(cn_stream_start(stream, SAMPLES, SAMPLES), CN_ERR_STATE);
    CHECK_EQ(cn_stream_stop(stream), CN_OK);
    CHECK_EQ(closed, 1); // what was asked for, from inside the stop
    CHECK_EQ(ask(), CN_ERR_STATE);
    CHECK_EQ(cn_stream_start(stream, SAMPLES, SAMPLES + 1), CN_ERR_INVAL);
    CHECK_EQ(cn_stream_start(stream, SAMPLES, SAMPLES), CN_OK);
    cn_stream_free(stream);
}

int main(void) {
    static const struct test tests[] = {
        {"every sample comes once and in order", all_samples},
        {"a watermark that is reached again during the drain is not lost", watermark_in_drain},
        {"windows overlap by what the hop leaves", overlap},
        {"a run survives each of its bus transfers failing once", each_transfer_fails},
        {"a sensor that was reset is set up again and no window spans the gap", reset_sensor},
        {"a reset in the middle of a burst spoils no window, whichever byte it strikes", reset_in_burst},
        {"a sensor that is gone is reported until it is back", gone_sensor},
        {"a late script loses samples, and they are counted", late_script},
        {"a FIFO overrun begins a new window", overrun},
        {"a wrong chip and a missing chip are distinguished", wrong_chip},
        {"a stream refuses what its state does not allow", wrong_state},
    };
    return RUN_TESTS(tests);
}
