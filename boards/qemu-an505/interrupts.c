// Interrupts of the board `qemu-an505`: pins are lines of the NVIC without a device.
#include "interrupts.h"

#include "../virtual/link.h"
#include "cn/hal.h"
#include "registers.h"

static uint64_t raised; // pins whose line is pending

void interrupts_open(void) {
    NVIC_ISER(LINE_TIMER) = LINE_BIT(LINE_TIMER);
    for (uint32_t pin = 0; pin < PIN_LINES; pin++) {
        NVIC_ISER(LINE_PIN(pin)) = LINE_BIT(LINE_PIN(pin));
    }
}

void port_raise(uint8_t pin) {
    raised |= 1ull << pin;
    NVIC_ISPR(LINE_PIN(pin)) = LINE_BIT(LINE_PIN(pin));
}

void interrupts_pin_handler(uint32_t line) {
    for (uint8_t pin = (uint8_t)(line - LINE_PIN(0)); pin < LINK_PINS; pin += PIN_LINES) {
        if (raised & (1ull << pin)) {
            raised &= ~(1ull << pin);
            link_pin_isr(pin);
        }
    }
}

bool port_pending(void) {
    return raised != 0;
}

void port_wait(void) {
    // the world says when the sleep is over: an edge has made its line pending, else the timer did it
    if (!raised) {
        NVIC_ISPR(LINE_TIMER) = LINE_BIT(LINE_TIMER);
    }
    __asm volatile("dsb\nwfi\nisb" ::: "memory");
}

uint32_t hal_irq_lock(void) {
    uint32_t state;
    __asm volatile("mrs %0, primask\ncpsid i" : "=r"(state)::"memory");
    return state;
}

void hal_irq_unlock(uint32_t state) {
    __asm volatile("msr primask, %0\nisb" ::"r"(state) : "memory");
}
