// The native test board: what a test can script and look at.
#ifndef CN_NATIVE_BOARD_H
#define CN_NATIVE_BOARD_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOARD_PINS 32
#define BOARD_PATIENCE_US 60000000u // an app that still has work then never ends

// A chip on the bus: answers a transfer with 0 or CN_ERR_*.
typedef int (*board_device)(const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len);

// What stands in flash and outlives a start: images, the one to be tried first before the other.
struct board_app {
    const uint8_t *image; // NULL: none
    size_t size;
    unsigned failures; // starts in a row that did not hold
    bool held, given_up;
};
extern struct board_app *board_apps; // two; a test that looks at several starts shares them between processes

struct board {
    uint64_t now_us;
    void *pool;
    size_t pool_size;
    uint32_t fail_nth;   // let this allocation fail, counted from where the app is evaluated
    bool fail_on;        // and all that follow
    board_device device; // the only one, at device_address; NULL: nobody answers
    uint8_t device_address;
    bool pin_high[BOARD_PINS];
    uint8_t pin_watch[BOARD_PINS]; // enum hal_edge
    // Called when the chip would sleep, before time passes; may raise pins with board_pin.
    void (*on_sleep)(uint64_t until_us);
    jmp_buf *end; // where to go when nothing can happen any more, at off, reset and panic
    enum board_end { BOARD_RUNS, BOARD_ASLEEP, BOARD_OFF, BOARD_RESET, BOARD_PANIC, BOARD_ENDED } ended;
    char console[1 << 16];
    size_t console_length;
    uint32_t marks[16]; // how often each was seen
    uint64_t spent;     // instructions reported
};
extern struct board board;

// Everything as after power-on; the pool gets `pool_size` bytes.
void board_reset(size_t pool_size);

// Set the level of a pin from outside; a watched edge calls its interrupt handler.
void board_pin(uint8_t pin, bool high);

#endif
