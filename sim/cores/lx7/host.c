// What the module offers to its host: configuration, memory, registers, interrupts, time.
#include <string.h>

#include "lx7.h"

struct config config;
struct core core;

#ifdef __wasm__
static uint8_t *take(uint32_t size) {
    uint32_t blocks = (size + 65535) / 65536;
    return (uint8_t *)(__builtin_wasm_memory_grow(0, blocks) * 65536);
}
#else
#include <stdlib.h>

static uint8_t *take(uint32_t size) {
    return calloc(size, 1);
}
#endif

// Numbers of registers for the host: a0 to a15 of the window, then these.
enum number { FLOATS = 16, PROGRAM_COUNTER = 32, WAITING = 33, PHYSICAL = 64, SPECIAL = 0x100, USER = 0x200 };

// Once, first: `size` bytes of memory for all that is mapped later. Returns where it lies.
EXPORT(create) uint8_t *core_create(uint32_t size) {
    memory = take(size);
    return memory;
}

// Word `index` of struct config.
EXPORT(configure) void core_configure(uint32_t index, uint32_t value) {
    ((uint32_t *)&config)[index] = value;
}

// Registers, not memory. A register that the ISA leaves undefined is 0.
EXPORT(reset) void core_reset(void) {
    uint64_t cycles = core.cycles, skipped = core.skipped;
    uint32_t lines = core.lines;
    memset(&core, 0, sizeof core);
    core.cycles = cycles;
    core.skipped = skipped;
    core.lines = lines;
    core.ccount_offset = 0 - (uint32_t)cycles;
    core.pc = config.reset_pc;
    SR(PS) = 0x1f;
    SR(WINDOWSTART) = 1;
    SR(VECBASE) = config.vecbase;
    SR(PRID) = config.prid;
    SR(ATOMCTL) = 0x28;
    window_update();
    blocks_forget();
}

// `size` bytes from `address` on, whole pages, lie at `offset` of the memory. `rights`: PAGE_ flags; 0
// unmaps.
EXPORT(map) void core_map(uint32_t address, uint32_t size, uint32_t offset, uint32_t rights) {
    for (uint32_t i = 0; i < size / PAGE_SIZE; i++) {
        pages[address / PAGE_SIZE + i] = rights == 0 ? 0 : (offset + i * PAGE_SIZE) | rights;
    }
    blocks_forget();
    core.attention = 1;
}

// The host has written to memory that may hold code.
EXPORT(forget) void core_forget(void) {
    blocks_forget();
    core.attention = 1;
}

EXPORT(hook) uint32_t core_hook(uint32_t address) {
    return hook_add(address);
}

// From within a call of the host: end the run behind the present instruction.
EXPORT(stop) void core_stop(void) {
    core.stop = 1;
    core.attention = 1;
}

// From within a read or write: refuse it with this EXCCAUSE.
EXPORT(refuse) void core_refuse(uint32_t cause) {
    core.fault = cause;
}

// The level interrupts that stand.
EXPORT(lines) void core_lines(uint32_t lines) {
    core.lines = lines;
    core.attention = 1;
}

// Edge interrupts that have come.
EXPORT(latch) void core_latch(uint32_t edges) {
    SR(INTERRUPT) |= edges;
    core.attention = 1;
}

// Whether an interrupt would end WAITI.
EXPORT(pending) uint32_t core_pending(void) {
    return interrupt_pending() & SR(INTENABLE);
}

// Let clock periods pass in which nothing runs.
EXPORT(skip) void core_skip(double periods) {
    uint64_t since = core.cycles;
    core.cycles += (uint64_t)periods;
    core.skipped += (uint64_t)periods;
    timers_update(since);
}

EXPORT(cycles) double core_cycles(void) {
    return (double)core.cycles;
}

EXPORT(instructions) double core_instructions(void) {
    return (double)(core.cycles - core.skipped);
}

// Periods until the next timer of the core interrupts.
EXPORT(timer) double core_timer(void) {
    return (double)timer_next();
}

static uint32_t *physical(uint32_t number) {
    uint32_t behind = SR(WINDOWBASE) * 4 + 16; // what wraps is kept behind the last register
    return &core.ar[behind > config.aregs && number < behind - config.aregs ? config.aregs + number : number];
}

static uint32_t *plain(uint32_t number) {
    if (number < FLOATS) {
        return &WINDOW[number];
    }
    if (number < PROGRAM_COUNTER) {
        return &core.fr[number - FLOATS];
    }
    if (number == PROGRAM_COUNTER) {
        return &core.pc;
    }
    if (number == WAITING) {
        return &core.waiting;
    }
    return number < SPECIAL ? physical(number - PHYSICAL) : &core.ur[number & 0xff];
}

EXPORT(get) uint32_t core_get(uint32_t number) {
    bool special = number >= SPECIAL && number < USER;
    return special ? special_read(number - SPECIAL, core.cycles) : *plain(number);
}

EXPORT(set) void core_set(uint32_t number, uint32_t value) {
    if (number >= SPECIAL && number < USER) {
        special_write(number - SPECIAL, value, core.cycles);
    } else {
        *plain(number) = value;
    }
}
