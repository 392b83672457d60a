// Serial ports: lines and pieces, what is sent, losses and faults, a receiver that rests, errors, memory that
// comes back.
#include <string.h>

#include "board/board.h"
#include "check.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/loop.h"
#include "cn/pin.h"
#include "cn/pool.h"
#include "cn/serial.h"
#include "cn/timer.h"

static uint32_t calls, last_events;
static uint64_t last_us;

static void on_event(void *context, uint64_t at_us, uint32_t events) {
    CHECK_EQ((intptr_t)context, 9);
    calls++;
    last_events = events;
    last_us = at_us;
}

static int open(uint32_t ring_bytes, uint32_t rest_after_us) {
    const struct cn_serial_config config = {
        .baud = 9600, .parity = HAL_PARITY_EVEN, .ring_bytes = ring_bytes, .rest_after_us = rest_after_us};
    return cn_serial_open(&config, on_event, (void *)9);
}

static void begin(void) {
    cn_serial_close(0);
    board_reset(HAL_BOOT_POWER_ON, true);
    size_t size;
    void *block = hal_pool(&size);
    cn_pool_init(block, size);
    cn_loop_init();
    calls = last_events = 0;
}

static void turn(void) {
    while (cn_pin_dispatch() || cn_timer_dispatch(hal_now_us())) {
    }
}

static void pass_to(uint64_t at_us) {
    for (uint64_t due_us = cn_timer_next_us(); due_us <= at_us; due_us = cn_timer_next_us()) {
        board_advance_to(due_us);
        turn();
    }
    board_advance_to(at_us);
    turn();
}

static void come(const char *text) {
    while (*text) {
        board_serial_byte((uint8_t)*text++);
    }
    turn();
}

static struct cn_serial_stats stats(void) {
    struct cn_serial_stats got;
    CHECK_EQ(cn_serial_stats(0, &got), 0);
    return got;
}

// What has come, as text.
static const char *taken(void) {
    static char text[512];
    int count = cn_serial_read(0, (uint8_t *)text, sizeof text - 1);
    CHECK(count >= 0);
    text[count < 0 ? 0 : count] = 0;
    return text;
}

static void lines(void) {
    begin();
    CHECK_EQ(open(100, 0), 0);
    CHECK_EQ(board_serial.baud, 9600);
    CHECK_EQ(board_serial.parity, HAL_PARITY_EVEN);
    CHECK(!board_serial.receives);
    CHECK_EQ(cn_serial_receive(0, '\n', 0), 0);
    come("hello");
    CHECK_EQ(calls, 0);
    board_advance_to(700);
    come("\n");
    CHECK_EQ(calls, 1);
    CHECK_EQ(last_events, CN_SERIAL_BYTES);
    CHECK_EQ(last_us, 700);
    CHECK_EQ(strcmp(taken(), "hello\n"), 0);
    CHECK_EQ(board_log.spent, CN_COST_TRANSFER);
}

static void half_full(void) {
    begin();
    CHECK_EQ(open(100, 0), 0); // 128 bytes
    CHECK_EQ(cn_serial_receive(0, '\n', 0), 0);
    for (int i = 0; i < 63; i++) {
        come("x");
    }
    CHECK_EQ(calls, 0);
    come("x");
    CHECK_EQ(calls, 1);
    CHECK_EQ(last_events, CN_SERIAL_BYTES);
}

static void pieces(void) {
    begin();
    CHECK_EQ(open(64, 0), 0);
    CHECK_EQ(cn_serial_receive(0, -1, 10000), 0);
    come("a");
    CHECK_EQ(calls, 0);
    board_advance_to(5000);
    come("bc");
    pass_to(9999);
    CHECK_EQ(calls, 0);
    pass_to(10000);
    CHECK_EQ(calls, 1);
    CHECK_EQ(last_events, CN_SERIAL_BYTES);
    CHECK_EQ(strcmp(taken(), "abc"), 0);
    come("d"); // gathered again
    pass_to(20000);
    CHECK_EQ(calls, 2);
    CHECK_EQ(strcmp(taken(), "d"), 0);
    CHECK_EQ(cn_serial_receive(0, -1, 0), 0);
    come("e"); // without gathering at once
    CHECK_EQ(calls, 3);
}

