// Models: a plan made by tools/model, executed in place from flash on memory of the caller.
#ifndef CN_MODEL_H
#define CN_MODEL_H

#include <stddef.h>
#include <stdint.h>
#include "cn/error.h"
#include "cn/model_steps.h"

#define CN_MODEL_RANK 6

// One end of a model. `data` lies in the arena: write inputs and read outputs there, nothing is copied.
struct cn_tensor {
    void *data;
    uint32_t bytes;
    enum cn_type type;
    uint8_t rank;
    uint32_t shape[CN_MODEL_RANK];
    float scale; // real value = scale * (stored - zero_point); 0 for float32
    int32_t zero_point;
};

struct cn_model;

// Called before (`done` 0) and after (`done` 1) each step of an invoke; `index` counts steps from 0.
typedef void (*cn_model_observer)(void *context, const struct cn_model *model, const struct cn_step *step,
                                  uint32_t index, int done);

// The caller owns it; its fields belong to cn_model_*.
struct cn_model {
    uint8_t *base[4]; // arena, state, plan, nothing: what the two top bits of a reference select
    uint32_t size[4];
    cn_model_observer observer;
    void *context;
};

// What memory a plan needs: the arena (may be shared by models that do not run at the same time) and the
// state (its own: variables of streaming models). Both 16-byte aligned. Also checks the plan's frame and
// hash. Returns 0, CN_ERR_CORRUPT (not a plan, or damaged), CN_ERR_LAYOUT (another version).
struct cn_model_needs {
    uint32_t arena_bytes, state_bytes, cost; // cost: estimated Cortex-M33 instructions per invoke
    uint16_t inputs, outputs, steps;
};
int cn_model_needs(const uint8_t *plan, size_t size, struct cn_model_needs *needs);

// Check every reference of the plan, bind it to its memory and reset the variables. `plan` (16-byte aligned),
// `arena` and `state` must outlive the model; `size` may be larger than the plan. Returns 0, CN_ERR_CORRUPT,
// CN_ERR_LAYOUT, CN_ERR_NO_MEMORY (arena or state too small), CN_ERR_INVAL (misaligned), CN_ERR_UNSUPPORTED
// (a step whose kernel is not linked in).
int cn_model_load(struct cn_model *model, const uint8_t *plan, size_t size, uint8_t *arena, size_t arena_size,
                  uint8_t *state, size_t state_size);

// Describe input or output `index`. Returns 0 or CN_ERR_INVAL if there is no such one.
int cn_model_input(const struct cn_model *model, uint32_t index, struct cn_tensor *tensor);
int cn_model_output(const struct cn_model *model, uint32_t index, struct cn_tensor *tensor);

// Run all steps once and report their cost with hal_spend where the program has one. Inputs may be
// overwritten: fill them before every invoke. Never fails on a loaded model.
void cn_model_invoke(struct cn_model *model);

// Put the variables of a streaming model back to their initial values.
void cn_model_reset(struct cn_model *model);

// Call `observer` around each step, NULL for none.
void cn_model_observe(struct cn_model *model, cn_model_observer observer, void *context);

#endif
