// Stands in for the port, to link all that it will be linked with. No code here is meant to run.
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"

int cn_main(void);

static _Alignas(16) uint8_t pool[163840];
static _Alignas(4) uint8_t retained[4096];
static const uint8_t image[16];

__attribute__((noreturn)) void link_start(void) {
    cn_main();
    hal_panic("cn_main has returned");
}

uint64_t hal_now_us(void) {
    return 0;
}

void hal_spend(uint32_t instructions) {
    (void)instructions;
}

int hal_clock(enum hal_clock clock) {
    return clock;
}

uint32_t hal_irq_lock(void) {
    return 0;
}

void hal_irq_unlock(uint32_t state) {
    (void)state;
}

int hal_sleep(enum hal_depth depth, uint64_t until_us) {
    return (int)until_us + depth;
}

int hal_off(const struct hal_wake_pin *wake_pins, size_t count, uint64_t until_us) {
    return wake_pins != 0 && count != until_us;
}

_Noreturn void hal_reset(void) {
    for (;;) {
    }
}

enum hal_boot hal_boot_cause(uint8_t *pin) {
    *pin = 0xff;
    return HAL_BOOT_POWER_ON;
}

void hal_watchdog_feed(void) {}

int hal_pin_mode(uint8_t pin, enum hal_pin_mode mode) {
    return pin + (int)mode;
}

int hal_pin_write(uint8_t pin, bool high) {
    return pin + high;
}

int hal_pin_read(uint8_t pin) {
    return pin;
}

int hal_pin_watch(uint8_t pin, enum hal_edge edge) {
    return pin + (int)edge;
}

int hal_bus_transfer(uint8_t bus, uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    memset(rx, bus + address + (tx != 0 ? (int)tx_len : 0), rx_len);
    return 0;
}

int hal_bus_recover(uint8_t bus) {
    return bus;
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

int hal_analog_read(uint8_t input, uint32_t *full_scale_uv) {
    *full_scale_uv = input;
    return 0;
}

int hal_capture_start(const struct hal_capture *capture) {
    return (int)capture->blocks;
}

int hal_capture_read(int16_t *out, uint32_t *lost) {
    *lost = 0;
    return out != 0;
}

void hal_capture_stop(void) {}

void hal_console_write(const char *text, size_t length) {
    memmove(pool, text, length);
}

void *hal_retained(size_t *size) {
    *size = sizeof retained;
    return retained;
}

const uint8_t *hal_app_image(unsigned place, size_t *size) {
    *size = sizeof image;
    return place == 0 ? image : 0;
}

unsigned hal_app_failures(unsigned place) {
    return place;
}

void hal_app_begins(unsigned place) {
    pool[0] = (uint8_t)place;
}

void hal_app_holds(void) {}

void hal_app_give_up(unsigned place) {
    pool[0] = (uint8_t)place;
}

void *hal_pool(size_t *size) {
    *size = sizeof pool;
    return pool;
}

uint32_t hal_entropy(void) {
    return 1;
}

void hal_mark(enum hal_mark mark, uint32_t value) {
    pool[0] = (uint8_t)(mark + value);
}

_Noreturn void hal_panic(const char *what) {
    hal_console_write(what, strlen(what));
    hal_reset();
}
