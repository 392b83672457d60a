// The board `host`: WebAssembly whose imports are the world. Interrupts are calls, made when none is masked.
#include "../virtual/link.h"

#include "cn/hal.h"

#define IMPORT(name) __attribute__((import_module("world"), import_name(name)))

IMPORT("send") void world_send(const void *bytes, uint32_t length);
IMPORT("receive") void world_receive(void *bytes, uint32_t length);
// Both leave the module by an exception of the adapter, which then makes a new instance or ends the run.
IMPORT("restart") _Noreturn void world_restart(void);
IMPORT("halt") _Noreturn void world_halt(void);

static uint64_t pending; // one bit a pin
static bool masked;

void port_send(const void *bytes, size_t length) {
    world_send(bytes, length);
}

void port_receive(void *bytes, size_t length) {
    world_receive(bytes, length);
}

uint64_t port_instructions(void) {
    return 0;
}

void port_raise(uint8_t pin) {
    pending |= 1ull << pin;
}

bool port_pending(void) {
    return pending != 0;
}

void port_wait(void) {}

_Noreturn void port_restart(void) {
    world_restart();
}

_Noreturn void port_halt(void) {
    world_halt();
}

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
