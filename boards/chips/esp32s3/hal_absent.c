// What this port does not have: serial ports, pulses and their counters. Each call answers with its error, at
// once.
#include "cn/error.h"
#include "cn/hal.h"

int hal_serial_open(uint8_t port, const struct hal_serial *how) {
    (void)port, (void)how;
    return CN_ERR_UNSUPPORTED;
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
    return CN_ERR_UNSUPPORTED;
}

int hal_pwm_open(uint8_t pin, uint32_t hz, struct hal_pwm *got) {
    (void)pin, (void)hz, (void)got;
    return CN_ERR_UNSUPPORTED;
}

void hal_pwm_write(uint8_t pin, uint32_t duty) {
    (void)pin, (void)duty;
}

void hal_pwm_close(uint8_t pin) {
    (void)pin;
}

int hal_pulse_open(uint8_t pin, enum hal_pin_mode mode, enum hal_edge edge) {
    (void)pin, (void)mode, (void)edge;
    return CN_ERR_UNSUPPORTED;
}

uint32_t hal_pulse_read(uint8_t pin) {
    (void)pin;
    return 0;
}

void hal_pulse_mark(uint8_t pin, uint32_t mark) {
    (void)pin, (void)mark;
}

void hal_pulse_close(uint8_t pin) {
    (void)pin;
}
