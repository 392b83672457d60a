// The plan's frame (SPEC.md, "Model plan") and what kernels share: references, checks, fixed-point
// arithmetic.
#ifndef CN_KERNEL_H
#define CN_KERNEL_H

#include <stdbool.h>
#include <string.h>
#include "cn/plan.h"

#define CN_PLAN_MAGIC 0x4c504e43u // "CNPL"
#define CN_PLAN_VERSION 1
#define CN_PLAN_CONTROL 1u // flag: branches and jumps
#define CN_PLAN_KEPT 2u    // flag: the state lies in retained memory
#define CN_PLAN_SHARED 4u  // flag: the arena is one of shared_bytes, of all plans with this flag

// ---- frame

struct cn_plan_header {
    uint32_t magic;
    uint16_t version;
    uint16_t flags;
    uint32_t bytes; // of the whole plan, a multiple of 16
    uint32_t hash;  // cn_words_hash of all bytes after this field
    uint32_t arena_bytes;
    uint32_t state_bytes;
    uint16_t inputs;
    uint16_t outputs;
    uint16_t steps;
    uint16_t inits;
    uint32_t tensors_at; // struct cn_plan_tensor [inputs + outputs]
    uint32_t steps_at;
    uint32_t steps_bytes;
    uint32_t inits_at; // struct cn_plan_init [inits]
    uint32_t cost;
    uint32_t shared_bytes;
    uint32_t reserved[2];
};

struct cn_plan_tensor {
    uint32_t ref;
    uint32_t bytes;
    float scale;
    int32_t zero_point;
    uint8_t type;
    uint8_t rank;
    uint16_t reserved;
    uint32_t shape[CN_PLAN_RANK];
    uint32_t reserved2;
};

// One initial value in the state: copied from `source`, or all bytes `fill` when source is CN_REF_NONE.
struct cn_plan_init {
    uint32_t ref;
    uint32_t bytes;
    uint32_t source;
    uint32_t fill;
};

// ---- references: two bits of region, 30 bits of offset

enum cn_region { CN_IN_ARENA = 0, CN_IN_STATE = 1, CN_IN_PLAN = 2 };
#define CN_REF_NONE 0xffffffffu
#define CN_REF_OFFSET 0x3fffffffu

// The model's table of bases never changes while a step runs.
static inline void *cn_at(const struct cn_plan *plan, uint32_t ref) {
    return plan->base[ref >> 30] + (ref & CN_REF_OFFSET);
}

// ---- kernels

// `check` is called once at load, for steps of exactly `words`; it must accept only what `run` can do without
// leaving the spans it checked.
struct cn_kernel {
    uint16_t words;
    bool (*check)(const struct cn_plan *plan, const struct cn_step *step);
    void (*run)(const struct cn_plan *plan, const struct cn_step *step);
};

// By step id; NULL where a kernel is not linked in.
extern const struct cn_kernel *const cn_kernels[];
extern const uint32_t cn_kernels_last;

#define CN_KERNEL(name)                                                                                      \
    const struct cn_kernel cn_kernel_##name = {sizeof(struct cn_step_##name) / 4, check_##name, run_##name}

// Spans that a step reads (any region) or writes (not the plan); `count` elements of `size` bytes.
bool cn_can_read(const struct cn_plan *plan, uint32_t ref, uint64_t count, uint32_t size);
bool cn_can_write(const struct cn_plan *plan, uint32_t ref, uint64_t count, uint32_t size);

// A requantisation table of `channels` {bias, multiplier, exponent}, readable and with legal exponents.
bool cn_can_requant(const struct cn_plan *plan, uint32_t ref, uint32_t channels);

// Products of three 16-bit sizes never overflow 64 bits.
#define CN_PRODUCT3(a, b, c) ((uint64_t)(a) * (b) * (c))

// Bytes of an element, 0 for a type that is none.
uint32_t cn_type_bytes(uint32_t type);

#endif
