// The interpreter: runs decoded blocks until the count is used up or something from outside must be looked
// at.
#include "lx7.h"

enum stop { STOP_COUNT = 0, STOP_WAITING = 1, STOP_HOST = 2 };

#define LIKELY(x) __builtin_expect(!!(x), 1)

static inline uint32_t load_plain(uint32_t at, uint32_t size) {
    uint32_t value = 0;
    __builtin_memcpy(&value, memory + at, size);
    return value;
}

static inline void store_plain(uint32_t at, uint32_t size, uint32_t value) {
    __builtin_memcpy(memory + at, &value, size);
}

static inline bool is_plain(uint32_t address, uint32_t size, uint32_t page, uint32_t right) {
    return (page & (right | PAGE_WORDS)) == right && address % size == 0;
}

static inline uint32_t place_in(uint32_t page, uint32_t address) {
    return (page & ~(PAGE_SIZE - 1)) + (address & (PAGE_SIZE - 1));
}

// Where the program goes on behind an instruction that does not jump.
static uint32_t behind(const struct insn *ip) {
    uint32_t next = ip->pc + ip->length;
    if (next == SR(LEND) && SR(LCOUNT) != 0 && !(SR(PS) & PS_EXCM)) {
        SR(LCOUNT)--;
        return SR(LBEG);
    }
    return next;
}

static void boolean_set(uint32_t number, bool value) {
    SR(BR) = (SR(BR) & ~(1u << number)) | (uint32_t)value << number;
}

static bool boolean(uint32_t number) {
    return SR(BR) >> number & 1;
}

static void boolean_group(const struct insn *ip) {
    uint32_t count = ip->op == OP_ANY4 || ip->op == OP_ALL4 ? 4 : 8;
    uint32_t mask = (1u << count) - 1, bits = SR(BR) >> (ip->s & ~(count - 1)) & mask;
    boolean_set(ip->t, ip->op == OP_ANY4 || ip->op == OP_ANY8 ? bits != 0 : bits == mask);
}

static uint32_t leading_sign_bits(uint32_t value) {
    uint32_t magnitude = value ^ (uint32_t)((int32_t)value >> 31);
    return magnitude == 0 ? 31 : (uint32_t)__builtin_clz(magnitude) - 1;
}

static uint32_t clamp(int32_t value, uint32_t bits) {
    int32_t highest = (int32_t)(1u << bits) - 1;
    return (uint32_t)(value > highest ? highest : value < -highest - 1 ? -highest - 1 : value);
}

static uint32_t quotient(uint32_t op, uint32_t a, uint32_t b) {
    bool overflows = a == 0x80000000u && b == 0xffffffffu;
    switch (op) {
    case OP_QUOU:
        return a / b;
    case OP_REMU:
        return a % b;
    case OP_QUOS:
        return overflows ? a : (uint32_t)((int32_t)a / (int32_t)b);
    default:
        return overflows ? 0 : (uint32_t)((int32_t)a % (int32_t)b);
    }
}

static void return_from_exception(const struct insn *ip) {
    uint32_t base = SR(WINDOWBASE);
    switch (ip->op) {
    case OP_RFI:
        core.pc = SR(EPC + ip->imm);
        SR(PS) = SR(EPS + ip->imm);
        break;
    case OP_RFDE:
        core.pc = SR(DEPC);
        break;
    default:
        core.pc = SR(EPC + 1);
        SR(PS) &= ~PS_EXCM;
    }
    if (ip->op == OP_RFWO || ip->op == OP_RFWU) {
        SR(WINDOWSTART) = ip->op == OP_RFWO ? SR(WINDOWSTART) & ~(1u << base) : SR(WINDOWSTART) | 1u << base;
        window_move(SR(PS) >> 8 & 15);
    }
    window_update();
}

