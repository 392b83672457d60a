// Serial port 0 of the test board: the test says which bytes come, and when what was sent has left.
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "cn/error.h"

struct board_serial board_serial;
static struct hal_serial how;
static struct hal_serial_state counts;
static uint32_t head, tail; // of the ring, free running
static bool overflowed;     // since the last read

void board_serial_reset(void) {
    board_serial = (struct board_serial){0};
    counts = (struct hal_serial_state){0};
    head = tail = 0;
    overflowed = false;
}

static void news(void) {
    board_pin_at(hal_now_us(), HAL_SERIAL_LINE, true);
    board_pin_at(hal_now_us(), HAL_SERIAL_LINE, false);
}

void board_serial_byte(uint8_t byte) {
    if (!board_serial.receives) {
        return;
    }
    if (head - tail == how.bytes) {
        counts.lost++;
        bool is_first = !overflowed;
        overflowed = true;
        if (is_first) {
            news();
        }
        return;
    }
    how.ring[head++ & (how.bytes - 1)] = byte;
    counts.received++;
    int32_t end = board_serial.end;
    if (head - tail == how.bytes / 2 || (end < 0 ? head - tail == 1 : byte == (uint8_t)end)) {
        news();
    }
}

void board_serial_framing(void) {
    counts.framing++;
    news();
}

void board_serial_done(void) {
    counts.sending = false;
    news();
}

int hal_serial_open(uint8_t port, const struct hal_serial *wanted) {
    if (port != 0) {
        return CN_ERR_INVAL;
    }
    if (board_serial.open_answer < 0) {
        return board_serial.open_answer;
    }
    if (board_serial.is_open || (wanted->bytes & (wanted->bytes - 1)) != 0) {
        abort(); // against the contract
    }
    how = *wanted;
    counts = (struct hal_serial_state){0};
    head = tail = 0;
    board_serial.is_open = true;
    board_serial.baud = wanted->baud;
    board_serial.parity = wanted->parity;
    return CN_OK;
}

int hal_serial_receive(uint8_t port, int32_t end) {
    if (port != 0 || !board_serial.is_open) {
        abort();
    }
    if (board_serial.receive_answer < 0) {
        return board_serial.receive_answer;
    }
    board_serial.receives = true;
    board_serial.end = end;
    return CN_OK;
}

int hal_serial_rest(uint8_t port) {
    (void)port;
    board_serial.receives = false;
    return BOARD_SERIAL_RX;
}

int hal_serial_read(uint8_t port, uint8_t *out, size_t length) {
    (void)port;
    overflowed = false;
    uint32_t count = 0;
    while (count < length && tail != head) {
        out[count++] = how.ring[tail++ & (how.bytes - 1)];
    }
    return (int)count;
}

void hal_serial_look(uint8_t port, struct hal_serial_state *state) {
    (void)port;
    *state = counts;
    state->waiting = head - tail;
}

int hal_serial_send(uint8_t port, const uint8_t *bytes, size_t length) {
    (void)port;
    if (counts.sending) {
        return 0;
    }
    uint32_t count = length < sizeof board_serial.sent ? (uint32_t)length : sizeof board_serial.sent;
    memcpy(board_serial.sent, bytes, count);
    board_serial.sent_bytes = count;
    counts.sending = true;
    return (int)count;
}

void hal_serial_close(uint8_t port) {
    (void)port;
    board_serial.is_open = board_serial.receives = false;
}

int hal_serial_wire(uint8_t port, uint8_t tx, uint8_t rx) {
    (void)port, (void)tx, (void)rx;
    return CN_ERR_INVAL;
}
