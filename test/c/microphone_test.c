// Microphone: windows of blocks, moments, a consumer that is late, errors, and memory that comes back.
#include "board/board.h"
#include "check.h"
#include "cn/error.h"
#include "cn/loop.h"
#include "cn/microphone.h"
#include "cn/pin.h"
#include "cn/pool.h"
#include "cn/timer.h"

static struct cn_microphone *microphone;
static struct hal_capture capture;
static int answers, last_error;
static uint64_t last_us;
static const struct cn_microphone_config config = {.rate_hz = 16000, .gain_half_db = -3};

static void on_done(void *token, int error, uint64_t value) {
    CHECK_EQ((intptr_t)token, 7);
    answers++;
    last_error = error;
    last_us = value;
}

static void begin(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    size_t size;
    void *block = hal_pool(&size);
    cn_pool_init(block, size);
    cn_loop_init();
    answers = 0;
    last_error = 1;
    int error = 0;
    microphone = cn_microphone_new(&config, &error);
    CHECK(microphone != NULL);
}

static void turn(void) {
    while (cn_pin_dispatch() || cn_timer_dispatch(hal_now_us())) {
    }
}

static int next(void) {
    return cn_microphone_next(microphone, on_done, (void *)7);
}

static int sample(uint32_t index) {
    size_t count;
    int error;
    const int16_t *window = cn_microphone_window(microphone, &count, &error);
    return index < count ? window[index] : -1;
}

// Block number `nth`, from 1, is full when it would be at 16 kHz from 0.
static void block_full(uint32_t nth) {
    board_block_at((uint64_t)nth * capture.block * 1000000u / 16000u);
    board_advance_to((uint64_t)nth * capture.block * 1000000u / 16000u);
}

static void windows(void) {
    begin();
    CHECK_EQ(cn_microphone_start(microphone, 480, 320), 0);
    CHECK(board_captures(&capture));
    CHECK_EQ(capture.block, 320);
    CHECK_EQ(capture.rate_hz, 16000);
    CHECK_EQ(capture.gain_half_db, -3);
    CHECK_EQ(next(), 0);
    CHECK_EQ(next(), CN_ERR_BUSY);
    block_full(1);
    turn();
    CHECK_EQ(answers, 0); // 320 of 480
    block_full(2);
    turn();
    CHECK_EQ(answers, 1);
    CHECK_EQ(last_error, 0);
    CHECK_EQ(last_us, 30000); // 480 samples, of the 640 that are there
    CHECK_EQ(sample(0), 0);
    CHECK_EQ(sample(479), 479);
    CHECK_EQ(next(), 0);
    turn();
    CHECK_EQ(answers, 1);
    block_full(3);
    turn();
    CHECK_EQ(answers, 2);
    CHECK_EQ(last_us, 50000);
    CHECK_EQ(sample(0), 320);
    CHECK_EQ(sample(479), 799);
}

static void blocks(void) {
    static const uint32_t hops[][2] = {{1, 128},     {50, 150},   {127, 254},
                                       {1024, 1024}, {1025, 514}, {16000, 1000}};
    for (int i = 0; i < 6; i++) {
        begin();
        CHECK_EQ(cn_microphone_start(microphone, 16000, hops[i][0]), 0);
        CHECK(board_captures(&capture));
        CHECK_EQ(capture.block, hops[i][1]);
    }
}

// A window that is there when it is asked for is completed from the loop, not from inside the question.
static void kept(void) {
    begin();
    cn_microphone_start(microphone, 128, 128);
    CHECK(board_captures(&capture));
    block_full(1);
    turn();
    CHECK_EQ(next(), 0);
    CHECK_EQ(answers, 0);
    turn();
    CHECK_EQ(answers, 1);
    CHECK_EQ(last_us, 8000);
    CHECK_EQ(sample(127), 127);
}

static void late(void) {
    begin();
    cn_microphone_start(microphone, 256, 128);
    CHECK(board_captures(&capture));
    next();
    for (uint32_t nth = 1; nth <= 2; nth++) {
        block_full(nth);
        turn();
    }
    CHECK_EQ(answers, 1);
    for (uint32_t nth = 3; nth <= 9; nth++) {
        block_full(nth);
        turn();
    }
    // blocks 7, 8 and 9 are there, 3 to 6 are gone: the window must not join 2 and 7
    CHECK_EQ(next(), 0);
    turn();
    CHECK_EQ(answers, 2);
    CHECK_EQ(sample(0), 6 * 128);
    CHECK_EQ(sample(255), 8 * 128 - 1);
    CHECK_EQ(last_us, 8 * 8000);
    struct cn_microphone_stats stats;
    cn_microphone_stats(microphone, &stats);
    CHECK_EQ(stats.dropped, 4 * 128);
    CHECK_EQ(stats.gaps, 1);
    CHECK_EQ(stats.samples, 4 * 128);
    CHECK_EQ(stats.windows, 2);
    // what comes after the gap goes on without another one
    CHECK_EQ(next(), 0);
    turn();
    CHECK_EQ(sample(0), 7 * 128);
    CHECK_EQ(last_us, 9 * 8000);
}