// What rarely runs and always ends its block: sets core.pc. `cycle`: clock periods before the instruction.
static void rare(const struct insn *ip, uint32_t *a) {
    switch (ip->op) {
    case OP_ILLEGAL:
        host_illegal(ip->pc, ip->imm);
        exception(CAUSE_ILLEGAL, ip->pc);
        break;
    case OP_SYSCALL:
        exception(CAUSE_SYSCALL, ip->pc);
        break;
    case OP_BREAK:
        if ((SR(PS) & PS_INTLEVEL) < DEBUG_LEVEL) {
            debug_exception(ip->imm ? 1u << 4 : 1u << 3, ip->pc);
        } else {
            core.pc = behind(ip);
        }
        break;
    case OP_ROTW:
        window_move(SR(WINDOWBASE) + ip->imm);
        core.pc = behind(ip);
        break;
    case OP_RSIL:
        a[ip->r] = SR(PS);
        SR(PS) = (SR(PS) & ~PS_INTLEVEL) | ip->imm;
        core.pc = behind(ip);
        break;
    case OP_WAITI:
        SR(PS) = (SR(PS) & ~PS_INTLEVEL) | ip->imm;
        core.waiting = 1;
        core.pc = behind(ip);
        break;
    default:
        return_from_exception(ip);
    }
}

static bool enter_frame(const struct insn *ip, uint32_t *a) {
    uint32_t increment = SR(PS) >> 16 & 3;
    if (ip->s > 3 || (SR(PS) & (PS_WOE | PS_EXCM)) != PS_WOE) {
        exception(CAUSE_ILLEGAL, ip->pc);
        return false;
    }
    if (increment >= core.window_free) {
        window_overflow(ip->pc);
        return false;
    }
    a[increment * 4 + ip->s] = a[ip->s] - ip->imm;
    uint32_t base = SR(WINDOWBASE) + increment;
    SR(WINDOWSTART) |= 1u << (base & (config.aregs / 4 - 1));
    window_move(base);
    return true;
}

// The block to go on with, or null with the exception taken.
static const struct insn *find(uint32_t pc) {
    const struct insn *head = block_at(pc);
    if (head == 0) {
        host_unfetched(pc);
        SR(EXCVADDR) = pc;
        exception(CAUSE_FETCH, pc);
    }
    return head;
}

#define R a[ip->r]
#define S a[ip->s]
#define T a[ip->t]
#define F_R core.fr[ip->r]
#define F_S core.fr[ip->s]
#define F_T core.fr[ip->t]
#define NEXT                                                                                                 \
    ip++;                                                                                                    \
    continue
#define SIMPLE(name, statement)                                                                              \
    case OP_##name:                                                                                          \
        statement;                                                                                           \
        NEXT
#define BRANCH(name, condition)                                                                              \
    case OP_##name:                                                                                          \
        if (condition) {                                                                                     \
            goto jump;                                                                                       \
        }                                                                                                    \
        NEXT
#define NOW (end - (uint64_t)left + ip->n - 1)
// Before whatever asks the host: it may look at program counter and time.
#define SHOW                                                                                                 \
    core.pc = ip->pc;                                                                                        \
    core.cycles = NOW
#define LOAD(size, address, put)                                                                             \
    {                                                                                                        \
        uint32_t at = (address), got;                                                                        \
        uint32_t page = pages[at / PAGE_SIZE];                                                               \
        if (LIKELY(is_plain(at, size, page, PAGE_READ))) {                                                   \
            got = load_plain(place_in(page, at), size);                                                      \
            put;                                                                                             \
            NEXT;                                                                                            \
        }                                                                                                    \
        SHOW;                                                                                                \
        cause = load_slow(at, size, &got);                                                                   \
        if (cause != 0) {                                                                                    \
            goto raise;                                                                                      \
        }                                                                                                    \
        put;                                                                                                 \
        goto attend;                                                                                         \
    }
#define STORE(size, address, value, then)                                                                    \
    {                                                                                                        \
        uint32_t at = (address), page = pages[at / PAGE_SIZE], where = place_in(page, at);                   \
        if (LIKELY(is_plain(at, size, page, PAGE_WRITE) && !line_has_code[where >> LINE_SHIFT])) {           \
            store_plain(where, size, (value));                                                               \
            then;                                                                                            \
            NEXT;                                                                                            \
        }                                                                                                    \
        SHOW;                                                                                                \
        cause = store_slow(at, size, (value));                                                               \
        if (cause != 0) {                                                                                    \
            goto raise;                                                                                      \
        }                                                                                                    \
        then;                                                                                                \
        goto attend;                                                                                         \
    }

