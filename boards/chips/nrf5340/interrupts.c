// Interrupts: masking all of them, and enabling one of them at its priority.
#include "cn/hal.h"
#include "port.h"

uint32_t hal_irq_lock(void) {
    uint32_t state;
    __asm volatile("mrs %0, primask\n"
                   "cpsid i"
                   : "=r"(state)
                   :
                   : "memory");
    return state;
}

void hal_irq_unlock(uint32_t state) {
    __asm volatile("msr primask, %0\n"
                   "isb" ::"r"(state)
                   : "memory");
}

void irq_enable(unsigned irq, unsigned priority) {
    volatile uint8_t *priorities = (volatile uint8_t *)(SCS_BASE + NVIC_PRIORITY);
    priorities[irq] = (uint8_t)(priority << 5); // three bits, at the top
    REG_AT(SCS_BASE, NVIC_CLEAR_PENDING, 4u, irq / 32) = 1u << irq % 32;
    REG_AT(SCS_BASE, NVIC_ENABLE, 4u, irq / 32) = 1u << irq % 32;
}

void (*counters_handler)(void);

void counters_isr(void) {
    counters_handler();
}
