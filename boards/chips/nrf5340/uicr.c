// The debug port: open only if two words of UICR and, after each reset, the firmware say so.
#include "nvmc.h"
#include "port.h"

#define OPEN UICR_APPROTECT_PALL_Unprotected

// After an erase of the whole chip the port is open until the next reset: here, before it, the two words are
// written, so no tool has to know them. A word that a loss of power cut short has more ones than it should,
// and is completed. One that its owner wrote to lock the board lacks some, and stays.
static void open_word(uint32_t address, uint32_t disable) {
    static const uint32_t open = OPEN;
    uint32_t word = REG(address, 0);
    if (word != open && (word & open) == open) {
        nvmc_write(address, &open, 1);
    }
    if (REG(address, 0) == open) {
        REG(CTRLAP_BASE, disable) = open;
    }
}

void uicr_open_debug_port(void) {
    open_word(UICR_BASE + UICR_APPROTECT, CTRLAP_APPROTECT_DISABLE);
    open_word(UICR_BASE + UICR_SECUREAPPROTECT, CTRLAP_SECUREAPPROTECT_DISABLE);
}
