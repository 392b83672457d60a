// What the vectors call: the handlers of interrupts, and on a fault one line on the console, then a reset.
#include "cn/hal.h"
#include "port.h"

static void (*const handlers[IRQ_COUNT])(void) = {pins_isr, console_isr, bus_isr,
                                                  spi_isr,  capture_isr, time_isr};

static void (*by_need[IRQ_END - IRQ_BY_NEED])(void);

void irq_handle(unsigned irq, void (*isr)(void)) {
    by_need[irq - IRQ_BY_NEED] = isr;
}

// Called by the vector with `frame`, for which it has no use.
__attribute__((used)) void interrupts_handle(const uint32_t *frame) {
    (void)frame;
    uint32_t pending, enabled;
    __asm volatile("rsr %0, interrupt" : "=a"(pending));
    __asm volatile("rsr %0, intenable" : "=a"(enabled));
    pending &= enabled;
    // the most urgent first: the time base, of which the others ask the moment
    for (unsigned irq = IRQ_COUNT; irq-- > 0;) {
        if (pending & BIT(irq)) {
            handlers[irq]();
        }
    }
    for (pending >>= IRQ_BY_NEED; pending; pending &= pending - 1) {
        by_need[__builtin_ctz(pending)]();
    }
}

static char *put_hex(char *at, uint32_t value) {
    for (int shift = 28; shift >= 0; shift -= 4) {
        *at++ = "0123456789abcdef"[value >> shift & 15];
    }
    *at++ = ' ';
    return at;
}

// `frame`: the registers a0 to a15, epc1, ps, ..., as the vector has laid them down (vectors.S).
__attribute__((noreturn, used)) void fault_at(const uint32_t *frame) {
    static char text[] = "fault: exccause, excvaddr, pc, a0 = ........ ........ ........ ........ ";
    char *at = text + sizeof "fault: exccause, excvaddr, pc, a0 =";
    at = put_hex(at, frame[26]);
    at = put_hex(at, frame[27]);
    at = put_hex(at, frame[16]);
    put_hex(at, frame[0]);
    hal_panic(text);
}
