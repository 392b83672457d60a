// Supply: the converters instead of the linear regulators, and no power for memory that nothing uses.
#include "port.h"

#define BLOCKS 8u
#define SECTIONS 16u
#define SECTION_BYTES 0x1000u
#define RAM_START 0x20000000u

extern uint8_t link_ram_end[]; // behind the last byte in use

// Erratum 160: the converters need these undocumented settings [nrfx start-up code, for every revision].
static const struct {
    uint32_t address, value;
} erratum_160[] = {
    {0x5000470cu, 0x7e}, {0x5000493cu, 0x7e}, {0x50002118u, 0x7f}, {0x50039e04u, 0}, {0x50039e08u, 0},
    {0x50101110u, 0},    {0x50002124u, 0},    {0x5000212cu, 0},    {0x502012a0u, 0},
};

static void use_converters(void) {
    for (unsigned i = 0; i < sizeof erratum_160 / sizeof erratum_160[0]; i++) {
        REG(erratum_160[i].address, 0) = erratum_160[i].value;
    }
    // all three, as Zephyr's board and Nordic's tables of currents have them; each needs its inductor
    REG(REGULATORS_BASE, REGULATORS_VREGMAIN_DCDCEN) = REGULATORS_VREGMAIN_DCDCEN_DCDCEN;
    REG(REGULATORS_BASE, REGULATORS_VREGRADIO_DCDCEN) = REGULATORS_VREGRADIO_DCDCEN_DCDCEN;
    REG(REGULATORS_BASE, REGULATORS_VREGH_DCDCEN) = REGULATORS_VREGH_DCDCEN_DCDCEN;
}

// Each section that is on costs about 25 nA in sleep (energy.ts, ret_4k). The registers keep their content
// over resets, so what is in use is switched on again as well.
static void switch_memory(void) {
    uint32_t used = ((uint32_t)link_ram_end - RAM_START + SECTION_BYTES - 1) / SECTION_BYTES;
    for (unsigned block = 0; block < BLOCKS; block++) {
        uint32_t first = block * SECTIONS;
        uint32_t count = used <= first ? 0 : used - first;
        uint32_t on = count >= SECTIONS ? 0xffffu : (1u << count) - 1;
        REG_AT(VMC_BASE, VMC_RAM_POWERSET, VMC_RAM_POWERSET_STRIDE, block) = on;
        REG_AT(VMC_BASE, VMC_RAM_POWERCLR, VMC_RAM_POWERCLR_STRIDE, block) = ~on & 0xffffu;
    }
}

void power_start(void) {
    use_converters();
    switch_memory();
}
