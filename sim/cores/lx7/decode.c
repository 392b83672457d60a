// From the bytes of an instruction to what the interpreter runs (ISA chapter 7: opcode tables and formats).
#include "lx7.h"

struct word {
    uint32_t bits, op0, t, s, r, op1, op2, imm8;
};

static int32_t sign_extend(uint32_t value, unsigned bits) {
    return (int32_t)(value << (32 - bits)) >> (32 - bits);
}

static uint8_t higher(uint32_t a, uint32_t b) {
    return (uint8_t)(a > b ? a : b);
}

static void uses(struct insn *insn, uint32_t a, uint32_t b, uint32_t c) {
    insn->top = higher(a, higher(b, c));
}

static void jump_or_return(struct insn *insn, const struct word *w) {
    unsigned n = w->t & 3;
    if (w->t >> 2 == 3) {
        insn->op = n == 0 ? OP_CALLX0 : OP_CALLX;
        insn->k = n;
        uses(insn, w->s, n * 4, 0);
    } else if (w->t >> 2 == 2 && n == 2) {
        insn->op = OP_JX;
        uses(insn, w->s, 0, 0);
    } else if (w->t >> 2 == 2 && n < 2 && w->s == 0) {
        insn->op = n == 0 ? OP_RET : OP_RETW;
    }
}

static void return_from_exception(struct insn *insn, const struct word *w) {
    static const uint8_t by_s[16] = {[0] = OP_RFE, [2] = OP_RFDE, [4] = OP_RFWO, [5] = OP_RFWU};
    if (w->t == 0) {
        insn->op = by_s[w->s];
    } else if (w->t == 1 && w->s >= 2 && w->s <= NMI_LEVEL) {
        insn->op = OP_RFI;
        insn->imm = w->s;
    }
}

// op1 = 0, op2 = 0
static void group_st0(struct insn *insn, const struct word *w) {
    static const uint8_t booleans[4] = {OP_ANY4, OP_ALL4, OP_ANY8, OP_ALL8};
    switch (w->r) {
    case 0:
        jump_or_return(insn, w);
        break;
    case 1:
        insn->op = OP_MOVSP;
        insn->r = w->t;
        uses(insn, w->s, w->t, 0);
        break;
    case 2: // isync, rsync, esync, dsync, excw, memw, extw, nop: the order of accesses is that of the program
        insn->op = w->s == 0 && 0xb10fu >> w->t & 1 ? OP_NOP : OP_ILLEGAL;
        break;
    case 3:
        return_from_exception(insn, w);
        break;
    case 4:
        insn->op = OP_BREAK;
        break;
    case 5: // s = 1 is simcall, which exists in simulators only
        insn->op = w->s == 0 && w->t == 0 ? OP_SYSCALL : OP_ILLEGAL;
        break;
    case 6:
        insn->op = OP_RSIL;
        insn->r = w->t;
        insn->imm = w->s;
        uses(insn, w->t, 0, 0);
        break;
    case 7:
        insn->op = w->t == 0 ? OP_WAITI : OP_ILLEGAL;
        insn->imm = w->s;
        break;
    case 8:
    case 9:
    case 10:
    case 11:
        insn->op = booleans[w->r - 8];
        break;
    default:
        break;
    }
}

// op1 = 0, op2 = 4
static void group_st1(struct insn *insn, const struct word *w) {
    static const uint8_t shifts[4] = {OP_SSR, OP_SSL, OP_SSA8L, OP_SSA8B};
    if (w->r < 4 && w->t == 0) {
        insn->op = shifts[w->r];
        uses(insn, w->s, 0, 0);
    } else if (w->r == 4 && w->t < 2) {
        insn->op = OP_SSAI;
        insn->imm = w->s | w->t << 4;
    } else if (w->r == 8 && w->s == 0) {
        insn->op = OP_ROTW;
        insn->imm = (uint32_t)sign_extend(w->t, 4);
    } else if (w->r >= 14) {
        insn->op = w->r == 14 ? OP_NSA : OP_NSAU;
        insn->r = w->t;
        uses(insn, w->s, w->t, 0);
    }
}

