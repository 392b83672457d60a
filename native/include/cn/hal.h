// What a board gives to the core: time, sleep, interrupts, pins, buses, console, retained memory, image.
// Every function is task context only unless its comment says "any context". A board implements all of them
// and nothing else; negative results are CN_ERR_* codes from cn/error.h.
#ifndef CN_HAL_H
#define CN_HAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HAL_FOREVER UINT64_MAX

enum hal_depth { HAL_IDLE = 0, HAL_DEEP = 1 };
enum hal_boot { HAL_BOOT_POWER_ON = 0, HAL_BOOT_RESET = 1, HAL_BOOT_OFF_WAKE = 2, HAL_BOOT_WATCHDOG = 3 };
enum hal_clock { HAL_CLOCK_SLOW = 0, HAL_CLOCK_FAST = 1 };
enum hal_edge { HAL_EDGE_NONE = 0, HAL_EDGE_RISING = 1, HAL_EDGE_FALLING = 2, HAL_EDGE_BOTH = 3 };
enum hal_pin_mode {
    HAL_PIN_INPUT = 0,
    HAL_PIN_INPUT_PULL_UP = 1,
    HAL_PIN_INPUT_PULL_DOWN = 2,
    HAL_PIN_OUTPUT = 3
};

// ---- time

// Moment in microseconds since power-on. Never decreases, counts through sleep, off excluded on boards
// without a clock in off. Never fails. Any context.
uint64_t hal_now_us(void);

// Report that about `instructions` Cortex-M33 instructions of work were done since the last report. Boards
// that run in virtual time let it pass by that much; real boards ignore it.
void hal_spend(uint32_t instructions);

// Run the core at this clock; a board starts slow. Returns 0, or CN_ERR_UNSUPPORTED if it has no fast one.
int hal_clock(enum hal_clock clock);

// ---- interrupts and sleep

// Mask interrupts; returns the state to hand to hal_irq_unlock. Nests. Any context.
uint32_t hal_irq_lock(void);
void hal_irq_unlock(uint32_t state);

// Sleep until the moment `until_us` (HAL_FOREVER: no deadline) or until cn_wake_pending(). Returns at once
// if that already holds: the board asks with interrupts masked right before it sleeps, so no wake is lost.
// May return early. Returns 0, or CN_ERR_UNSUPPORTED if the board has no such depth.
int hal_sleep(enum hal_depth depth, uint64_t until_us);

// A pin whose level ends off.
struct hal_wake_pin {
    uint8_t pin;
    bool high;
};

// Off: only the retained block survives; one of the levels, which may stand already, or the moment `until_us`
// (HAL_FOREVER: none) boots the chip. Returns only on error: CN_ERR_UNSUPPORTED if a pin cannot wake this
// board by that level, or if no clock runs in its off.
int hal_off(const struct hal_wake_pin *wake_pins, size_t count, uint64_t until_us);

// Reset the chip; the retained block survives.
_Noreturn void hal_reset(void);

// Why the chip started; `*pin` receives the wake pin for HAL_BOOT_OFF_WAKE, 0xff if the clock ended off, and
// for other causes.
enum hal_boot hal_boot_cause(uint8_t *pin);

// Restart the watchdog's countdown (HAL_WATCHDOG_US). Called by the loop once an iteration has made progress.
void hal_watchdog_feed(void);

// ---- pins. Numbers are the board's own, from board.ts.

int hal_pin_mode(uint8_t pin, enum hal_pin_mode mode);
int hal_pin_write(uint8_t pin, bool high);
int hal_pin_read(uint8_t pin);

// On each `edge` of `pin`, the board's interrupt handler calls cn_pin_isr(pin, moment). HAL_EDGE_NONE stops
// it.
int hal_pin_watch(uint8_t pin, enum hal_edge edge);

// ---- buses. `bus` is the board's number for an I2C controller.

// Write `tx_len` bytes to the 7-bit `address`, then (repeated start) read `rx_len`. Either may be 0. Blocks;
// the board may sleep the CPU meanwhile. Returns 0, CN_ERR_NO_DEVICE (no acknowledge), CN_ERR_IO,
// CN_ERR_TIMEOUT.
int hal_bus_transfer(uint8_t bus, uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len);

// Free a bus whose data line is held low: up to nine clocks and a stop. Returns 0 or CN_ERR_IO if still
// stuck.
int hal_bus_recover(uint8_t bus);

// Wire a bus otherwise than the board does: to other pins, at another clock. Before its first transfer.
// CN_ERR_INVAL: no such bus or pin, or one that the board's own parts have; CN_ERR_UNSUPPORTED: a clock that
// the board does not have. Boards that run in virtual time leave it to their world.
int hal_bus_wire(uint8_t bus, uint8_t sda, uint8_t scl, uint32_t hz);

