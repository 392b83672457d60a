// Flash controller: writing is switched on only for the moment it is needed. Pages are erased by debug probes
// alone.
#include "nvmc.h"

#include "cn/assert.h"
#include "port.h"
#include "slots.h"

extern uint8_t link_firmware_end[]; // nothing below may be changed by the firmware itself

// Flash and the controller's registers are memory of different types: without the barrier READY could be
// asked for before the word has arrived [nrfx, nrfx_nvmc.c].
static void store(uint32_t address, uint32_t word) {
    *(volatile uint32_t *)address = word;
    __asm volatile("dmb" ::: "memory");
}

static void wait_ready(void) {
    while (REG(NVMC_BASE, NVMC_READY) == 0) {
    }
}

static void set_mode(uint32_t mode) {
    REG(NVMC_BASE, NVMC_CONFIG) = mode;
    wait_ready();
}

// The cache may hold what was there before.
static void read_again(void) {
    set_mode(NVMC_CONFIG_WEN_Ren);
    REG(CACHE_BASE, CACHE_INVALIDATE) = CACHE_INVALIDATE_INVALIDATE;
    cpu_barrier();
}

void nvmc_write(uint32_t address, const uint32_t *words, size_t count) {
    CN_ASSERT(address % 4 == 0 && address >= (uint32_t)link_firmware_end);
    set_mode(NVMC_CONFIG_WEN_Wen);
    for (size_t i = 0; i < count; i++) {
        store(address + 4 * i, words[i]);
        wait_ready();
    }
    read_again();
}

void slots_write_zero(const uint32_t *word) {
    static const uint32_t zero = 0;
    nvmc_write((uint32_t)word, &zero, 1);
}