// Run up to `count` instructions from core.pc; less if something must be looked at. Sets core.pc and cycles.
static void execute(uint32_t count) {
    uint64_t end = core.cycles + count;
    int32_t left = (int32_t)count;
    uint32_t *a = WINDOW;
    uint32_t cause;
    const struct insn *ip = find(core.pc);
    if (ip == 0) {
        core.cycles++;
        return;
    }
    for (;;) {
        switch (ip->op) {
        case OP_HEAD:
            if (left < (int32_t)ip->imm) {
                core.pc = ip->pc;
                if (left <= 0) {
                    goto out;
                }
                ip = block_part(ip, (uint32_t)left);
                continue;
            }
            NEXT;
        case OP_WINDOW:
            if (ip->imm >= core.window_free) {
                left -= ip->n + 1;
                window_overflow(ip->pc);
                goto out;
            }
            NEXT;
        case OP_FPU:
            if (!(SR(CPENABLE) & 1)) {
                left -= ip->n + 1;
                exception(CAUSE_COPROCESSOR, ip->pc);
                goto out;
            }
            NEXT;
        case OP_LOOPEND:
            if (SR(LEND) == ip->imm && SR(LCOUNT) != 0 && !(SR(PS) & PS_EXCM)) {
                SR(LCOUNT)--;
                left -= ip->n;
                if (ip->link != 0 && code[ip->link].pc == SR(LBEG)) {
                    ip = &code[ip->link];
                    continue;
                }
                core.pc = SR(LBEG);
                goto link;
            }
            NEXT;
        case OP_HOOK:
            core.pc = ip->pc;
            core.cycles = NOW + 1;
            if (host_hook(ip->pc)) {
                left -= ip->n;
                goto out;
            }
            NEXT;
        case OP_GO:
            goto jump;
        case OP_STOP:
            left -= ip->n;
            core.pc = ip->imm;
            goto out;

            SIMPLE(NOP, );
            SIMPLE(AND, R = S & T);
            SIMPLE(OR, R = S | T);
            SIMPLE(XOR, R = S ^ T);
            SIMPLE(SSR, SR(SAR) = S & 31);
            SIMPLE(SSL, SR(SAR) = 32 - (S & 31));
            SIMPLE(SSA8L, SR(SAR) = (S & 3) * 8);
            SIMPLE(SSA8B, SR(SAR) = 32 - (S & 3) * 8);
            SIMPLE(SSAI, SR(SAR) = ip->imm);
            SIMPLE(NSA, R = leading_sign_bits(S));
            SIMPLE(NSAU, R = S == 0 ? 32 : (uint32_t)__builtin_clz(S));
            SIMPLE(NEG, R = 0 - T);
            SIMPLE(ABS, R = (int32_t)T < 0 ? 0 - T : T);
            SIMPLE(ADD, R = S + T);
            SIMPLE(ADDX2, R = S * 2 + T);
            SIMPLE(ADDX4, R = S * 4 + T);
            SIMPLE(ADDX8, R = S * 8 + T);
            SIMPLE(SUB, R = S - T);
            SIMPLE(SUBX2, R = S * 2 - T);
            SIMPLE(SUBX4, R = S * 4 - T);
            SIMPLE(SUBX8, R = S * 8 - T);
            SIMPLE(SLLI, R = S << ip->imm);
            SIMPLE(SRAI, R = (uint32_t)((int32_t)T >> ip->imm));
            SIMPLE(SRLI, R = T >> ip->s);
            SIMPLE(SRC, R = (uint32_t)(((uint64_t)S << 32 | T) >> SR(SAR)));
            SIMPLE(SRL, R = (uint32_t)((uint64_t)T >> SR(SAR)));
            SIMPLE(SLL, R = (uint32_t)((uint64_t)S << (63 & (32 - SR(SAR)))));
            SIMPLE(SRA, R = (uint32_t)((int64_t)(int32_t)T >> SR(SAR)));
            SIMPLE(MUL16U, R = (S & 0xffff) * (T & 0xffff));
            SIMPLE(MUL16S, R = (uint32_t)((int16_t)S * (int16_t)T));
            SIMPLE(ANDB, boolean_set(ip->r, boolean(ip->s) && boolean(ip->t)));
            SIMPLE(ANDBC, boolean_set(ip->r, boolean(ip->s) && !boolean(ip->t)));
            SIMPLE(ORB, boolean_set(ip->r, boolean(ip->s) || boolean(ip->t)));
            SIMPLE(ORBC, boolean_set(ip->r, boolean(ip->s) || !boolean(ip->t)));
            SIMPLE(XORB, boolean_set(ip->r, boolean(ip->s) != boolean(ip->t)));
            SIMPLE(SALTU, R = S < T);
            SIMPLE(SALT, R = (int32_t)S < (int32_t)T);
            SIMPLE(MULL, R = S * T);
            SIMPLE(MULUH, R = (uint32_t)((uint64_t)S * T >> 32));
            SIMPLE(MULSH, R = (uint32_t)((uint64_t)((int64_t)(int32_t)S * (int32_t)T) >> 32));
            SIMPLE(SEXT, R = (uint32_t)((int32_t)(S << (31 - ip->imm)) >> (31 - ip->imm)));
            SIMPLE(CLAMPS, R = clamp((int32_t)S, ip->imm));
            SIMPLE(MIN, R = (int32_t)S < (int32_t)T ? S : T);
            SIMPLE(MAX, R = (int32_t)S > (int32_t)T ? S : T);
            SIMPLE(MINU, R = S < T ? S : T);
            SIMPLE(MAXU, R = S > T ? S : T);
            SIMPLE(MOVEQZ, R = T == 0 ? S : R);
            SIMPLE(MOVNEZ, R = T != 0 ? S : R);
            SIMPLE(MOVLTZ, R = (int32_t)T < 0 ? S : R);
            SIMPLE(MOVGEZ, R = (int32_t)T >= 0 ? S : R);
            SIMPLE(MOVF, R = boolean(ip->t) ? R : S);
            SIMPLE(MOVT, R = boolean(ip->t) ? S : R);
            SIMPLE(EXTUI, R = T >> ip->imm & ip->k);
            SIMPLE(MOVI, R = ip->imm);
            SIMPLE(ADDI, R = S + ip->imm);
            SIMPLE(MOV, R = S);
            SIMPLE(RUR, R = core.ur[ip->imm]);
            SIMPLE(WUR, core.ur[ip->imm] = T & (ip->imm == FCR   ? 0x7f
                                                : ip->imm == FSR ? 0xf80
                                                                 : 0xffffffffu));
            SIMPLE(RSR, R = special_read(ip->imm, NOW));
        case OP_ANY4:
        case OP_ALL4:
        case OP_ANY8:
        case OP_ALL8:
            boolean_group(ip);
            NEXT;
        case OP_QUOU:
        case OP_QUOS:
        case OP_REMU:
        case OP_REMS:
            if (T == 0) {
                cause = CAUSE_DIVISION;
                goto raise;
            }
            R = quotient(ip->op, S, T);
            NEXT;
        case OP_MOVSP:
            if ((SR(WINDOWSTART) | SR(WINDOWSTART) << config.aregs / 4) >>
                    (SR(WINDOWBASE) + config.aregs / 4 - 3) &
                7) {
                R = S;
                NEXT;
            }
            cause = CAUSE_ALLOCA;
            goto raise;
        case OP_WSR:
        case OP_XSR: {
            uint32_t old = ip->op == OP_XSR ? special_read(ip->imm, NOW) : T;
            uint32_t value = T;
            T = old;
            special_write(ip->imm, value, NOW);
            if (ip->k == 0) {
                NEXT;
            }
            goto leave;
        }
        case OP_MAC16:
            SHOW;
            cause = mac16(ip, a);
            if (cause != 0) {
                goto raise;
            }
            goto attend;

        case OP_L32R:
            LOAD(4, ip->imm, R = got);
        case OP_L8UI:
            LOAD(1, S + ip->imm, R = got);
        case OP_L16UI:
            LOAD(2, S + ip->imm, R = got);
        case OP_L16SI:
            LOAD(2, S + ip->imm, R = (uint32_t)(int16_t)got);
        case OP_L32I:
        case OP_L32E:
            LOAD(4, S + ip->imm, R = got);
        case OP_S8I:
            STORE(1, S + ip->imm, T, );
        case OP_S16I:
            STORE(2, S + ip->imm, T, );
        case OP_S32I:
        case OP_S32E:
            STORE(4, S + ip->imm, T, );
        case OP_S32C1I: {
            uint32_t address = S + ip->imm, old;
            SHOW;
            SR(EXCVADDR) = address % 4 != 0 ? address : SR(EXCVADDR);
            cause = address % 4 != 0 ? CAUSE_ALIGNMENT : load_slow(address, 4, &old);
            if (cause == 0 && old == SR(SCOMPARE1)) {
                cause = store_slow(address, 4, T);
            }
            if (cause != 0) {
                goto raise;
            }
            T = old;
            goto attend;
        }
        case OP_LSX:
            LOAD(4, S + T, F_R = got);
        case OP_LSXP:
            LOAD(4, S, (F_R = got, S += T));
        case OP_SSX:
            STORE(4, S + T, F_R, );
        case OP_SSXP:
            STORE(4, S, F_R, S += T);
        case OP_LSI:
            LOAD(4, S + ip->imm, F_R = got);
        case OP_LSIP:
            LOAD(4, S, (F_R = got, S += ip->imm));
        case OP_SSI:
            STORE(4, S + ip->imm, F_R, );
        case OP_SSIP:
            STORE(4, S, F_R, S += ip->imm);

            BRANCH(J, true);
            BRANCH(BEQZ, S == 0);
            BRANCH(BNEZ, S != 0);
            BRANCH(BLTZ, (int32_t)S < 0);
            BRANCH(BGEZ, (int32_t)S >= 0);
            BRANCH(BEQI, S == ip->k);
            BRANCH(BNEI, S != ip->k);
            BRANCH(BLTI, (int32_t)S < (int32_t)ip->k);
            BRANCH(BGEI, (int32_t)S >= (int32_t)ip->k);
            BRANCH(BLTUI, S < ip->k);
            BRANCH(BGEUI, S >= ip->k);
            BRANCH(BF, !boolean(ip->s));
            BRANCH(BT, boolean(ip->s));
            BRANCH(BNONE, (S & T) == 0);
            BRANCH(BEQ, S == T);
            BRANCH(BLT, (int32_t)S < (int32_t)T);
            BRANCH(BLTU, S < T);
            BRANCH(BALL, (~S & T) == 0);
            BRANCH(BBC, !(S >> (T & 31) & 1));
            BRANCH(BBCI, !(S & ip->k));
            BRANCH(BANY, (S & T) != 0);
            BRANCH(BNE, S != T);
            BRANCH(BGE, (int32_t)S >= (int32_t)T);
            BRANCH(BGEU, S >= T);
            BRANCH(BNALL, (~S & T) != 0);
            BRANCH(BBS, S >> (T & 31) & 1);
            BRANCH(BBSI, S & ip->k);
        case OP_LOOP:
        case OP_LOOPNEZ:
        case OP_LOOPGTZ:
            SR(LCOUNT) = S - 1;
            SR(LBEG) = ip->pc + 3;
            SR(LEND) = ip->imm;
            if ((ip->op == OP_LOOPNEZ && S == 0) || (ip->op == OP_LOOPGTZ && (int32_t)S <= 0)) {
                goto jump;
            }
            NEXT;
        case OP_CALL0:
            a[0] = ip->pc + 3;
            goto jump;
        case OP_CALL:
            SR(PS) = (SR(PS) & ~PS_CALLINC) | ip->k << 16;
            a[ip->k * 4] = ip->k << 30 | ((ip->pc + 3) & 0x3fffffff);
            goto jump;
        case OP_CALLX0:
            core.pc = S;
            a[0] = ip->pc + 3;
            goto jump_to_pc;
        case OP_CALLX:
            core.pc = S;
            SR(PS) = (SR(PS) & ~PS_CALLINC) | ip->k << 16;
            a[ip->k * 4] = ip->k << 30 | ((ip->pc + 3) & 0x3fffffff);
            goto jump_to_pc;
        case OP_JX:
            core.pc = S;
            goto jump_to_pc;
        case OP_RET:
            core.pc = a[0];
            goto jump_to_pc;
        case OP_ENTRY:
            if (!enter_frame(ip, a)) {
                left -= ip->n;
                goto out;
            }
            a = WINDOW;
            core.pc = behind(ip);
            goto jump_to_pc;
        case OP_RETW:
            window_return(ip->pc);
            a = WINDOW;
            goto jump_to_pc;

            SIMPLE(ADD_S, F_R = float_add(F_S, F_T));
            SIMPLE(SUB_S, F_R = float_sub(F_S, F_T));
            SIMPLE(MUL_S, F_R = float_mul(F_S, F_T));
            SIMPLE(MADD_S, F_R = float_madd(F_R, F_S, F_T));
            SIMPLE(MSUB_S, F_R = float_msub(F_R, F_S, F_T));
        case OP_ROUND_S:
        case OP_TRUNC_S:
        case OP_FLOOR_S:
        case OP_CEIL_S:
        case OP_UTRUNC_S:
            R = float_to_int(ip->op, F_S, ip->imm);
            NEXT;
            SIMPLE(FLOAT_S, F_R = float_from_int((int32_t)S, ip->imm));
            SIMPLE(UFLOAT_S, F_R = float_from_int(S, ip->imm));
            SIMPLE(MOV_S, F_R = F_S);
            SIMPLE(ABS_S, F_R = F_S & 0x7fffffff);
            SIMPLE(NEG_S, F_R = F_S ^ 0x80000000);
            SIMPLE(CONST_S, F_R = float_constant(ip->s));
            SIMPLE(RFR, R = F_S);
            SIMPLE(WFR, F_R = S);
            SIMPLE(MKDADJ_S, F_R = float_divide(F_S, F_R));
            SIMPLE(MKSADJ_S, F_R = float_root(F_S));
        case OP_UN_S:
        case OP_OEQ_S:
        case OP_UEQ_S:
        case OP_OLT_S:
        case OP_ULT_S:
        case OP_OLE_S:
        case OP_ULE_S:
            boolean_set(ip->r, float_compare(ip->op, F_S, F_T));
            NEXT;
            SIMPLE(MOVEQZ_S, F_R = T == 0 ? F_S : F_R);
            SIMPLE(MOVNEZ_S, F_R = T != 0 ? F_S : F_R);
            SIMPLE(MOVLTZ_S, F_R = (int32_t)T < 0 ? F_S : F_R);
            SIMPLE(MOVGEZ_S, F_R = (int32_t)T >= 0 ? F_S : F_R);
            SIMPLE(MOVF_S, F_R = boolean(ip->t) ? F_R : F_S);
            SIMPLE(MOVT_S, F_R = boolean(ip->t) ? F_S : F_R);

        default:
            SHOW;
            left -= ip->n;
            rare(ip, a);
            goto out;
        }
    jump:
        left -= ip->n;
        if (ip->link != 0) {
            ip = &code[ip->link];
            continue;
        }
        core.pc = ip->imm;
    link : {
        struct insn *from = &code[ip - code];
        uint32_t age = blocks_age();
        ip = find(core.pc);
        if (ip == 0) {
            goto out;
        }
        if (age == blocks_age()) { // else `from` may be another instruction by now
            from->link = (uint32_t)(ip - code);
        }
        continue;
    }
    jump_to_pc:
        left -= ip->n;
        ip = find(core.pc);
        if (ip == 0) {
            goto out;
        }
        continue;
    attend:
        if (LIKELY(!core.attention)) {
            NEXT;
        }
    leave:
        left -= ip->n;
        core.pc = behind(ip);
        goto out;
    raise:
        left -= ip->n;
        if (cause >= CAUSE_WATCH) {
            debug_exception(1u << 2 | (cause - CAUSE_WATCH) << 8, ip->pc);
        } else {
            exception(cause, ip->pc);
        }
        goto out;
    }
out:
    core.cycles = end - (uint64_t)left;
}

// Run up to `count` clock periods. Returns why it ended.
EXPORT(run) uint32_t core_run(uint32_t count) {
    uint64_t end = core.cycles + count;
    core.stop = 0;
    for (;;) {
        core.attention = 0;
        if (core.stop) {
            return STOP_HOST;
        }
        if (core.cycles >= end) {
            return STOP_COUNT;
        }
        interrupt_take();
        if (core.waiting) {
            return STOP_WAITING;
        }
        uint64_t since = core.cycles, next = timer_next();
        execute((uint32_t)(end - since < next ? end - since : next));
        timers_update(since);
    }
}