// ---- SPI. `bus` is the board's number for an SPI controller; selecting a device is up to the caller.

struct hal_spi {
    uint32_t hz;  // the board takes the fastest of its clocks that is not faster
    uint8_t mode; // 0 to 3: bit 1 is the clock's level at rest, bit 0 its edge that samples
};

// Exchange as many bytes as the longer of the two has, most significant bit first: behind the end of `tx`
// zeros are sent, behind that of `rx` what comes is dropped. Blocks; the board may sleep the CPU meanwhile.
// Returns 0, CN_ERR_INVAL (no such bus, or not wired), CN_ERR_UNSUPPORTED (slower than its slowest clock).
int hal_spi_transfer(uint8_t bus, const struct hal_spi *how, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len);

// As hal_bus_wire.
int hal_spi_wire(uint8_t bus, uint8_t sck, uint8_t mosi, uint8_t miso);

// ---- serial ports: 8 data bits, one stop bit. `port` is the board's number for a UART.

// Lines that are no pins, but watched like them: a rising edge says that hal_serial_look has something new;
// for a virtual board a falling edge of the second says that a byte begins.
#define HAL_SERIAL_LINE 61u
#define HAL_SERIAL_START_LINE 60u

enum hal_parity { HAL_PARITY_NONE = 0, HAL_PARITY_EVEN = 1, HAL_PARITY_ODD = 2 };

struct hal_serial {
    uint32_t baud;
    enum hal_parity parity;
    uint8_t *ring;  // [bytes], the board's until hal_serial_close
    uint32_t bytes; // a power of two
};

struct hal_serial_state {
    uint32_t waiting;                           // bytes to be read
    uint32_t received;                          // since it was opened, lost ones left out, as are those below
    uint32_t lost;                              // because the ring was full
    uint32_t overruns, framing, parity, breaks; // what the receiver reported
    bool sending;
};

// Take over the pins; nothing is received yet. CN_ERR_INVAL: no such port, or not wired; CN_ERR_RANGE: a baud
// rate that the board does not have; CN_ERR_BUSY: its controller is in use.
int hal_serial_open(uint8_t port, const struct hal_serial *how);

// Receive from now on. New is each fault (of bytes that find the ring full, the first after a read), a ring
// that is half full, and the byte `end`, or, if that is negative, the first byte after a read. May block for
// some milliseconds. CN_ERR_TIMEOUT: no clock.
int hal_serial_receive(uint8_t port, int32_t end);

// Receive no more, at no current; bytes on their way are still received. Returns the pin whose falling edge
// begins the next byte. CN_ERR_BUSY: a byte is on its way that would be lost; it goes on receiving.
int hal_serial_rest(uint8_t port);

// Copy the oldest bytes to `out`; returns how many.
int hal_serial_read(uint8_t port, uint8_t *out, size_t length);
void hal_serial_look(uint8_t port, struct hal_serial_state *state);

// Take bytes to be sent; returns how many, 0 while others are being sent. New is that all have left.
int hal_serial_send(uint8_t port, const uint8_t *bytes, size_t length);

// Stop at once, and let go of the pins. Does nothing if it is not open.
void hal_serial_close(uint8_t port);

// As hal_bus_wire.
int hal_serial_wire(uint8_t port, uint8_t tx, uint8_t rx);

// ---- pulse-width modulation: pulses that the chip makes by itself while the core sleeps

struct hal_pwm {
    uint32_t hz;   // what the chip makes of the frequency that was wanted, rounded
    uint32_t bits; // duties are 0 to 2^bits - 1
};

// Make `pin` an output at low. CN_ERR_INVAL: no such pin, or one of the board's own parts; CN_ERR_RANGE: a
// frequency that the chip cannot make; CN_ERR_FULL: all that make pulses are in use.
int hal_pwm_open(uint8_t pin, uint32_t hz, struct hal_pwm *got);

// Have the pin, which is open, high for duty / (2^bits - 1) of each period. The ends are constant levels:
// they need no clock, and off keeps them; pulses end with off, and the pin is low.
void hal_pwm_write(uint8_t pin, uint32_t duty);

// Stop at once; the pin, which is open, becomes an input.
void hal_pwm_close(uint8_t pin);

// ---- pulse counters: edges at a pin that the chip counts by itself while the core sleeps

// No pin, but watched like one: a rising edge says that a counter has come to its mark.
#define HAL_PULSE_LINE 62u

// Count the edges of `pin`, an input of that mode, from 0 on, modulo 2^32. CN_ERR_INVAL, CN_ERR_FULL as
// hal_pwm_open.
int hal_pulse_open(uint8_t pin, enum hal_pin_mode mode, enum hal_edge edge);