static void piece_is_full(void) {
    begin();
    CHECK_EQ(open(64, 0), 0);
    CHECK_EQ(cn_serial_receive(0, -1, 10000), 0);
    for (int i = 0; i < 32; i++) {
        come("x");
    }
    CHECK_EQ(calls, 1); // half of the ring: earlier than after 10 ms
}

static void loses(void) {
    begin();
    CHECK_EQ(open(64, 0), 0);
    CHECK_EQ(cn_serial_receive(0, '\n', 0), 0);
    for (int i = 0; i < 64; i++) {
        come("x");
    }
    CHECK_EQ(calls, 1);
    come("yyyy");
    CHECK_EQ(calls, 2); // the first lost one alone
    CHECK_EQ(last_events, CN_SERIAL_FAULT | CN_SERIAL_BYTES);
    CHECK_EQ(stats().lost, 4);
    CHECK_EQ(stats().received, 64);
    CHECK_EQ(strlen(taken()), 64);
    board_serial_framing();
    turn();
    CHECK_EQ(last_events, CN_SERIAL_FAULT);
    CHECK_EQ(stats().framing, 1);
}

static void sends(void) {
    begin();
    CHECK_EQ(open(64, 0), 0);
    uint8_t bytes[100];
    memset(bytes, 0x5a, sizeof bytes);
    CHECK_EQ(cn_serial_send(0, bytes, sizeof bytes), 64);
    CHECK_EQ(board_serial.sent[63], 0x5a);
    CHECK_EQ(cn_serial_send(0, bytes, 36), 0);
    CHECK_EQ(calls, 0);
    board_serial_done();
    turn();
    CHECK_EQ(calls, 1);
    CHECK_EQ(last_events, CN_SERIAL_SENT);
    CHECK_EQ(cn_serial_send(0, bytes, 36), 36);
    CHECK_EQ(board_serial.sent_bytes, 36);
}

static void rests(void) {
    begin();
    CHECK_EQ(open(64, 50000), 0);
    CHECK_EQ(cn_serial_receive(0, '\n', 0), 0);
    board_pin_at(0, BOARD_SERIAL_RX, true);
    pass_to(40000);
    come("a\n");
    CHECK_EQ(strcmp(taken(), "a\n"), 0);
    pass_to(99999); // there was something to hear in the first 50 ms
    CHECK(board_serial.receives);
    pass_to(100000);
    CHECK(!board_serial.receives);
    CHECK_EQ(calls, 1);
    board_advance_to(300000);
    board_pin_at(300000, BOARD_SERIAL_RX, false); // the start of a byte, which is lost
    turn();
    CHECK(board_serial.receives);
    CHECK_EQ(last_events, CN_SERIAL_WOKE);
    CHECK_EQ(last_us, 300000);
    CHECK_EQ(stats().wakes, 1);
    come("b\n");
    CHECK_EQ(last_events, CN_SERIAL_BYTES);
    board_pin_at(300000, BOARD_SERIAL_RX, true);
    board_pin_at(300000, BOARD_SERIAL_RX, false); // edges of a receiver that listens wake nobody
    turn();
    CHECK_EQ(stats().wakes, 1);
    pass_to(400000);
    CHECK(!board_serial.receives);
}

static void rests_while_asked(void) {
    begin();
    CHECK_EQ(open(64, 50000), 0);
    CHECK_EQ(cn_serial_receive(0, '\n', 0), 0);
    pass_to(50000);
    CHECK(!board_serial.receives);
    CHECK_EQ(cn_serial_receive(0, -1, 0), 0); // a loop begins: the next byte switches it on
    CHECK(!board_serial.receives);
    board_pin_at(50000, BOARD_SERIAL_RX, true);
    board_pin_at(50000, BOARD_SERIAL_RX, false);
    turn();
    CHECK(board_serial.receives);
    CHECK_EQ(board_serial.end, -1);
}

static void wakes_without_clock(void) {
    begin();
    CHECK_EQ(open(64, 50000), 0);
    CHECK_EQ(cn_serial_receive(0, '\n', 0), 0);
    board_pin_at(0, BOARD_SERIAL_RX, true);
    pass_to(50000);
    board_serial.receive_answer = CN_ERR_TIMEOUT;
    board_pin_at(50000, BOARD_SERIAL_RX, false);
    turn();
    CHECK_EQ(last_events, CN_SERIAL_WOKE | CN_SERIAL_FAULT);
    board_serial.receive_answer = 0;
    board_pin_at(50000, BOARD_SERIAL_RX, true);
    board_pin_at(50000, BOARD_SERIAL_RX, false); // the next byte is another try
    turn();
    CHECK(board_serial.receives);
    CHECK_EQ(stats().wakes, 2);
}

