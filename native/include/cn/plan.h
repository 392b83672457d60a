// Plans: what tools/model makes of a model, executed in place from flash on memory of the caller.
#ifndef CN_PLAN_H
#define CN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "cn/error.h"
#include "cn/plan_steps.h"

#define CN_PLAN_RANK 6

// One end of a model. `data` lies in the arena: write inputs and read outputs there, nothing is copied.
struct cn_tensor {
    void *data;
    uint32_t bytes;
    enum cn_type type;
    uint8_t rank;
    uint32_t shape[CN_PLAN_RANK];
    float scale; // real value = scale * (stored - zero_point); 0 for float32
    int32_t zero_point;
};

struct cn_plan;

// Called before (`done` 0) and after (`done` 1) each step of an invoke; `index` counts steps from 0.
typedef void (*cn_plan_observer)(void *context, const struct cn_plan *plan, const struct cn_step *step,
                                 uint32_t index, int done);

// The caller owns it; its fields belong to cn_plan_*.
struct cn_plan {
    uint8_t *base[4]; // arena, state, plan, nothing: what the two top bits of a reference select
    uint32_t size[4];
    cn_plan_observer observer;
    void *context;
};

// What memory a plan needs: the arena (may be shared by models that do not run at the same time) and the
// state (its own: variables of streaming models). Both 16-byte aligned. Also checks the plan's frame and
// hash. Returns 0, CN_ERR_CORRUPT (not a plan, or damaged), CN_ERR_LAYOUT (another version).
struct cn_plan_needs {
    uint32_t arena_bytes, state_bytes, cost; // cost: estimated Cortex-M33 instructions per invoke
    uint32_t hash;                           // of the plan
    uint32_t shared_bytes;                   // of the arena that it shares, 0: it has its own
    uint16_t inputs, outputs, steps;
    bool is_kept; // its state lies in retained memory
};
int cn_plan_needs(const uint8_t *bytes, size_t size, struct cn_plan_needs *needs);

// Check every reference of the plan and bind it to its memory. The variables are what the state holds: unless
// that was kept, cn_plan_reset comes next. `bytes` (16-byte aligned), `arena` and `state` must outlive
// `plan`; `size` may be larger than the plan. Returns 0, CN_ERR_CORRUPT, CN_ERR_LAYOUT, CN_ERR_NO_MEMORY
// (arena or state too small), CN_ERR_INVAL (misaligned), CN_ERR_UNSUPPORTED (a step whose kernel is not
// linked in).
int cn_plan_load(struct cn_plan *plan, const uint8_t *bytes, size_t size, uint8_t *arena, size_t arena_size,
                 uint8_t *state, size_t state_size);

// Describe input or output `index`. Returns 0 or CN_ERR_INVAL if there is no such one.
int cn_plan_input(const struct cn_plan *plan, uint32_t index, struct cn_tensor *tensor);
int cn_plan_output(const struct cn_plan *plan, uint32_t index, struct cn_tensor *tensor);

// Run all steps once and report their cost with hal_spend where the program has one. Inputs may be
// overwritten: fill them before every invoke. Never fails on a loaded plan.
void cn_plan_invoke(struct cn_plan *plan);

// Put the variables of a streaming model back to their initial values.
void cn_plan_reset(struct cn_plan *plan);

// FNV-1a over the 32-bit words from `from` on up to `end`: damage is noticed; it is no signature.
uint32_t cn_words_hash(const uint8_t *bytes, uint32_t from, uint32_t end);

// Call `observer` around each step, NULL for none.
void cn_plan_observe(struct cn_plan *plan, cn_plan_observer observer, void *context);

#endif
