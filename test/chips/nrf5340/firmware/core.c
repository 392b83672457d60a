// Exceptions of the core: priorities, tail-chaining, floating point in handlers, masks, faults.
#include <stdio.h>
#include <string.h>

#include "cn/hal.h"
#include "cn/wake.h"
#include "port.h"

enum { VECTORS = 16 + 69, LOW = 27, HIGH = 28, SAME = 29 };

extern const uint32_t link_vectors[];
static uint32_t table[VECTORS] __attribute__((aligned(512)));
static char order[32];
static unsigned steps;

static void note(char what) {
    order[steps++] = what;
    order[steps] = 0;
}

static void say(const char *what, const char *text) {
    char line[80];
    int length = snprintf(line, sizeof line, "%s %s\n", what, text);
    hal_console_write(line, (size_t)length);
    steps = 0;
    order[0] = 0;
}

static void pend(unsigned irq) {
    REG_AT(SCS_BASE, 0x200u, 4u, irq / 32) = 1u << irq % 32;
    cpu_barrier();
}

static void low(void) {
    note('l');
    pend(HIGH); // more urgent: runs at once
    note('m');
}

static void high(void) {
    note('h');
    pend(LOW); // less urgent: waits
    note('i');
}

static void same(void) {
    note('s');
}

static void with_floats(void) {
    __asm volatile("vmov.f32 s0, #2.0\n vmov.f32 s7, #2.0\n vmov.f32 s15, #2.0" ::: "s0", "s7", "s15");
    note('f');
}

static void handle(unsigned irq, void (*handler)(void), unsigned priority) {
    table[16 + irq] = (uint32_t)handler;
    irq_enable(irq, priority);
}

static void priorities(void) {
    handle(LOW, low, 5);
    handle(HIGH, same, 2);
    pend(LOW);
    say("a more urgent one interrupts", order);
    handle(LOW, same, 5);
    handle(HIGH, high, 2);
    pend(HIGH);
    say("a less urgent one waits", order);
}

static void chain(void) {
    handle(LOW, same, 5);
    handle(SAME, same, 5);
    uint32_t state = hal_irq_lock();
    pend(LOW);
    pend(SAME);
    note('t');
    hal_irq_unlock(state);
    note('u');
    say("masked ones wait, then run in a chain", order);
}

// S registers of the interrupted code must come back, whether the handler uses them or not.
static int floats_survive(void (*handler)(void)) {
    handle(LOW, handler, 5);
    float first, middle, last;
    __asm volatile("vmov.f32 s0, #1.0\n vmov.f32 s7, #3.0\n vmov.f32 s15, #5.0\n"
                   "str %4, [%3]\n dsb\n isb\n"
                   "vmov %0, s0\n vmov %1, s7\n vmov %2, s15\n"
                   : "=&r"(first), "=&r"(middle), "=&r"(last)
                   : "r"(SCS_BASE + 0x200u), "r"(1u << LOW)
                   : "s0", "s7", "s15", "memory");
    return first == 1.0f && middle == 3.0f && last == 5.0f;
}

// A conditional block is interrupted between its instructions: its condition must survive.
static void blocks(void) {
    handle(LOW, same, 5);
    uint32_t result;
    __asm volatile("movs r3, #0\n cmp r3, #1\n"
                   "itete eq\n"
                   "moveq r3, #10\n"
                   "strne %1, [%2]\n"
                   "addeq r3, r3, #100\n"
                   "addne r3, r3, #7\n"
                   "mov %0, r3\n"
                   : "=r"(result)
                   : "r"(1u << LOW), "r"(SCS_BASE + 0x200u)
                   : "r3", "cc", "memory");
    char text[48];
    snprintf(text, sizeof text, "%s %u", order, (unsigned)result);
    say("a conditional block is resumed", text);
}

int cn_main(void) {
    cn_wake_init();
    memcpy(table, link_vectors, sizeof table);
    REG(SCS_BASE, 0xd08u) = (uint32_t)table;
    cpu_barrier();
    priorities();
    chain();
    say("floats survive a handler without", floats_survive(same) ? "yes" : "no");
    say("floats survive a handler with floats", floats_survive(with_floats) ? "yes" : "no");
    blocks();
    say("now", "fault");
    *(volatile uint32_t *)0x30000000u = 1;
    for (;;) {
    }
}