// The question before the block, in between the interrupt and its handling, or after: none is lost or
// doubled.
static void no_block_is_lost(void) {
    for (uint32_t order = 0; order < 27; order++) {
        begin();
        cn_microphone_start(microphone, 128, 128);
        CHECK(board_captures(&capture));
        for (uint32_t nth = 1, code = order; nth <= 20; nth++, code = code / 3 + code % 3 * 9) {
            board_advance_to(nth * 8000 - 100);
            if (code % 3 == 0) {
                CHECK_EQ(next(), 0);
                turn();
            }
            board_advance_to(nth * 8000);
            board_block_at(nth * 8000);
            if (code % 3 == 1) {
                CHECK_EQ(next(), 0);
            }
            turn();
            if (code % 3 == 2) {
                CHECK_EQ(next(), 0);
            }
            turn();
            CHECK_EQ(answers, nth);
            CHECK_EQ(sample(0), (nth - 1) * 128);
            CHECK_EQ(last_us, nth * 8000);
        }
    }
}

// A block can be read before its interrupt is handled; the edge that is handled then is not that of the next.
static void stale_edge(void) {
    begin();
    cn_microphone_start(microphone, 384, 128);
    CHECK(board_captures(&capture));
    block_full(1);
    turn();
    block_full(2);
    CHECK_EQ(next(), 0);
    block_full(3); // before the edge of the second was handled: one wake bit for both, with the first moment
    turn();
    CHECK_EQ(answers, 1);
    CHECK_EQ(last_us, 24000);
}

static void stopping(void) {
    begin();
    struct cn_pool_stats before, after;
    cn_pool_stats(&before);
    cn_microphone_start(microphone, 512, 512);
    CHECK_EQ(cn_microphone_start(microphone, 512, 512), CN_ERR_STATE);
    CHECK_EQ(next(), 0);
    CHECK_EQ(cn_microphone_stop(microphone), 0);
    CHECK_EQ(answers, 1);
    CHECK_EQ(last_error, CN_ERR_CLOSED);
    CHECK(!board_captures(&capture));
    cn_pool_stats(&after);
    CHECK_EQ(after.used, before.used);
    CHECK_EQ(next(), CN_ERR_STATE);
    CHECK_EQ(cn_microphone_stop(microphone), 0);
    CHECK_EQ(cn_microphone_start(microphone, 512, 512), 0);
    cn_microphone_free(microphone);
    CHECK(!board_captures(&capture));
}

static void errors(void) {
    begin();
    CHECK_EQ(cn_microphone_start(microphone, 0, 0), CN_ERR_INVAL);
    CHECK_EQ(cn_microphone_start(microphone, 10, 11), CN_ERR_INVAL);
    size_t count;
    int error;
    CHECK(cn_microphone_window(microphone, &count, &error) == NULL);
    CHECK_EQ(error, CN_ERR_STATE);
    struct cn_pool_stats before, after;
    cn_pool_stats(&before);
    board_capture_answer(CN_ERR_TIMEOUT);
    CHECK_EQ(cn_microphone_start(microphone, 512, 512), CN_ERR_TIMEOUT);
    board_capture_answer(0);
    for (uint32_t nth = 1; nth <= 3; nth++) {
        cn_pool_fail_nth(nth);
        CHECK_EQ(cn_microphone_start(microphone, 512, 512), CN_ERR_NO_MEMORY);
        CHECK(!board_captures(&capture));
        cn_pool_stats(&after);
        CHECK_EQ(after.used, before.used);
    }
    CHECK_EQ(cn_microphone_start(microphone, 512, 512), 0);
}

int main(void) {
    static const struct test tests[] = {
        {"windows overlap by samples less hop and carry the moment of their newest sample", windows},
        {"a block is as long as a hop, or a part or a multiple of it, and even", blocks},
        {"a window that exists already is completed from the loop", kept},
        {"a late consumer loses the oldest blocks, gets their count, and gets no window across the gap",
         late},
        {"no block is lost or doubled, whichever comes first, the block, its handling or the question",
         no_block_is_lost},
        {"an edge of a block that was read already does not date the next one", stale_edge},
        {"stopping completes the question, stops the board and gives the memory back", stopping},
        {"what cannot be had is an error that leaves nothing behind", errors},
    };
    return RUN_TESTS(tests);
}
