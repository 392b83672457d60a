// The native test board: hal.h on this machine, in virtual time, scripted by the test.
#include "board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "cn/pool.h"
#include "cn/wake.h"

struct board board;

static struct board_app own_apps[2];
struct board_app *board_apps = own_apps;
static struct board_app *running;

static _Alignas(16) uint8_t retained[4096 + 512];

void board_reset(size_t pool_size) {
    free(board.pool);
    memset(&board, 0, sizeof board);
    board.pool = aligned_alloc(16, (pool_size + 15) / 16 * 16);
    board.pool_size = pool_size;
    memset(retained, 0, sizeof retained);
}

static _Noreturn void end(enum board_end how) {
    board.ended = how;
    if (board.end) {
        longjmp(*board.end, 1);
    }
    fprintf(stderr, "board: ended (%d) outside of a run: %s\n", (int)how, board.console);
    abort();
}

void board_pin(uint8_t pin, bool high) {
    bool edge = board.pin_high[pin] != high;
    board.pin_high[pin] = high;
    if (edge && (board.pin_watch[pin] & (high ? HAL_EDGE_RISING : HAL_EDGE_FALLING))) {
        cn_pin_isr(pin, board.now_us, 1);
    }
}

uint64_t hal_now_us(void) {
    return board.now_us;
}

void hal_spend(uint32_t instructions) {
    board.spent += instructions;
}

int hal_clock(enum hal_clock clock) {
    (void)clock;
    return CN_OK;
}

uint32_t hal_irq_lock(void) {
    return 0;
}

void hal_irq_unlock(uint32_t state) {
    (void)state;
}

int hal_sleep(enum hal_depth depth, uint64_t until_us) {
    if (depth != HAL_IDLE) {
        return CN_ERR_UNSUPPORTED;
    }
    if (board.now_us > BOARD_PATIENCE_US) {
        end(BOARD_ENDED);
    }
    if (board.on_sleep) {
        board.on_sleep(until_us);
    }
    if (cn_wake_pending()) {
        return CN_OK;
    }
    if (until_us == HAL_FOREVER) {
        end(BOARD_ASLEEP);
    }
    if (until_us > board.now_us) {
        board.now_us = until_us;
    }
    return CN_OK;
}

int hal_off(const struct hal_wake_pin *wake_pins, size_t count, uint64_t until_us) {
    if (until_us != HAL_FOREVER || (count > 0 && wake_pins[0].pin >= BOARD_PINS)) {
        return CN_ERR_UNSUPPORTED;
    }
    hal_app_holds();
    end(BOARD_OFF);
}

_Noreturn void hal_reset(void) {
    end(BOARD_RESET);
}

enum hal_boot hal_boot_cause(uint8_t *pin) {
    *pin = 0xff;
    return HAL_BOOT_POWER_ON;
}

void hal_watchdog_feed(void) {}

static int check_pin(uint8_t pin) {
    return pin < BOARD_PINS ? CN_OK : CN_ERR_INVAL;
}

int hal_pin_mode(uint8_t pin, enum hal_pin_mode mode) {
    (void)mode;
    return check_pin(pin);
}

int hal_pin_write(uint8_t pin, bool high) {
    if (check_pin(pin) == CN_OK) {
        board_pin(pin, high);
    }
    return check_pin(pin);
}

int hal_pin_read(uint8_t pin) {
    return check_pin(pin) < 0 ? check_pin(pin) : board.pin_high[pin];
}

int hal_pin_watch(uint8_t pin, enum hal_edge edge) {
    if (check_pin(pin) == CN_OK) {
        board.pin_watch[pin] = (uint8_t)edge;
    }
    return check_pin(pin);
}

int hal_bus_transfer(uint8_t bus, uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    if (bus != 0 || !board.device || address != board.device_address) {
        return CN_ERR_NO_DEVICE;
    }
    return board.device(tx, tx_len, rx, rx_len);
}

int hal_bus_recover(uint8_t bus) {
    (void)bus;
    return CN_OK;
}

int hal_bus_wire(uint8_t bus, uint8_t sda, uint8_t scl, uint32_t hz) {
    (void)bus, (void)sda, (void)scl, (void)hz;
    return CN_ERR_UNSUPPORTED;
}

int hal_spi_transfer(uint8_t bus, const struct hal_spi *how, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    (void)bus, (void)how, (void)tx, (void)tx_len, (void)rx, (void)rx_len;
    return CN_ERR_INVAL;
}

int hal_spi_wire(uint8_t bus, uint8_t sck, uint8_t mosi, uint8_t miso) {
    (void)bus, (void)sck, (void)mosi, (void)miso;
    return CN_ERR_UNSUPPORTED;
}

