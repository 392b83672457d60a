// The link of a virtual board to its world: messages as in SPEC.md, "Rendezvous", and what a board adds to
// it.
#ifndef CN_LINK_H
#define CN_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINK_VERSION 2
#define LINK_PINS 64
#define LINK_DISTURBANCES 16
#define LINK_LONGEST 65535u // bytes of payload

// Answered: the world acts, lets time pass, and tells which watched pins had edges.
enum link_request_kind {
    LINK_HELLO = 1,
    LINK_SLEEP,
    LINK_OFF,
    LINK_RESET,
    LINK_PIN_MODE,
    LINK_PIN_WRITE,
    LINK_PIN_READ,
    LINK_PIN_WATCH,
    LINK_TRANSFER,
    LINK_RECOVER,
    LINK_ANALOG,
    LINK_CAPTURE,
    LINK_CAPTURED,
    LINK_CLOCK,
    LINK_SPI,
    LINK_SERIAL,
    LINK_SERIAL_READ,
    LINK_SERIAL_SEND,
    LINK_PWM,
    LINK_PULSE,
};

// Posted: not answered; the world only notes them at the moment they were made.
enum link_post_kind {
    LINK_CONSOLE = 128,
    LINK_MARK,
    LINK_PANIC,
    LINK_EXIT,
    LINK_FAULT,
};

enum link_status {
    LINK_OK = 0,
    LINK_NO_DEVICE,
    LINK_IO,
    LINK_TIMEOUT,
    LINK_UNSUPPORTED,
    LINK_INVALID,
    LINK_RESTART, // the chip must restart now: it was switched off, or the watchdog has bitten
};

struct link_request {
    uint8_t kind;
    uint8_t a, b;
    uint8_t flags;   // bit 0: progress was made since the last request
    uint32_t length; // of the payload that follows
    uint32_t spent;  // instructions reported with hal_spend since the last answered request
    uint32_t value;
    uint64_t instructions; // executed since boot, 0 where they are not counted
    uint64_t until_us;
};
_Static_assert(sizeof(struct link_request) == 32, "the request's bytes are in SPEC.md");

struct link_reply {
    int32_t status;
    uint16_t edges;  // how many struct link_edge follow
    uint16_t length; // bytes of data after them
    uint64_t now_us;
    uint32_t value, value2;
};
_Static_assert(sizeof(struct link_reply) == 24, "the reply's bytes are in SPEC.md");

struct link_edge {
    uint8_t pin;
    uint8_t kinds; // bits of enum hal_edge
    uint16_t count;
    uint32_t reserved;
    uint64_t at_us; // the first one
};
_Static_assert(sizeof(struct link_edge) == 16, "the edge's bytes are in SPEC.md");

// ---- what boards/virtual gives

// Say hello; called once, before anything else of hal.h.
void link_open(void);

// Ask the world with interrupts masked: the clock moves, `edges` receives a bit for each pin that had some.
// The rest is as for link_ask, which is built of it.
struct link_reply link_exchange(struct link_request *request, const void *payload, void *data,
                                size_t data_length, uint64_t *edges);

// Ask the world and act on its answer: the clock moves, edges raise interrupts. `data` receives up to
// `data_length` bytes that come with it. Task context only. Does not return if the chip must restart.
struct link_reply link_ask(struct link_request *request, const void *payload, void *data, size_t data_length);

// Tell the world, without an answer. Any context.
void link_post(struct link_request *request, const void *payload);

// The CN_ERR_* of a link_status.
int link_error(int32_t status);

// How many edges of the pin were reported and not taken yet; `at_us` is the moment of the first.
uint32_t link_take_edges(uint8_t pin, uint64_t *at_us);

// The interrupt of a pin: boards call it from the pin's interrupt handler.
void link_pin_isr(uint8_t pin);

// ---- what each virtual board gives

// Move bytes to and from the world; both block until all are moved.
void port_send(const void *bytes, size_t length);
void port_receive(void *bytes, size_t length);

// Instructions executed since boot; 0 if the board does not count them.
uint64_t port_instructions(void);

// Make the pin's interrupt pending; it is taken at once, or when interrupts are unmasked.
void port_raise(uint8_t pin);

// Whether an interrupt of a pin is pending because interrupts are masked.
bool port_pending(void);

// Wait for an interrupt; the world has already raised the one that ends the sleep.
void port_wait(void);

// Start the program again; the retained block stays.
_Noreturn void port_restart(void);

// The run is over.
_Noreturn void port_halt(void);

#endif