// The pin is open in the following. The count, up to this moment.
uint32_t hal_pulse_read(uint8_t pin);

// Report once, when the count comes to `mark` from below; one that is reached already is not reported.
// CN_ERR_FULL, of the first mark of a pin alone: no hardware for marks is left.
int hal_pulse_mark(uint8_t pin, uint32_t mark);
void hal_pulse_close(uint8_t pin);

// ---- analog inputs. `input` is the board's number, from board.ts, or HAL_ANALOG_SUPPLY.

#define HAL_ANALOG_BITS 12u
#define HAL_ANALOG_SUPPLY 0xffu // the chip's own supply voltage

// One conversion. Blocks; the board may sleep the CPU meanwhile. Returns 0 to 4095, the ends also for levels
// beyond them, and writes the level that would read as 4096, in microvolts. CN_ERR_INVAL: no such input;
// CN_ERR_TIMEOUT: the converter did not end.
int hal_analog_read(uint8_t input, uint32_t *full_scale_uv);

// ---- capture: a microphone that the board samples by itself, into a ring of blocks

// No pin, but watched like one: a rising edge says that a block is full.
#define HAL_CAPTURE_LINE 63u

struct hal_capture {
    uint32_t rate_hz;
    int32_t gain_half_db; // of the decimated signal, in half decibels
    int16_t *memory;      // [blocks][block], the board's until hal_capture_stop
    uint32_t block;       // samples, an even number from 2 to 32766
    uint32_t blocks;      // 3 to 8
};

// Start the microphone's clock and fill one block after the other, round and round, without the CPU. May
// block for some milliseconds. CN_ERR_UNSUPPORTED: no microphone; CN_ERR_INVAL: a rate or gain that the board
// does not have; CN_ERR_BUSY: it runs already; CN_ERR_TIMEOUT: the clock did not start.
int hal_capture_start(const struct hal_capture *capture);

// Copy the oldest full block that was not read yet to `out`. Returns its samples, or 0 if no block is full.
// While one block is filled the `blocks - 1` before it are kept; `*lost` receives how many were overwritten
// before this one, unread. CN_ERR_STATE: not started.
int hal_capture_read(int16_t *out, uint32_t *lost);

// Stop, and release the microphone's clock. Does nothing if it is not started.
void hal_capture_stop(void);

// ---- app images. A board may hold several, the one to be tried first at place 0.

// The image at `place` as it lies in flash, 16-byte aligned, unchecked; NULL: there are no more. `*size` is
// the room, not the image's own length. While an app runs the places do not change.
const uint8_t *hal_app_image(unsigned place, size_t *size);

#define HAL_APP_STARTS 3u // that fail in a row: then another image is tried

// How many of the last starts of the image at `place` have failed, up to HAL_APP_STARTS. A start has failed
// if the chip starts again after hal_app_begins and before hal_app_holds. The reset pin clears the count.
unsigned hal_app_failures(unsigned place);

// The image at `place` runs from here on.
void hal_app_begins(unsigned place);

// The app that runs has come to its first sleep, or has asked for off or a reset before.
void hal_app_holds(void);

// The image at `place` counts as failed from here on, until another is written where it lies.
void hal_app_give_up(unsigned place);

// ---- the rest

// Send bytes to the console; blocks until they are queued. Never fails. Any context.
void hal_console_write(const char *text, size_t length);

// The block of memory that survives reset and off, 4-byte aligned; its content is arbitrary after power-on.
void *hal_retained(size_t *size);

// The block from which the pool serves, 16-byte aligned; its size is fixed when the firmware is linked.
void *hal_pool(size_t *size);

// 32 bits of entropy; a virtual board returns the run's seed.
uint32_t hal_entropy(void);

// Tell an observer where the run is (virtual boards: the world's log and instruction counts). Real boards
// ignore it. `value`: for INVOKE_END the FNV-1a hash of the output tensors' bytes, else 0.
enum hal_mark {
    HAL_MARK_READY, // the app's top level has run or awaits
    HAL_MARK_ISR,   // first line of an interrupt handler
    HAL_MARK_INVOKE_BEGIN,
    HAL_MARK_INVOKE_END,
    HAL_MARK_SCRIPT_BEGIN, // C hands over to the script engine
    HAL_MARK_SCRIPT_END,
    HAL_MARK_ENDED,    // the app has ended with an error; `value` is the code without its sign
    HAL_MARK_UNCAUGHT, // the console is about to say an error, or a rejection, that nobody caught
};
void hal_mark(enum hal_mark mark, uint32_t value);

// Stop for good after a failed assertion: say `what` on the console and reset (virtual boards: end the run).
_Noreturn void hal_panic(const char *what);

#endif
