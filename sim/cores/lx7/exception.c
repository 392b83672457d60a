// Exceptions and interrupts (ISA 4.4.1, 4.4.4, 4.4.5).
#include "lx7.h"

void exception(uint32_t cause, uint32_t pc) {
    SR(EXCCAUSE) = cause;
    if (SR(PS) & PS_EXCM) {
        SR(DEPC) = pc;
        core.pc = SR(VECBASE) + VECTOR_DOUBLE;
    } else {
        SR(EPC + 1) = pc;
        core.pc = SR(VECBASE) + (SR(PS) & PS_UM ? VECTOR_USER : VECTOR_KERNEL);
    }
    SR(PS) |= PS_EXCM;
    window_update();
}

static uint32_t current_level(void) {
    uint32_t level = SR(PS) & PS_INTLEVEL;
    return SR(PS) & PS_EXCM && level < EXCM_LEVEL ? EXCM_LEVEL : level;
}

static void enter_level(uint32_t level, uint32_t pc) {
    SR(EPC + level) = pc;
    SR(EPS + level) = SR(PS);
    SR(PS) = (SR(PS) & ~PS_INTLEVEL) | level | PS_EXCM;
    core.pc = SR(VECBASE) + VECTOR_LEVEL2 + (level - 2) * 0x40;
    window_update();
}

void debug_exception(uint32_t cause, uint32_t pc) {
    SR(DEBUGCAUSE) = cause;
    enter_level(DEBUG_LEVEL, pc);
}

uint32_t interrupt_pending(void) {
    return SR(INTERRUPT) | core.lines;
}

bool interrupt_take(void) {
    uint32_t pending = interrupt_pending();
    if (pending & config.level_mask[NMI_LEVEL]) {
        SR(INTERRUPT) &= ~config.level_mask[NMI_LEVEL];
        core.waiting = 0;
        enter_level(NMI_LEVEL, core.pc);
        return true;
    }
    pending &= SR(INTENABLE);
    if (pending == 0) {
        return false;
    }
    for (uint32_t level = NMI_LEVEL - 1; level > current_level(); level--) {
        if (pending & config.level_mask[level]) {
            core.waiting = 0;
            if (level == 1) {
                exception(CAUSE_INTERRUPT, core.pc);
            } else {
                enter_level(level, core.pc);
            }
            return true;
        }
    }
    return false;
}
