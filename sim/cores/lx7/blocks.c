// Decoded code: runs of instructions in one array, found by the address at which they begin. When the array
// is full, or code was written, everything is age and decoded again as it is needed.
#include <string.h>

#include "lx7.h"

enum {
    INSNS = 1 << 17,
    BLOCK_MAX = 100,
    PLACES = 1 << 14,
    LOOP_ENDS = 1 << 12,
    HOOKS = 256,
    LINES = 1 << 18
};

// index 0 stands for "none"; the tail is for parts of blocks
struct insn code[INSNS];
static uint32_t used = 1;
static uint32_t places[PLACES]; // of heads, by a hash of their address
uint8_t line_has_code[LINES];

// Addresses at which loops were seen to end: blocks have an OP_LOOPEND there. Open addressing, 0: free.
static uint32_t loop_ends[LOOP_ENDS];
static uint32_t loop_end_count;

static uint32_t hooks[HOOKS];
static uint32_t hook_count;
static uint32_t age;

static uint32_t place_of(uint32_t pc) {
    return (pc ^ pc >> 13) & (PLACES - 1);
}

uint32_t blocks_age(void) {
    return age;
}

void blocks_forget(void) {
    age++;
    used = 1;
    memset(places, 0, sizeof places);
    memset(line_has_code, 0, sizeof line_has_code);
    watch_lines();
}

static uint32_t *loop_end_place(uint32_t address) {
    uint32_t i = address * 2654435761u >> 20;
    while (loop_ends[i] != 0 && loop_ends[i] != address) {
        i = (i + 1) & (LOOP_ENDS - 1);
    }
    return &loop_ends[i];
}

static void loop_end_keep(uint32_t address) {
    *loop_end_place(address) = address;
    loop_end_count++;
}

bool loop_end_add(uint32_t address) {
    if (address == 0 || *loop_end_place(address) == address) {
        return false;
    }
    if (loop_end_count > LOOP_ENDS / 2) { // loops that run again are found again; one that runs now must stay
        memset(loop_ends, 0, sizeof loop_ends);
        loop_end_count = 0;
        blocks_forget();
        loop_end_keep(SR(LEND));
    }
    loop_end_keep(address);
    return true;
}

bool hook_add(uint32_t address) {
    if (hook_count == HOOKS) {
        return false;
    }
    hooks[hook_count++] = address;
    blocks_forget();
    return true;
}

static bool is_hooked(uint32_t pc) {
    for (uint32_t i = 0; i < hook_count; i++) {
        if (hooks[i] == pc) {
            return true;
        }
    }
    return false;
}

static void step(uint32_t at, uint8_t op, uint8_t n, uint32_t pc, uint32_t imm) {
    code[at] = (struct insn){.op = op, .n = n, .pc = pc, .imm = imm};
}

// What the decoder knows while it makes a block.
struct making {
    uint32_t at; // where the next instruction goes
    uint32_t pc;
    uint8_t n;       // instructions so far
    uint32_t groups; // of four registers that are known to be free
    bool fpu;        // known to be enabled
    bool loop_end_new;
};

static void checks(struct making *m, const struct insn *insn) {
    if (is_hooked(m->pc)) {
        step(m->at++, OP_HOOK, m->n, m->pc, m->pc);
    }
    if (insn->top / 4u > m->groups) {
        m->groups = insn->top / 4u;
        step(m->at++, OP_WINDOW, m->n, m->pc, m->groups);
    }
    if (insn->fpu && !m->fpu) {
        m->fpu = true;
        step(m->at++, OP_FPU, m->n, m->pc, 0);
    }
}

// One instruction with what stands before and behind it; false behind the block's last one.
static bool add(struct making *m) {
    struct insn insn;
    if (!decode(m->pc, &insn)) {
        return false;
    }
    checks(m, &insn);
    insn.n = ++m->n;
    code[m->at++] = insn;
    m->pc += insn.length;
    if (insn.op >= OP_LOOP && insn.op <= OP_LOOPGTZ) {
        m->loop_end_new |= loop_end_add(insn.imm);
    }
    if (ends_block(&insn)) {
        return false;
    }
    if (*loop_end_place(m->pc) == m->pc) {
        step(m->at++, OP_LOOPEND, m->n, m->pc, m->pc);
    }
    return m->n < BLOCK_MAX;
}

static uint32_t make(uint32_t pc) {
    uint32_t head = used;
    struct making m = {.at = head + 1, .pc = pc};
    while (add(&m)) {
    }
    if (m.n == 0) {
        return 0;
    }
    if (m.loop_end_new) { // older blocks may lack the step behind the loop
        blocks_forget();
        return make(pc);
    }
    step(head, OP_HEAD, 0, pc, m.n);
    step(m.at++, OP_GO, m.n, m.pc, m.pc);
    used = m.at;
    return head;
}

const struct insn *block_at(uint32_t pc) {
    uint32_t *place = &places[place_of(pc)];
    if (*place != 0 && code[*place].pc == pc) {
        return &code[*place];
    }
    // steps between instructions: at most four an instruction; as much again is left for parts of blocks
    if (used + 10 * BLOCK_MAX > INSNS) {
        blocks_forget();
    }
    uint32_t head = make(pc);
    *place = head;
    return head == 0 ? 0 : &code[head];
}

static bool stands_before(const struct insn *insn) {
    return insn->op == OP_WINDOW || insn->op == OP_FPU || insn->op == OP_HOOK;
}

const struct insn *block_part(const struct insn *head, uint32_t count) {
    struct insn *part = &code[INSNS - 5 * BLOCK_MAX];
    const struct insn *from = head + 1;
    struct insn *to = part;
    while (from->n < count || (from->n == count && !stands_before(from))) {
        *to++ = *from++;
    }
    *to = (struct insn){.op = OP_STOP, .n = (uint8_t)count, .pc = from->pc, .imm = from->pc};
    return part;
}
