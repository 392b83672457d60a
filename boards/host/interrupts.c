// Interrupts of the board `host`: calls, made when none is masked.
#include "../virtual/link.h"

#include "cn/hal.h"

static uint64_t pending; // one bit a pin
static bool masked;

void port_raise(uint8_t pin) {
    pending |= 1ull << pin;
}

bool port_pending(void) {
    return pending != 0;
}

void port_wait(void) {}

uint32_t hal_irq_lock(void) {
    uint32_t state = masked;
    masked = true;
    return state;
}

void hal_irq_unlock(uint32_t state) {
    masked = true; // handlers do not nest
    while (!state && pending) {
        uint8_t pin = (uint8_t)__builtin_ctzll(pending);
        pending &= pending - 1;
        link_pin_isr(pin);
    }
    masked = state;
}
