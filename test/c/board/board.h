// The test board: hal.h in virtual time on the PC, with scripted pins and I2C devices and named failures.
#ifndef TEST_BOARD_H
#define TEST_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cn/hal.h"

// Forget everything; time is 0, retained memory is kept (as over a reset) unless `power_on`.
void board_reset(enum hal_boot cause, bool power_on);

void board_advance_to(uint64_t at_us);

// Change a pin's level at the moment `at_us` (now or later); watched edges interrupt, also in the midst of a
// sleep.
void board_pin_at(uint64_t at_us, uint8_t pin, bool high);

// What answers on the bus; NULL context allowed. Returns 0 or CN_ERR_*.
typedef int (*board_device)(void *context, const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len);
void board_attach(uint8_t address, board_device device, void *context);

// The pin that selects, when low, the SPI device that answers each byte with its inverse.
#define BOARD_SPI_SELECT 5

// Let bus transfer number `nth` from now (1 = the next) fail with `error`, once.
void board_fail_transfer(uint32_t nth, int error);

// Call `hook` each time the board is about to sleep, with interrupts masked and the decision already made:
// the last moment at which an interrupt can be lost.
void board_before_sleep(void (*hook)(void *context), void *context);

// What the next conversions of `input` (0 to 3, or HAL_ANALOG_SUPPLY) give: counts or CN_ERR_*; the full
// scale is 3.6 V.
void board_analog(uint8_t input, int counts);

// A block of the microphone is full at `at_us`, which is now; its samples count on from those of the block
// before, from 0.
void board_block_at(uint64_t at_us);

// Whether the microphone runs; `*capture` receives what the core asked for.
bool board_captures(struct hal_capture *capture);

// What hal_capture_start answers, 0 or CN_ERR_*, until the next board_reset.
void board_capture_answer(int answer);

// Called by board_reset.
void board_capture_reset(void);

// What is at serial port 0: hal_serial_rest returns this pin.
#define BOARD_SERIAL_RX 6

struct board_serial {
    bool is_open, receives;
    int32_t end;
    uint32_t baud;
    enum hal_parity parity;
    uint8_t sent[64];
    uint32_t sent_bytes;
    int open_answer, receive_answer; // 0 or CN_ERR_*
};
extern struct board_serial board_serial;

// A byte comes now; while the port does not receive, it is lost without a trace.
void board_serial_byte(uint8_t byte);
// The receiver reports a byte without a stop bit.
void board_serial_framing(void);
// What was sent has left.
void board_serial_done(void);
// Called by board_reset.
void board_serial_reset(void);

// Pins 0 to 7 can have pulses and counters, two of them at a time.
struct board_pulses {
    bool has_pwm[8], counts[8];
    uint32_t duty[8], hz[8];
    enum hal_pin_mode mode[8];
    enum hal_edge edge[8];
    bool has_no_marks; // hal_pulse_mark has no hardware left
};
extern struct board_pulses board_pulses;

// So many edges come to a pin that is counted, one after the other.
void board_pulse(uint8_t pin, uint32_t edges);
// The same in the midst of the next hal_pulse_mark, before the mark is set.
void board_pulse_at_mark(uint8_t pin, uint32_t edges);
// Called by board_reset.
void board_pulses_reset(void);

struct board_log {
    uint32_t sleeps, transfers, recoveries, feeds;
    uint64_t spent; // instructions reported
    char console[4096];
};
extern struct board_log board_log;

// What the app image is; NULL: none.
void board_image(const uint8_t *image, size_t size);

#endif
