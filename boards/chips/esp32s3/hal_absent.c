// What this port does not have: counters of pulses. Each call answers with its error, at once.
#include "cn/error.h"
#include "cn/hal.h"

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
