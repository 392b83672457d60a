// Parts of models that a firmware links only if a model of its app needs them: a shared arena, a kept state.
#ifndef CN_MODEL_PARTS_H
#define CN_MODEL_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "cn/plan.h"

// One arena of the pool for all models that share it.
struct cn_model_sharing {
    // The arena, at a multiple of 16, made of the pool for the first that opens it; NULL when the pool has no
    // room, or when it is too small for `needs`.
    uint8_t *(*open)(const struct cn_plan_needs *needs);
    // Give it back with the last that leaves it.
    void (*close)(void);
};

// States in retained memory.
struct cn_model_keeping {
    // A place for the state of a plan, at a multiple of 16; `*is_kept` when it still holds what the last
    // `seal` left, else it must be reset. NULL when retained memory has no room.
    uint8_t *(*open)(uint32_t plan_hash, uint32_t state_bytes, bool *is_kept);
    // The state is as it should be: it is kept from here on. Any other content counts as none.
    void (*seal)(uint8_t *state);
    // Leave its place to the next state of the same plan, and keep it.
    void (*close)(uint8_t *state);
};

// NULL where a part is not linked in.
struct cn_model_parts {
    const struct cn_model_sharing *sharing;
    const struct cn_model_keeping *keeping;
};
extern const struct cn_model_parts cn_model_parts;

extern const struct cn_model_sharing cn_model_sharing;
extern const struct cn_model_keeping cn_model_keeping;

#endif
