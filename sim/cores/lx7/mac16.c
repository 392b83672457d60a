// The MAC16 option: 16-bit products into a 40-bit accumulator (ISA 4.3.7).
#include "lx7.h"

static int32_t half(uint32_t value, bool high) {
    return (int16_t)(high ? value >> 16 : value);
}

static uint32_t first(const struct insn *insn, const uint32_t *a) {
    bool from_m =
        insn->k == 0 || insn->k == 1 || insn->k == 2 || insn->k == 4 || insn->k == 5 || insn->k == 6;
    return from_m ? SR(MR + (insn->r >> 2 & 1)) : a[insn->s];
}

static uint32_t second(const struct insn *insn, const uint32_t *a) {
    bool from_m = insn->k < 4;
    return from_m ? SR(MR + 2 + (insn->t >> 2 & 1)) : a[insn->t];
}

static void accumulate(const struct insn *insn, const uint32_t *a) {
    uint32_t x = first(insn, a), y = second(insn, a), kind = insn->imm >> 2;
    bool x_high = insn->imm & 1, y_high = insn->imm & 2;
    int64_t acc = (int64_t)((uint64_t)SR(ACCHI) << 32 | SR(ACCLO));
    int64_t product = (int64_t)half(x, x_high) * half(y, y_high);
    if (kind == 0) {
        acc = (int64_t)((uint64_t)(x_high ? x >> 16 : x & 0xffff) * (y_high ? y >> 16 : y & 0xffff));
    } else if (kind == 1) {
        acc = product;
    } else {
        acc += kind == 2 ? product : -product;
    }
    SR(ACCLO) = (uint32_t)acc;
    SR(ACCHI) = (uint32_t)((int32_t)((uint32_t)(acc >> 32) << 24) >> 24);
}

uint32_t mac16(const struct insn *insn, uint32_t *a) {
    bool load = insn->k == 0 || insn->k == 1 || insn->k == 4 || insn->k == 5 || insn->k >= 8;
    if (!load) {
        accumulate(insn, a);
        return 0;
    }
    uint32_t address = a[insn->s] + (insn->k & 1 ? -4u : 4u), value;
    SR(EXCVADDR) = address % 4 != 0 ? address : SR(EXCVADDR);
    uint32_t cause = address % 4 != 0 ? CAUSE_ALIGNMENT : load_slow(address, 4, &value);
    if (cause != 0) {
        return cause;
    }
    if (insn->k < 8) {
        accumulate(insn, a);
    }
    a[insn->s] = address;
    SR(MR + (insn->r & 3)) = value;
    return 0;
}
