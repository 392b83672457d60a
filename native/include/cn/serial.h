// Serial ports for apps: bytes that come and go while the core sleeps, in whole lines or in pieces.
#ifndef CN_SERIAL_H
#define CN_SERIAL_H

#include <stddef.h>
#include <stdint.h>

#include "cn/hal.h"

#define CN_SERIAL_PORTS 2

// What a handler is called for, as bits.
enum cn_serial_event { CN_SERIAL_BYTES = 1, CN_SERIAL_SENT = 2, CN_SERIAL_FAULT = 4, CN_SERIAL_WOKE = 8 };

typedef void (*cn_serial_handler)(void *context, uint64_t at_us, uint32_t events);

struct cn_serial_config {
    uint32_t port, baud;
    int parity;             // enum hal_parity
    uint32_t ring_bytes;    // 64 to 4096, rounded up to a power of two
    uint32_t rest_after_us; // without a byte for so long the receiver is switched off; 0: never
};

// Since the port was opened.
struct cn_serial_stats {
    uint32_t received, lost, overruns, framing, parity, breaks;
    uint32_t
        wakes; // starts of a byte that ended a rest; that byte and those of the next milliseconds are lost
};

// Take the port; nothing is received before cn_serial_receive. Returns its number, CN_ERR_BUSY (it is open,
// or the chip's controller is in use), CN_ERR_RANGE (a baud rate), CN_ERR_INVAL (no such port),
// CN_ERR_NO_MEMORY, CN_ERR_FULL.
int cn_serial_open(const struct cn_serial_config *config, cn_serial_handler handler, void *context);

// Receive from now on; the handler is called for each byte `end`, or, if it is negative, for what came within
// `gather_us` after the first byte; always when half the ring is full. CN_ERR_CLOSED, CN_ERR_TIMEOUT.
int cn_serial_receive(int port, int32_t end, uint32_t gather_us);

// Copy what has come; returns how many bytes. CN_ERR_CLOSED.
int cn_serial_read(int port, uint8_t *into, size_t length);

// Take bytes to be sent; returns how many, 0 while others are being sent. CN_ERR_CLOSED.
int cn_serial_send(int port, const uint8_t *bytes, size_t length);

int cn_serial_stats(int port, struct cn_serial_stats *stats);

// Stop at once and free the memory; a port that is closed is ignored.
void cn_serial_close(int port);

#endif
