// The vector table, and what happens on a fault: one line on the console, then a reset.
#include "cn/hal.h"
#include "port.h"

extern uint32_t link_stack_top[];
void link_reset(void);
void time_isr(void);
void pins_isr(void);
void bus_isr(void);
void spi_isr(void);
void bus1_isr(void);
void console_isr(void);
void capture_isr(void);
void counters_isr(void);

#define LAST_IRQ 68
#define EXCEPTIONS 16

static char *put_hex(char *at, uint32_t value) {
    for (int shift = 28; shift >= 0; shift -= 4) {
        *at++ = "0123456789abcdef"[value >> shift & 15];
    }
    *at++ = ' ';
    return at;
}

// `frame`: r0 r1 r2 r3 r12 lr pc xpsr, as the core stacked them.
__attribute__((noreturn, used)) static void fault_at(const uint32_t *frame) {
    static char text[] =
        "fault: exception, cfsr, hfsr, pc, lr = ........ ........ ........ ........ ........ ";
    uint32_t exception;
    __asm volatile("mrs %0, ipsr" : "=r"(exception));
    char *at = text + sizeof "fault: exception, cfsr, hfsr, pc, lr =";
    at = put_hex(at, exception);
    at = put_hex(at, REG(SCS_BASE, SCB_CFSR));
    at = put_hex(at, REG(SCS_BASE, SCB_HFSR));
    at = put_hex(at, frame[6]);
    put_hex(at, frame[5]);
    hal_panic(text);
}

__attribute__((naked, noreturn)) static void fault(void) {
    // the limit would turn a stack overflow into a second fault: it has done its work
    __asm volatile("mov r0, sp\n"
                   "movs r1, #0\n"
                   "msr msplim, r1\n"
                   "ldr r1, =link_stack_top\n"
                   "mov sp, r1\n"
                   "b fault_at\n");
}

#define IRQ(number) [EXCEPTIONS + (number)]
#define NO_IRQ(first, last) [EXCEPTIONS + (first)... EXCEPTIONS + (last)] = fault

__attribute__((section(".vectors"), used)) void (*const link_vectors[EXCEPTIONS + LAST_IRQ + 1])(void) = {
    (void (*)(void))link_stack_top,
    link_reset,
    [2 ... EXCEPTIONS - 1] = fault,
    NO_IRQ(0, UARTE0_IRQ - 1),
    IRQ(UARTE0_IRQ) = console_isr,
    IRQ(TWIM1_IRQ) = bus_isr,
    NO_IRQ(TWIM1_IRQ + 1, SPIM2_IRQ - 1),
    IRQ(SPIM2_IRQ) = spi_isr,
    IRQ(TWIM3_IRQ) = bus1_isr,
    IRQ(GPIOTE0_IRQ) = pins_isr,
    [EXCEPTIONS + TIMER0_IRQ... EXCEPTIONS + TIMER2_IRQ] = counters_isr,
    NO_IRQ(TIMER2_IRQ + 1, RTC1_IRQ - 1),
    IRQ(RTC1_IRQ) = time_isr,
    NO_IRQ(RTC1_IRQ + 1, PDM0_IRQ - 1),
    IRQ(PDM0_IRQ) = capture_isr,
    NO_IRQ(PDM0_IRQ + 1, LAST_IRQ),
};
