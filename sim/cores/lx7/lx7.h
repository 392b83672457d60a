// An Xtensa LX7 core: its state, its memory and what its parts offer each other. Written from the Xtensa
// Instruction Set Architecture Reference Manual ("ISA" below). One core a module, no allocation after start.
#ifndef LX7_H
#define LX7_H

#include <stdbool.h>
#include <stdint.h>

#include "ops.h"

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name)))
#define IMPORT(name) __attribute__((import_module("host"), import_name(#name)))
#else
#define EXPORT(name)
#define IMPORT(name)
#endif

// ---- configuration, written by the host before core_reset

struct config {
    uint32_t aregs;     // 32 or 64 physical address registers
    uint32_t mul_high;  // muluh and mulsh exist
    uint32_t unaligned; // loads and stores of any alignment are done by hardware
    uint32_t reset_pc;
    uint32_t vecbase;
    uint32_t prid;
    uint32_t edge_mask; // interrupts that latch
    uint32_t software_mask;
    uint32_t timer_interrupt[3];
    uint32_t level_mask[8]; // interrupts of each level; 7 is the non-maskable one
};

// ---- special registers by their ISA number, as far as code names them

enum special {
    LBEG = 0,
    LEND = 1,
    LCOUNT = 2,
    SAR = 3,
    BR = 4,
    SCOMPARE1 = 12,
    ACCLO = 16,
    ACCHI = 17,
    MR = 32,
    WINDOWBASE = 72,
    WINDOWSTART = 73,
    MEMCTL = 97,
    ATOMCTL = 99,
    DBREAKA = 144,
    DBREAKC = 160,
    EPC = 176,
    DEPC = 192,
    EPS = 192,
    EXCSAVE = 208,
    CPENABLE = 224,
    INTERRUPT = 226,
    INTSET = 226,
    INTCLEAR = 227,
    INTENABLE = 228,
    PS = 230,
    VECBASE = 231,
    EXCCAUSE = 232,
    DEBUGCAUSE = 233,
    CCOUNT = 234,
    PRID = 235,
    EXCVADDR = 238,
    CCOMPARE = 240,
};

enum user { THREADPTR = 231, FCR = 232, FSR = 233 };

#define PS_INTLEVEL 0xfu
#define PS_EXCM 0x10u
#define PS_UM 0x20u
#define PS_OWB 0xf00u
#define PS_CALLINC 0x30000u
#define PS_WOE 0x40000u
#define PS_BITS 0x70f3fu // RING is 0: the core has no privileges

#define EXCM_LEVEL 3u
#define DEBUG_LEVEL 6u
#define NMI_LEVEL 7u

// ISA table 4-64, the causes that this core raises
enum cause {
    CAUSE_ILLEGAL = 0,
    CAUSE_SYSCALL = 1,
    CAUSE_LOAD_STORE = 3,
    CAUSE_INTERRUPT = 4,
    CAUSE_ALLOCA = 5,
    CAUSE_DIVISION = 6,
    CAUSE_ALIGNMENT = 9,
    CAUSE_FETCH = 20,
    CAUSE_LOAD = 28,
    CAUSE_STORE = 29,
    CAUSE_COPROCESSOR = 32,
    CAUSE_WATCH = 64, // none of the ISA's: a data breakpoint matched; its number is added
};

// Offsets from VECBASE, the same in de233_fpu and the ESP32-S3 (their core-isa.h)
#define VECTOR_LEVEL2 0x180u
#define VECTOR_KERNEL 0x300u
#define VECTOR_USER 0x340u
#define VECTOR_DOUBLE 0x3c0u

// ---- decoded code

// One instruction, or a step that the decoder puts between instructions (OP_HEAD, OP_WINDOW, ...).
struct insn {
    uint8_t op;
    uint8_t n;      // instructions from the head of the block up to and with this one
    uint8_t length; // in bytes; 0 for a step of the decoder
    uint8_t top;    // the highest address register that is used
    uint8_t r;      // the destination
    uint8_t s, t;
    uint8_t fpu;  // uses the FPU
    uint32_t imm; // a constant, or where a jump leads
    uint32_t k;   // second constant
    uint32_t pc;
    uint32_t link; // where a jump led last time, an index of code[]; 0: not known
};

// ---- the state

// The visible window always lies in one piece: where it would wrap, what wraps is kept behind the last
// register (window_move).
struct core {
    uint32_t ar[64 + 16];
    uint32_t fr[16];
    uint32_t sr[256];
    uint32_t ur[256];
    uint32_t pc;
    uint32_t window_free; // groups of four registers that can be used without overflow, 1 to 4
    uint32_t lines;       // level interrupts that stand
    uint32_t waiting;     // in WAITI
    uint32_t attention;   // something has changed that ends a block: lines, a stop
    uint32_t stop;        // the host wants the run to end
    uint32_t fault;       // an access that the host refused: its EXCCAUSE, else 0
    uint64_t cycles;      // clock periods since reset
    uint64_t skipped;     // of them those in which no instruction began
    uint32_t ccount_offset;
};

