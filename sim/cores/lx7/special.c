// Special registers: which exist, and reads and writes that do more than keep a value (ISA chapter 5).
#include "lx7.h"

struct range {
    uint8_t first, last;
};

// the registers of an LX7 with the options of the ESP32-S3 (its core-isa.h); IBREAK keeps a value
// only, as does DBREAK for loads
static const struct range existing[] = {
    {LBEG, BR},
    {SCOMPARE1, SCOMPARE1},
    {ACCLO, ACCHI},
    {MR, MR + 3},
    {WINDOWBASE, WINDOWSTART},
    {96, MEMCTL},
    {ATOMCTL, ATOMCTL},
    {104, 104},
    {128, 129},
    {144, 145},
    {160, 161},
    {176, 183},
    {192, 192},
    {194, 199},
    {208, 215},
    {CPENABLE, CPENABLE},
    {INTERRUPT, INTENABLE},
    {PS, CCOUNT},
    {PRID, PRID},
    {236, 238},
    {240, 247},
};

bool special_exists(uint32_t number) {
    for (unsigned i = 0; i < sizeof existing / sizeof existing[0]; i++) {
        if (number >= existing[i].first && number <= existing[i].last) {
            return number < CCOMPARE + 3 || number >= 244;
        }
    }
    return false;
}

bool special_rules(uint32_t number) {
    return number == LEND || number / 2 == DBREAKA / 2 || number / 2 == DBREAKC / 2 || number == WINDOWBASE ||
           number == WINDOWSTART || (number >= CPENABLE && number <= PS) || number == CCOUNT ||
           (number >= CCOMPARE && number < CCOMPARE + 3);
}

static uint32_t ccount(uint64_t cycle) {
    return (uint32_t)cycle + core.ccount_offset;
}

uint32_t special_read(uint32_t number, uint64_t cycle) {
    switch (number) {
    case INTERRUPT:
        return interrupt_pending();
    case INTCLEAR: // write only
        return 0;
    case CCOUNT:
        return ccount(cycle);
    default:
        return SR(number);
    }
}

static uint32_t bits_of(uint32_t number) {
    switch (number) {
    case SAR:
        return 0x3f;
    case BR:
        return 0xffff;
    case ACCHI:
        return 0xff;
    case WINDOWSTART:
        return config.aregs == 64 ? 0xffff : 0xff;
    case CPENABLE:
        return 0xff;
    case PS:
        return PS_BITS;
    default:
        return 0xffffffffu;
    }
}

static void timer_clear(uint32_t number) {
    SR(INTERRUPT) &= ~(1u << config.timer_interrupt[number - CCOMPARE]);
}

void special_write(uint32_t number, uint32_t value, uint64_t cycle) {
    value &= bits_of(number);
    switch (number) {
    case WINDOWBASE:
        window_move(value);
        return;
    case INTSET:
        SR(INTERRUPT) |= value & config.software_mask;
        return;
    case INTCLEAR:
        SR(INTERRUPT) &= ~(value & (config.software_mask | config.edge_mask));
        return;
    case CCOUNT:
        core.ccount_offset = value - (uint32_t)cycle;
        return;
    case PRID:
    case DEBUGCAUSE:
        return;
    case ACCHI:
        SR(ACCHI) = (uint32_t)((int32_t)(value << 24) >> 24);
        return;
    case CCOMPARE:
    case CCOMPARE + 1:
    case CCOMPARE + 2:
        timer_clear(number);
        break;
    case VECBASE:
        value &= ~0x3ffu;
        break;
    case LEND:
        if (loop_end_add(value)) {
            blocks_forget();
        }
        break;
    default:
        break;
    }
    SR(number) = value;
    if (number / 2 == DBREAKA / 2 || number / 2 == DBREAKC / 2) {
        watch_lines();
    }
    window_update();
}

// Clock periods until CCOUNT equals a CCOMPARE, at least one.
uint64_t timer_next(void) {
    uint64_t next = UINT64_MAX;
    for (unsigned i = 0; i < 3; i++) {
        uint32_t distance = SR(CCOMPARE + i) - ccount(core.cycles);
        uint64_t periods = distance == 0 ? 1ull << 32 : distance;
        next = periods < next ? periods : next;
    }
    return next;
}

// Those timers whose moment lies after `since`, and not after now, interrupt.
void timers_update(uint64_t since) {
    uint64_t passed = core.cycles - since;
    for (unsigned i = 0; i < 3; i++) {
        uint32_t distance = SR(CCOMPARE + i) - ccount(since);
        if (passed != 0 && (distance == 0 ? 1ull << 32 : distance) <= passed) {
            SR(INTERRUPT) |= 1u << config.timer_interrupt[i];
        }
    }
}
