// Interrupts of the core: masking, the matrix, and what happens on a fault: one line on the console, then a
// reset.
#include "cn/hal.h"
#include "port.h"

uint32_t hal_irq_lock(void) {
    uint32_t ps;
    __asm volatile("rsil %0, 3" : "=a"(ps)::"memory");
    return ps & 0xf;
}

void hal_irq_unlock(uint32_t state) {
    uint32_t ps;
    __asm volatile("rsr %0, ps" : "=a"(ps)::"memory");
    ps = (ps & ~0xfu) | state;
    __asm volatile("wsr %0, ps\n rsync" ::"a"(ps) : "memory");
}

void irq_enable(unsigned irq, unsigned source) {
    uint32_t enabled;
    REG(INTERRUPT_MAP(source)) = irq;
    __asm volatile("rsr %0, intenable" : "=a"(enabled));
    enabled |= BIT(irq);
    __asm volatile("wsr %0, intenable\n rsync" ::"a"(enabled) : "memory");
}