extern struct config config;
extern struct core core;
#define SR(number) (core.sr[number])
#define WINDOW (core.ar + SR(WINDOWBASE) * 4)

// ---- memory (memory.c)

enum { PAGE_READ = 1, PAGE_WRITE = 2, PAGE_EXECUTE = 4, PAGE_WORDS = 8, PAGE_IO = 16 };
#define PAGE_SIZE 4096u
#define LINE_SHIFT 6 // decoded code is noticed in lines of 64 bytes

extern uint32_t pages[1u << 20]; // offset of the page in memory[], with PAGE_ flags
extern uint8_t *memory;
// Lines whose stores are not plain: code was decoded there, or a data breakpoint watches them.
extern uint8_t line_has_code[];
void watch_lines(void);

// Loads and stores that are not plain: peripherals, unaligned, refused. 0, or the EXCCAUSE.
uint32_t load_slow(uint32_t address, uint32_t size, uint32_t *value);
uint32_t store_slow(uint32_t address, uint32_t size, uint32_t value);
// A byte of code; false where nothing can be executed.
bool fetch(uint32_t address, uint8_t *byte);

// ---- decoder (decode.c, blocks.c)

// One instruction; false if not all of it can be fetched.
bool decode(uint32_t pc, struct insn *insn);
// Whether a block ends behind it, because it always jumps or changes what blocks rely on.
bool ends_block(const struct insn *insn);

// The head of the decoded block at `pc`, which is made if there is none; null if nothing can be fetched
// there.
const struct insn *block_at(uint32_t pc);
// The first `count` instructions of a block, to be used at once.
const struct insn *block_part(const struct insn *head, uint32_t count);
void blocks_forget(void);
// Grows when everything is forgotten: then no index of code[] is valid any more.
uint32_t blocks_age(void);
// A loop may end at `address`; true if that is new, so that blocks must be forgotten.
bool loop_end_add(uint32_t address);
bool hook_add(uint32_t address);
extern struct insn code[];

// ---- windows, exceptions, interrupts (window.c, exception.c)

void window_move(uint32_t base);
void window_update(void);
void window_overflow(uint32_t pc);
// Return by RETW; sets core.pc.
void window_return(uint32_t pc);
void exception(uint32_t cause, uint32_t pc);
void debug_exception(uint32_t cause, uint32_t pc);
// Take the most urgent interrupt that may be taken.
bool interrupt_take(void);
uint32_t interrupt_pending(void);

// ---- special registers (special.c). `cycle`: clock periods up to the instruction.

uint32_t special_read(uint32_t number, uint64_t cycle);
void special_write(uint32_t number, uint32_t value, uint64_t cycle);
bool special_exists(uint32_t number);
// Whether decoded blocks rely on the register or an interrupt may be due after a write to it.
bool special_rules(uint32_t number);
uint64_t timer_next(void);
void timers_update(uint64_t since);

// ---- floating point (float.c): values are the bits of singles

uint32_t float_add(uint32_t a, uint32_t b);
uint32_t float_sub(uint32_t a, uint32_t b);
uint32_t float_mul(uint32_t a, uint32_t b);
uint32_t float_madd(uint32_t acc, uint32_t a, uint32_t b);
uint32_t float_msub(uint32_t acc, uint32_t a, uint32_t b);
uint32_t float_constant(uint32_t number);
uint32_t float_divide(uint32_t a, uint32_t b);
uint32_t float_root(uint32_t a);
uint32_t float_from_int(int64_t value, uint32_t scale);
uint32_t float_to_int(uint32_t op, uint32_t value, uint32_t scale);
bool float_compare(uint32_t op, uint32_t a, uint32_t b);

// ---- multiply-accumulate (mac16.c)

// `insn` of the MAC16 option; 0, or the EXCCAUSE of its load.
uint32_t mac16(const struct insn *insn, uint32_t *a);

// ---- the interpreter (run.c)

uint32_t core_run(uint32_t count);

// ---- what the host gives (imports of the module)

IMPORT(read) uint32_t host_read(uint32_t address, uint32_t size);
IMPORT(write) void host_write(uint32_t address, uint32_t size, uint32_t value);
// An instruction that is none, at core.pc.
IMPORT(illegal) void host_illegal(uint32_t pc, uint32_t word);
// No code can be fetched at `pc`.
IMPORT(unfetched) void host_unfetched(uint32_t pc);
// A hooked address is about to run; true if the host has done its work and set core.pc.
IMPORT(hook) uint32_t host_hook(uint32_t pc);

#endif