static void group_rst0(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {0,      OP_AND,   OP_OR,    OP_XOR,   0,        0,
                                    0,      0,        OP_ADD,   OP_ADDX2, OP_ADDX4, OP_ADDX8,
                                    OP_SUB, OP_SUBX2, OP_SUBX4, OP_SUBX8};
    if (w->op2 == 0) {
        group_st0(insn, w);
    } else if (w->op2 == 4) {
        group_st1(insn, w);
    } else if (w->op2 == 6 && w->s < 2) {
        insn->op = w->s == 0 ? OP_NEG : OP_ABS;
        uses(insn, w->r, w->t, 0);
    } else {
        insn->op = ops[w->op2];
        uses(insn, w->r, w->s, w->t);
    }
}

static void group_rst1(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {OP_SLLI, OP_SLLI, OP_SRAI, OP_SRAI, OP_SRLI,   0,         OP_XSR, 0,
                                    OP_SRC,  OP_SRL,  OP_SLL,  OP_SRA,  OP_MUL16U, OP_MUL16S, 0,      0};
    insn->op = ops[w->op2];
    insn->imm = w->s | (w->op2 & 1) << 4; // srai; srli has bit 0 of op2 clear
    uses(insn, w->r, w->t, 0);
    switch (w->op2) {
    case 0:
    case 1:
        insn->imm = 31 & (32 - (w->t | (w->op2 & 1) << 4));
        uses(insn, w->r, w->s, 0);
        break;
    case 6:
        insn->imm = w->r << 4 | w->s;
        insn->op = special_exists(insn->imm) ? OP_XSR : OP_ILLEGAL;
        insn->k = special_rules(insn->imm);
        insn->r = w->t;
        uses(insn, w->t, 0, 0);
        break;
    case 8:
    case 12:
    case 13:
        uses(insn, w->r, w->s, w->t);
        break;
    case 9:
    case 11:
        insn->op = w->s == 0 ? insn->op : OP_ILLEGAL;
        break;
    case 10:
        insn->op = w->t == 0 ? insn->op : OP_ILLEGAL;
        uses(insn, w->r, w->s, 0);
        break;
    default:
        break;
    }
}

static void group_rst2(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {OP_ANDB,  OP_ANDBC, OP_ORB,  OP_ORBC, OP_XORB,  0,
                                    OP_SALTU, OP_SALT,  OP_MULL, 0,       OP_MULUH, OP_MULSH,
                                    OP_QUOU,  OP_QUOS,  OP_REMU, OP_REMS};
    insn->op = ops[w->op2];
    if ((w->op2 == 10 || w->op2 == 11) && !config.mul_high) {
        insn->op = OP_ILLEGAL;
    }
    if (w->op2 > 5) {
        uses(insn, w->r, w->s, w->t);
    }
}

static void special_register(struct insn *insn, const struct word *w) {
    insn->imm = w->r << 4 | w->s;
    insn->op = !special_exists(insn->imm) ? OP_ILLEGAL : w->op2 == 0 ? OP_RSR : OP_WSR;
    insn->k = special_rules(insn->imm);
    insn->r = w->t;
    uses(insn, w->t, 0, 0);
}

static bool user_exists(uint32_t number) {
    return number == THREADPTR || number == FCR || number == FSR;
}

static void group_rst3(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {0,       0,       OP_SEXT,   OP_CLAMPS, OP_MIN,    OP_MAX,
                                    OP_MINU, OP_MAXU, OP_MOVEQZ, OP_MOVNEZ, OP_MOVLTZ, OP_MOVGEZ,
                                    OP_MOVF, OP_MOVT, OP_RUR,    OP_WUR};
    insn->op = ops[w->op2];
    uses(insn, w->r, w->s, w->t);
    switch (w->op2) {
    case 0:
    case 1:
        special_register(insn, w);
        break;
    case 2:
    case 3:
        insn->imm = w->t + 7;
        uses(insn, w->r, w->s, 0);
        break;
    case 12:
    case 13:
        uses(insn, w->r, w->s, 0);
        break;
    case 14:
        insn->imm = w->s << 4 | w->t;
        uses(insn, w->r, 0, 0);
        break;
    case 15:
        insn->imm = w->r << 4 | w->s;
        uses(insn, w->t, 0, 0);
        break;
    default:
        break;
    }
    if (w->op2 >= 14) {
        insn->op = user_exists(insn->imm) ? insn->op : OP_ILLEGAL;
        insn->fpu = insn->imm != THREADPTR;
    }
}

static void extract(struct insn *insn, const struct word *w) {
    insn->op = OP_EXTUI;
    insn->imm = w->s | (w->op1 & 1) << 4;
    insn->k = (uint32_t)((2ull << w->op2) - 1);
    uses(insn, w->r, w->t, 0);
}

