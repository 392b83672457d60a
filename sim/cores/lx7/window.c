// Windowed registers (ISA 4.7.1): the visible window, overflow, underflow, return.
#include <string.h>

#include "lx7.h"

// What the host is told of a return without a caller.
#define RETW 0x000090u

static uint32_t groups(void) {
    return config.aregs / 4;
}

static uint32_t start_bit(uint32_t base) {
    return SR(WINDOWSTART) >> (base & (groups() - 1)) & 1;
}

// How many registers of the visible window lie behind the last physical one.
static uint32_t wrapped(void) {
    uint32_t end = SR(WINDOWBASE) * 4 + 16;
    return end > config.aregs ? end - config.aregs : 0;
}

void window_move(uint32_t base) {
    memcpy(core.ar, core.ar + config.aregs, wrapped() * 4);
    SR(WINDOWBASE) = base & (groups() - 1);
    memcpy(core.ar + config.aregs, core.ar, wrapped() * 4);
    window_update();
}

void window_update(void) {
    core.window_free = 4;
    if ((SR(PS) & (PS_WOE | PS_EXCM)) != PS_WOE) {
        return;
    }
    for (uint32_t i = 3; i >= 1; i--) {
        if (start_bit(SR(WINDOWBASE) + i)) {
            core.window_free = i;
        }
    }
}

// Both exceptions keep the window that was left in PS.OWB and continue at a vector by the size of the frame.
static void window_exception(uint32_t base, uint32_t pc, uint32_t vector) {
    SR(PS) = (SR(PS) & ~PS_OWB) | SR(WINDOWBASE) << 8 | PS_EXCM;
    SR(EPC + 1) = pc;
    window_move(base);
    core.pc = SR(VECBASE) + vector;
}

void window_overflow(uint32_t pc) {
    uint32_t base = SR(WINDOWBASE) + core.window_free;
    uint32_t vector = start_bit(base + 1) ? 0x00 : start_bit(base + 2) ? 0x80 : 0x100;
    window_exception(base, pc, vector);
}

void window_return(uint32_t pc) {
    uint32_t *a = WINDOW;
    uint32_t n = a[0] >> 30, base = SR(WINDOWBASE);
    uint32_t m = start_bit(base - 1) ? 1 : start_bit(base - 2) ? 2 : start_bit(base - 3) ? 3 : 0;
    if (n == 0 || (m != 0 && m != n) || (SR(PS) & (PS_WOE | PS_EXCM)) != PS_WOE) {
        host_illegal(pc, RETW);
        exception(CAUSE_ILLEGAL, pc);
    } else if (start_bit(base - n)) {
        core.pc = (pc & 0xc0000000u) | (a[0] & 0x3fffffffu);
        SR(WINDOWSTART) &= ~(1u << base);
        window_move(base - n);
    } else {
        window_exception(base - n, pc, n * 0x80 - 0x40);
    }
}