// Two inputs: each reads as a thousand more than the one before; the supply is 3.0 V of 3.6 V.

// ---- serial ports: none

int hal_serial_open(uint8_t port, const struct hal_serial *how) {
    (void)port, (void)how;
    return CN_ERR_INVAL;
}

int hal_serial_receive(uint8_t port, int32_t end) {
    (void)port, (void)end;
    return CN_ERR_STATE;
}

int hal_serial_rest(uint8_t port) {
    (void)port;
    return CN_ERR_STATE;
}

int hal_serial_read(uint8_t port, uint8_t *out, size_t length) {
    (void)port, (void)out, (void)length;
    return 0;
}

void hal_serial_look(uint8_t port, struct hal_serial_state *state) {
    (void)port;
    *state = (struct hal_serial_state){0};
}

int hal_serial_send(uint8_t port, const uint8_t *bytes, size_t length) {
    (void)port, (void)bytes, (void)length;
    return 0;
}

void hal_serial_close(uint8_t port) {
    (void)port;
}

int hal_serial_wire(uint8_t port, uint8_t tx, uint8_t rx) {
    (void)port, (void)tx, (void)rx;
    return CN_ERR_INVAL;
}

// ---- pulses and their counters: none

int hal_pwm_open(uint8_t pin, uint32_t hz, struct hal_pwm *got) {
    (void)pin, (void)hz, (void)got;
    return CN_ERR_INVAL;
}

void hal_pwm_write(uint8_t pin, uint32_t duty) {
    (void)pin, (void)duty;
}

void hal_pwm_close(uint8_t pin) {
    (void)pin;
}

int hal_pulse_open(uint8_t pin, enum hal_pin_mode mode, enum hal_edge edge) {
    (void)pin, (void)mode, (void)edge;
    return CN_ERR_INVAL;
}

uint32_t hal_pulse_read(uint8_t pin) {
    (void)pin;
    return 0;
}

int hal_pulse_mark(uint8_t pin, uint32_t mark) {
    (void)pin, (void)mark;
    return CN_OK;
}

void hal_pulse_close(uint8_t pin) {
    (void)pin;
}

int hal_analog_read(uint8_t input, uint32_t *full_scale_uv) {
    *full_scale_uv = 3600000;
    if (input == HAL_ANALOG_SUPPLY) {
        return 3413;
    }
    return input < 2 ? 1000 * (input + 1) : CN_ERR_INVAL;
}

// No microphone.
int hal_capture_start(const struct hal_capture *capture) {
    (void)capture;
    return CN_ERR_UNSUPPORTED;
}

int hal_capture_read(int16_t *out, uint32_t *lost) {
    (void)out;
    *lost = 0;
    return CN_ERR_STATE;
}

void hal_capture_stop(void) {}

void hal_console_write(const char *text, size_t length) {
    size_t room = sizeof board.console - 1 - board.console_length;
    size_t taken = length < room ? length : room;
    memcpy(board.console + board.console_length, text, taken);
    board.console_length += taken;
    board.console[board.console_length] = 0;
}

void *hal_retained(size_t *size) {
    *size = sizeof retained;
    return retained;
}

const uint8_t *hal_app_image(unsigned place, size_t *size) {
    *size = place < 2 ? board_apps[place].size : 0;
    return place < 2 ? board_apps[place].image : NULL;
}

unsigned hal_app_failures(unsigned place) {
    return board_apps[place].given_up ? HAL_APP_STARTS : board_apps[place].failures;
}

void hal_app_begins(unsigned place) {
    running = &board_apps[place];
    running->failures += running->failures < HAL_APP_STARTS;
}

void hal_app_holds(void) {
    running->failures = 0;
    running->held = true;
}

void hal_app_give_up(unsigned place) {
    board_apps[place].given_up = true;
}

void *hal_pool(size_t *size) {
    *size = board.pool_size;
    return board.pool;
}

uint32_t hal_entropy(void) {
    return 0x12345678;
}

void hal_mark(enum hal_mark mark, uint32_t value) {
    (void)value;
    if (mark == HAL_MARK_SCRIPT_BEGIN && board.marks[mark] == 0) {
        (board.fail_on ? cn_pool_fail_from : cn_pool_fail_nth)(board.fail_nth);
    }
    board.marks[mark]++;
}

_Noreturn void hal_panic(const char *what) {
    hal_console_write("panic: ", 7);
    hal_console_write(what, strlen(what));
    end(BOARD_PANIC);
}