// op1 = 8 and 9: floating-point loads and stores by index, accesses of window handlers
static void group_lsc(struct insn *insn, const struct word *w) {
    static const uint8_t floats[16] = {OP_LSX, OP_LSXP, 0, 0, OP_SSX, OP_SSXP};
    uses(insn, w->s, w->t, 0);
    if (w->op1 == 8) {
        insn->op = floats[w->op2];
        insn->fpu = 1;
    } else if (w->op2 == 0 || w->op2 == 4) {
        insn->op = w->op2 == 0 ? OP_L32E : OP_S32E;
        insn->imm = (w->r << 2) - 64;
        insn->r = w->t;
    }
}

// Steps of the division and root sequences: the adjusting steps give the whole result, rightly rounded, and
// the others nothing, so a sequence that the libraries write gives what the hardware gives.
static void float_one_operand(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {
        [0] = OP_MOV_S,     [1] = OP_ABS_S, [3] = OP_CONST_S, [4] = OP_RFR,  [5] = OP_WFR,
        [6] = OP_NEG_S,     [7] = OP_NOP,   [9] = OP_NOP,     [11] = OP_NOP, [12] = OP_MKSADJ_S,
        [13] = OP_MKDADJ_S, [14] = OP_NOP,  [15] = OP_MOV_S};
    insn->op = ops[w->t];
    if (w->t == 4) {
        uses(insn, w->r, 0, 0);
    } else if (w->t == 5) {
        uses(insn, w->s, 0, 0);
    }
}

static void group_fp0(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {OP_ADD_S,   OP_SUB_S,    OP_MUL_S,    0,          OP_MADD_S,  OP_MSUB_S,
                                    OP_NOP,     OP_NOP,      OP_ROUND_S,  OP_TRUNC_S, OP_FLOOR_S, OP_CEIL_S,
                                    OP_FLOAT_S, OP_UFLOAT_S, OP_UTRUNC_S, 0};
    insn->op = ops[w->op2];
    insn->fpu = 1;
    insn->imm = w->t;
    if (w->op2 == 15) {
        float_one_operand(insn, w);
    } else if ((w->op2 >= 8 && w->op2 <= 11) || w->op2 == 14) {
        uses(insn, w->r, 0, 0);
    } else if (w->op2 == 12 || w->op2 == 13) {
        uses(insn, w->s, 0, 0);
    }
}

static void group_fp1(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {0,           OP_UN_S,     OP_OEQ_S,  OP_UEQ_S,    OP_OLT_S,
                                    OP_ULT_S,    OP_OLE_S,    OP_ULE_S,  OP_MOVEQZ_S, OP_MOVNEZ_S,
                                    OP_MOVLTZ_S, OP_MOVGEZ_S, OP_MOVF_S, OP_MOVT_S};
    insn->op = ops[w->op2];
    insn->fpu = 1;
    if (w->op2 >= 8 && w->op2 <= 11) {
        uses(insn, w->t, 0, 0);
    }
}

static void format_rrr(struct insn *insn, const struct word *w) {
    typedef void group(struct insn *, const struct word *);
    static group *const groups[16] = {group_rst0, group_rst1, group_rst2, group_rst3, extract,   extract,
                                      0,          0,          group_lsc,  group_lsc,  group_fp0, group_fp1};
    if (groups[w->op1] != 0) {
        groups[w->op1](insn, w);
    }
}

// Loads, stores and additions with an 8-bit constant
static void format_lsai(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {OP_L8UI, OP_L16UI, OP_L32I,   0,        OP_S8I,  OP_S16I,
                                    OP_S32I, OP_NOP,   0,         OP_L16SI, OP_MOVI, OP_L32I,
                                    OP_ADDI, OP_ADDI,  OP_S32C1I, OP_S32I};
    static const uint8_t shifts[16] = {
        [1] = 1, [2] = 2, [5] = 1, [6] = 2, [9] = 1, [11] = 2, [14] = 2, [15] = 2};
    insn->op = ops[w->r];
    insn->imm = w->imm8 << shifts[w->r];
    uses(insn, w->s, w->t, 0);
    switch (w->r) {
    case 7: // caches have no effect that a program sees
        uses(insn, w->s, 0, 0);
        break;
    case 10:
        insn->imm = (uint32_t)sign_extend(w->s << 8 | w->imm8, 12);
        uses(insn, w->t, 0, 0);
        break;
    case 12:
        insn->imm = (uint32_t)sign_extend(w->imm8, 8);
        break;
    case 13:
        insn->imm = (uint32_t)sign_extend(w->imm8, 8) << 8;
        break;
    default:
        break;
    }
    insn->r = w->t;
}

