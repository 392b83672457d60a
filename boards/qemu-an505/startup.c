// Reset, vectors and faults of the board `qemu-an505`.
#include <stddef.h>
#include <stdint.h>

#include "cn/hal.h"
#include "../virtual/link.h"
#include "interrupts.h"
#include "port.h"
#include "registers.h"

extern uint32_t data_load[], data_start[], data_end[], bss_start[], bss_end[];
extern uint8_t stack_top[], stack_limit[][0];

int cn_main(void);

// What the core stacks when it takes an exception.
struct frame {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
};

// Called by fault_entry on a stack of its own. `sp`: the stack pointer at the fault.
__attribute__((used)) static void report_fault(const struct frame *sp) {
    const uint32_t cfsr = SCB_CFSR;
    // after a stack overflow nothing was stacked: there is no frame to read
    const uint32_t at = (uint32_t)sp;
    const bool has_frame = at >= (uint32_t)stack_limit && at + sizeof *sp <= (uint32_t)stack_top;
    const uint32_t payload[] = {
        has_frame ? sp->pc : 0, has_frame ? sp->lr : 0, cfsr, SCB_HFSR, SCB_BFAR, at,
    };
    struct link_request request = {.kind = LINK_FAULT, .length = sizeof payload};
    link_post(&request, payload);
    port_halt();
}

__attribute__((naked)) static void fault_entry(void) {
    __asm volatile("mrs r0, msp\n"
                   "movs r1, #0\n"
                   "msr msplim, r1\n"
                   "ldr r1, =fault_stack_top\n"
                   "msr msp, r1\n"
                   "bl report_fault\n");
}

__attribute__((used)) static void start(void) {
    const uint32_t *from = data_load;
    for (uint32_t *to = data_start; to < data_end;) {
        *to++ = *from++;
    }
    for (uint32_t *to = bss_start; to < bss_end;) {
        *to++ = 0;
    }
    SCB_CPACR |= 0xfu << 20; // FPU on
    __asm volatile("dsb\nisb");
    SCB_SHCSR |= 7u << 16; // MemManage, BusFault and UsageFault have handlers of their own
    port_open();
    interrupts_open();
    link_open();
    cn_main();
    struct link_request request = {.kind = LINK_EXIT};
    link_post(&request, NULL);
    port_halt();
}

__attribute__((naked, used)) void reset_handler(void) {
    __asm volatile("ldr r0, =stack_limit\n"
                   "msr msplim, r0\n"
                   "b start\n");
}

static void timer_handler(void) {}

static void pin_handler(void) {
    uint32_t exception;
    __asm volatile("mrs %0, ipsr" : "=r"(exception));
    interrupts_pin_handler(exception - 16u);
}

__attribute__((section(".vectors"), used)) static void (*const vectors[16 + LINES])(void) = {
    [0] = (void (*)(void))stack_top,
    [1] = reset_handler,
    [2 ... 15] = fault_entry,
    [16 ... 16 + LINE_TIMER - 1] = fault_entry,
    [16 + LINE_TIMER] = timer_handler,
    [16 + LINE_TIMER + 1] = fault_entry,
    [16 + LINE_PIN(0)... 16 + LINE_PIN(0) + PIN_LINES - 1] = pin_handler,
};
