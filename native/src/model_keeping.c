// States of models in retained memory, behind the records (cn/retain.h): one after the other in the order in
// which they are opened, each behind a head that says whose it is and what it should hold.
#include <stddef.h>
#include <string.h>

#include "cn/hal.h"
#include "cn/model_parts.h"
#include "cn/retain.h"

#define TAG_OPEN 0x4f54534du   // "MSTO"
#define TAG_CLOSED 0x4354534du // "MSTC"; of an earlier start both mean the same

// SPEC.md, "Kept states".
struct kept {
    uint32_t tag;
    uint32_t plan_hash;
    uint32_t bytes; // of the state
    uint32_t hash;  // cn_words_hash of the state
    uint8_t state[];
};
_Static_assert(sizeof(struct kept) == 16, "a state lies at a multiple of 16");

// Behind the states that were opened since the start, from the first on; NULL: none was.
static uint8_t *end;

static uint8_t *first(size_t *room) {
    size_t size;
    uint8_t *block = hal_retained(&size);
    *room = size > CN_RETAIN_RECORD_BYTES ? size - CN_RETAIN_RECORD_BYTES : 0;
    return block + CN_RETAIN_RECORD_BYTES;
}

// After power-on memory may still hold what it held; nothing of it is to be believed.
static void begin(void) {
    size_t room;
    uint8_t pin;
    end = first(&room);
    if (hal_boot_cause(&pin) == HAL_BOOT_POWER_ON) {
        memset(end, 0, room);
    }
}

static bool is_of(const struct kept *kept, uint32_t plan_hash, uint32_t bytes) {
    return kept->plan_hash == plan_hash && kept->bytes == bytes;
}

// Where the state goes: to a closed one of the same plan, else behind the others.
static struct kept *place(uint32_t plan_hash, uint32_t bytes) {
    size_t room;
    uint8_t *at = first(&room), *start = at;
    while (at < end) {
        struct kept *kept = (struct kept *)(void *)at;
        if (kept->tag == TAG_CLOSED && is_of(kept, plan_hash, bytes)) {
            return kept;
        }
        at += sizeof *kept + kept->bytes;
    }
    size_t left = room - (size_t)(end - start);
    if (left < sizeof(struct kept) || bytes > left - sizeof(struct kept)) {
        return NULL;
    }
    end += sizeof(struct kept) + bytes;
    return (struct kept *)(void *)at;
}

static struct kept *of(uint8_t *state) {
    return (struct kept *)(void *)(state - offsetof(struct kept, state));
}

static uint8_t *open_state(uint32_t plan_hash, uint32_t state_bytes, bool *is_kept) {
    uint32_t bytes = (state_bytes + 15) & ~15u; // so that the next head lies at a multiple of 16
    if (!end) {
        begin();
    }
    struct kept *kept = place(plan_hash, bytes);
    if (!kept) {
        return NULL;
    }
    *is_kept = (kept->tag == TAG_OPEN || kept->tag == TAG_CLOSED) && is_of(kept, plan_hash, bytes) &&
               kept->hash == cn_words_hash(kept->state, 0, bytes);
    kept->tag = TAG_OPEN;
    kept->plan_hash = plan_hash;
    kept->bytes = bytes;
    return kept->state;
}

static void seal_state(uint8_t *state) {
    struct kept *kept = of(state);
    kept->hash = cn_words_hash(state, 0, kept->bytes);
    hal_spend(30 + kept->bytes / 4 * 6);
}

static void close_state(uint8_t *state) {
    of(state)->tag = TAG_CLOSED;
}

const struct cn_model_keeping cn_model_keeping = {open_state, seal_state, close_state};