static void format_lsci(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {[0] = OP_LSI, [4] = OP_SSI, [8] = OP_LSIP, [12] = OP_SSIP};
    insn->op = ops[w->r];
    insn->imm = w->imm8 << 2;
    insn->r = w->t;
    insn->fpu = 1;
    uses(insn, w->s, 0, 0);
}

// The MAC16 option: operands by op2, operation by op1.
static void format_mac16(struct insn *insn, const struct word *w) {
    bool load = w->op2 == 0 || w->op2 == 1 || w->op2 == 4 || w->op2 == 5;
    bool takes_t = w->op2 >= 4 && w->op2 <= 7;
    bool takes_s = w->op2 == 3 || w->op2 == 7 || load;
    bool load_only = (w->op2 == 8 || w->op2 == 9) && w->op1 == 0;
    unsigned lowest = load ? 8 : w->op2 == 7 ? 0 : 4, highest = load ? 11 : 15;
    if (!load_only && (w->op2 > 7 || w->op1 < lowest || w->op1 > highest)) {
        return;
    }
    insn->op = OP_MAC16;
    insn->imm = w->op1;
    insn->k = w->op2;
    uses(insn, takes_s || load_only ? w->s : 0, takes_t ? w->t : 0, 0);
}

static void format_calln(struct insn *insn, const struct word *w) {
    unsigned n = w->t & 3;
    insn->op = n == 0 ? OP_CALL0 : OP_CALL;
    insn->k = n;
    insn->imm = (insn->pc & ~3u) + ((uint32_t)sign_extend(w->bits >> 6, 18) << 2) + 4;
    uses(insn, n * 4, 0, 0);
}

static void branch_by_boolean_or_loop(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {
        [0] = OP_BF, [1] = OP_BT, [8] = OP_LOOP, [9] = OP_LOOPNEZ, [10] = OP_LOOPGTZ};
    insn->op = ops[w->r];
    insn->imm = insn->pc + 4 + (w->r < 8 ? (uint32_t)sign_extend(w->imm8, 8) : w->imm8);
    if (w->r >= 8) {
        uses(insn, w->s, 0, 0);
    }
}

static void format_si(struct insn *insn, const struct word *w) {
    static const int32_t signed_constants[16] = {-1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256};
    static const uint32_t unsigned_constants[16] = {32768, 65536, 2,  3,  4,  5,  6,   7,
                                                    8,     10,    12, 16, 32, 64, 128, 256};
    unsigned m = w->t >> 2;
    uses(insn, w->s, 0, 0);
    insn->imm = insn->pc + 4 + (uint32_t)sign_extend(w->imm8, 8);
    switch (w->t & 3) {
    case 0:
        insn->op = OP_J;
        insn->imm = insn->pc + 4 + (uint32_t)sign_extend(w->bits >> 6, 18);
        uses(insn, 0, 0, 0);
        break;
    case 1:
        insn->op = OP_BEQZ + m;
        insn->imm = insn->pc + 4 + (uint32_t)sign_extend(w->bits >> 12, 12);
        break;
    case 2:
        insn->op = OP_BEQI + m;
        insn->k = (uint32_t)signed_constants[w->r];
        break;
    default:
        insn->k = unsigned_constants[w->r];
        if (m == 0) {
            insn->op = OP_ENTRY;
            insn->imm = w->bits >> 12 << 3;
            uses(insn, 0, 0, 0); // CALLINC decides, at the time
        } else if (m == 1) {
            uses(insn, 0, 0, 0);
            branch_by_boolean_or_loop(insn, w);
        } else {
            insn->op = m == 2 ? OP_BLTUI : OP_BGEUI;
        }
    }
}

static void format_b(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {OP_BNONE, OP_BEQ, OP_BLT, OP_BLTU, OP_BALL,  OP_BBC, OP_BBCI, OP_BBCI,
                                    OP_BANY,  OP_BNE, OP_BGE, OP_BGEU, OP_BNALL, OP_BBS, OP_BBSI, OP_BBSI};
    bool bit = (w->r & 6) == 6;
    insn->op = ops[w->r];
    insn->imm = insn->pc + 4 + (uint32_t)sign_extend(w->imm8, 8);
    insn->k = 1u << (w->t | (w->r & 1) << 4);
    uses(insn, w->s, bit ? 0 : w->t, 0);
}

