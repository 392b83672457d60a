// Memory as the core sees it: pages that lie in one array, and accesses that are not plain.
#include "lx7.h"

uint32_t pages[1u << 20];
uint8_t *memory;

static uint8_t *place(uint32_t address) {
    return memory + (pages[address / PAGE_SIZE] & ~(PAGE_SIZE - 1)) + (address & (PAGE_SIZE - 1));
}

// The cause of a refused access, or 0: every page that is touched must allow it, and a peripheral or a page
// of words is not touched across its boundary.
static uint32_t refused(uint32_t address, uint32_t size, uint32_t right, uint32_t cause) {
    uint32_t first = pages[address / PAGE_SIZE];
    uint32_t last = pages[(address + size - 1) / PAGE_SIZE];
    if (address % size != 0 && !config.unaligned) {
        return CAUSE_ALIGNMENT;
    }
    if (!(first & (right | PAGE_IO)) || !(last & (right | PAGE_IO))) {
        return cause;
    }
    if ((first | last) & PAGE_WORDS && (size != 4 || address % 4 != 0)) {
        return CAUSE_LOAD_STORE;
    }
    if (address % size != 0 && (first | last) & PAGE_IO) {
        return CAUSE_ALIGNMENT;
    }
    return 0;
}

// Data breakpoints (ISA 4.7.6): the bytes that DBREAKC's mask leaves open from DBREAKA on, 64 at most.
#define WATCHES 2u
#define WATCHES_STORES 0x80000000u
#define WATCH_BYTES 64u

void watch_lines(void) {
    for (uint32_t i = 0; i < WATCHES; i++) {
        uint32_t address = SR(DBREAKA + i);
        if (SR(DBREAKC + i) & WATCHES_STORES && pages[address / PAGE_SIZE] & PAGE_WRITE) {
            line_has_code[(uint32_t)(place(address) - memory) >> LINE_SHIFT] = 1;
        }
    }
}

// The cause of a watched store, or 0.
static uint32_t watched(uint32_t address, uint32_t size) {
    for (uint32_t i = 0; i < WATCHES && (SR(PS) & PS_INTLEVEL) < DEBUG_LEVEL; i++) {
        uint32_t mask = ~(WATCH_BYTES - 1) | SR(DBREAKC + i);
        for (uint32_t byte = 0; SR(DBREAKC + i) & WATCHES_STORES && byte < size; byte++) {
            if (((address + byte) & mask) == (SR(DBREAKA + i) & mask)) {
                return CAUSE_WATCH + i;
            }
        }
    }
    return 0;
}

uint32_t load_slow(uint32_t address, uint32_t size, uint32_t *value) {
    uint32_t cause = refused(address, size, PAGE_READ, CAUSE_LOAD);
    SR(EXCVADDR) = cause != 0 ? address : SR(EXCVADDR);
    if (cause != 0) {
        return cause;
    }
    if (pages[address / PAGE_SIZE] & PAGE_IO) {
        core.fault = 0;
        *value = host_read(address, size);
        SR(EXCVADDR) = core.fault != 0 ? address : SR(EXCVADDR);
        return core.fault;
    }
    *value = 0;
    for (uint32_t i = 0; i < size; i++) {
        *value |= (uint32_t)*place(address + i) << 8 * i;
    }
    return 0;
}

uint32_t store_slow(uint32_t address, uint32_t size, uint32_t value) {
    uint32_t watch = watched(address, size);
    if (watch != 0) {
        return watch;
    }
    uint32_t cause = refused(address, size, PAGE_WRITE, CAUSE_STORE);
    SR(EXCVADDR) = cause != 0 ? address : SR(EXCVADDR);
    if (cause != 0) {
        return cause;
    }
    if (pages[address / PAGE_SIZE] & PAGE_IO) {
        core.fault = 0;
        host_write(address, size, value);
        SR(EXCVADDR) = core.fault != 0 ? address : SR(EXCVADDR);
        return core.fault;
    }
    for (uint32_t i = 0; i < size; i++) {
        uint8_t *byte = place(address + i);
        *byte = (uint8_t)(value >> 8 * i);
        if (line_has_code[(uint32_t)(byte - memory) >> LINE_SHIFT]) {
            blocks_forget();
            core.attention = 1;
        }
    }
    return 0;
}

bool fetch(uint32_t address, uint8_t *byte) {
    if (!(pages[address / PAGE_SIZE] & PAGE_EXECUTE)) {
        return false;
    }
    *byte = *place(address);
    line_has_code[(uint32_t)(place(address) - memory) >> LINE_SHIFT] = 1;
    return true;
}