static void errors(void) {
    begin();
    struct cn_pool_stats before, after;
    cn_pool_stats(&before);
    const struct cn_serial_config other = {.port = CN_SERIAL_PORTS, .baud = 9600, .ring_bytes = 64};
    CHECK_EQ(cn_serial_open(&other, on_event, NULL), CN_ERR_INVAL);
    static const int answers[] = {CN_ERR_RANGE, CN_ERR_BUSY, CN_ERR_INVAL};
    for (int i = 0; i < 3; i++) {
        board_serial.open_answer = answers[i];
        CHECK_EQ(open(64, 0), answers[i]);
    }
    board_serial.open_answer = 0;
    cn_pool_fail_nth(1);
    CHECK_EQ(open(64, 0), CN_ERR_NO_MEMORY);
    cn_pool_stats(&after);
    CHECK_EQ(after.used, before.used);
    CHECK_EQ(cn_serial_receive(0, -1, 0), CN_ERR_CLOSED);
    CHECK_EQ(cn_serial_send(0, (const uint8_t *)"x", 1), CN_ERR_CLOSED);
    CHECK_EQ(cn_serial_read(-1, NULL, 0), CN_ERR_CLOSED);
    struct cn_serial_stats none;
    CHECK_EQ(cn_serial_stats(CN_SERIAL_PORTS, &none), CN_ERR_CLOSED);
    CHECK_EQ(open(64, 0), 0);
    CHECK_EQ(open(64, 0), CN_ERR_BUSY);
}

static void without_slot(void) {
    begin();
    struct cn_pool_stats before, after;
    cn_pool_stats(&before);
    while (cn_pin_watch(1, HAL_EDGE_BOTH, on_event, NULL) >= 0) {
    }
    CHECK_EQ(open(64, 0), CN_ERR_FULL);
    CHECK(!board_serial.is_open);
    cn_pool_stats(&after);
    CHECK_EQ(after.used, before.used);
}

static void closes(void) {
    begin();
    struct cn_pool_stats before, after;
    cn_pool_stats(&before);
    CHECK_EQ(open(4096, 50000), 0);
    CHECK_EQ(cn_serial_receive(0, -1, 10000), 0);
    come("x"); // gathers, and the look for a rest is due
    cn_serial_close(0);
    cn_serial_close(0);
    cn_pool_stats(&after);
    CHECK_EQ(after.used, before.used);
    CHECK(!board_serial.is_open);
    CHECK_EQ(cn_timer_next_us(), HAL_FOREVER);
    board_serial_done();
    pass_to(200000);
    CHECK_EQ(calls, 0);
}

static void closes_at_rest(void) {
    begin();
    CHECK_EQ(open(64, 50000), 0);
    CHECK_EQ(cn_serial_receive(0, '\n', 0), 0);
    board_pin_at(0, BOARD_SERIAL_RX, true);
    pass_to(50000);
    cn_serial_close(0);
    board_pin_at(50000, BOARD_SERIAL_RX, false);
    turn();
    CHECK_EQ(calls, 0);
    CHECK(!board_serial.receives);
}

int main(void) {
    static const struct test tests[] = {
        {"a line is reported at its end, with the moment of it", lines},
        {"a ring that is half full is reported before the end of the line", half_full},
        {"what follows a first byte soon is one piece with it", pieces},
        {"a piece that fills half of the ring does not wait", piece_is_full},
        {"bytes beyond the ring and bytes without a stop bit are counted faults", loses},
        {"bytes are sent as far as there is room, and the end of it is reported", sends},
        {"a receiver that hears nothing rests, and the start of a byte wakes it", rests},
        {"a loop that begins while the receiver rests is served by the next byte", rests_while_asked},
        {"a start without a clock is a fault, and the next byte tries again", wakes_without_clock},
        {"no such port, the board's errors, no memory, closed and open ports are errors", errors},
        {"without a free slot the port is closed again and its memory comes back", without_slot},
        {"a closed port is silent, leaves no timer and gives its memory back", closes},
        {"a port that is closed while it rests is not woken", closes_at_rest},
    };
    return run_tests(tests, sizeof tests / sizeof tests[0]);
}