static void narrow_constant_or_branch(struct insn *insn, const struct word *w) {
    uint32_t imm7 = w->r | (w->t & 7) << 4;
    if (!(w->t & 8)) {
        insn->op = OP_MOVI;
        insn->r = w->s;
        insn->imm = imm7 >= 96 ? imm7 - 128 : imm7;
    } else {
        insn->op = w->t & 4 ? OP_BNEZ : OP_BEQZ;
        insn->imm = insn->pc + 4 + (w->r | (w->t & 3) << 4);
    }
    uses(insn, w->s, 0, 0);
}

static void narrow_rest(struct insn *insn, const struct word *w) {
    static const uint8_t ops[16] = {OP_RET, OP_RETW, OP_BREAK, OP_NOP};
    if (w->r == 0) {
        insn->op = OP_MOV;
        insn->r = w->t;
        uses(insn, w->s, w->t, 0);
    } else if (w->r == 15 && (w->s == 0 || w->t == 2)) {
        insn->op = ops[w->t];
        insn->imm = 1; // of break: the short form
    }
}

static void format_narrow(struct insn *insn, const struct word *w) {
    static const uint8_t ops[4] = {OP_L32I, OP_S32I, OP_ADD, OP_ADDI};
    if (w->op0 == 12) {
        narrow_constant_or_branch(insn, w);
    } else if (w->op0 == 13) {
        narrow_rest(insn, w);
    } else {
        insn->op = ops[w->op0 - 8];
        insn->imm = w->op0 < 10 ? w->r << 2 : w->t != 0 ? w->t : 0xffffffffu;
        insn->r = w->op0 < 10 ? w->t : w->r;
        uses(insn, w->s, w->op0 == 11 ? 0 : w->t, w->op0 < 10 ? 0 : w->r);
    }
}

static void l32r(struct insn *insn, const struct word *w) {
    insn->op = OP_L32R;
    insn->r = w->t;
    insn->imm = ((insn->pc + 3) & ~3u) + (0xfffc0000u | (w->bits >> 8) << 2);
    uses(insn, w->t, 0, 0);
}

bool decode(uint32_t pc, struct insn *insn) {
    typedef void format(struct insn *, const struct word *);
    static format *const formats[14] = {
        format_rrr, l32r,          format_lsai,   format_lsci,   format_mac16,  format_calln,  format_si,
        format_b,   format_narrow, format_narrow, format_narrow, format_narrow, format_narrow, format_narrow};
    uint8_t bytes[4] = {0};
    if (!fetch(pc, &bytes[0])) {
        return false;
    }
    unsigned op0 = bytes[0] & 15;
    unsigned length = op0 < 8 ? 3 : op0 < 14 ? 2 : 4;
    for (unsigned i = 1; i < length; i++) {
        if (!fetch(pc + i, &bytes[i])) {
            return false;
        }
    }
    uint32_t bits = bytes[0] | bytes[1] << 8 | bytes[2] << 16;
    struct word word = {
        bits, op0, bits >> 4 & 15, bits >> 8 & 15, bits >> 12 & 15, bits >> 16 & 15, bits >> 20, bits >> 16};
    *insn =
        (struct insn){.op = OP_ILLEGAL, .length = length, .pc = pc, .r = word.r, .s = word.s, .t = word.t};
    if (op0 < 14) {
        formats[op0](insn, &word);
    }
    if (insn->op == OP_ILLEGAL) {
        *insn = (struct insn){.length = length, .pc = pc, .imm = bits | (uint32_t)bytes[3] << 24};
    }
    return true;
}

bool ends_block(const struct insn *insn) {
    switch (insn->op) {
    case OP_ILLEGAL:
    case OP_RET:
    case OP_RETW:
    case OP_JX:
    case OP_CALLX0:
    case OP_CALLX:
    case OP_RFE:
    case OP_RFDE:
    case OP_RFWO:
    case OP_RFWU:
    case OP_RFI:
    case OP_SYSCALL:
    case OP_CALL0:
    case OP_CALL:
    case OP_J:
    case OP_ENTRY:
    case OP_ROTW:
    case OP_RSIL:
    case OP_WAITI:
    case OP_BREAK:
        return true;
    case OP_WSR:
    case OP_XSR:
        return insn->k != 0;
    default:
        return false;
    }
}
