// One arena for models that do not run at once: as large as the largest wants it, for as long as one is open.
#include <stddef.h>

#include "cn/assert.h"
#include "cn/model_parts.h"
#include "cn/pool.h"

#define ALIGNMENT 16u // as cn_plan_load wants it

static uint8_t *memory; // of the pool; NULL while no model is open
static uint32_t bytes, users;

static uint8_t *open_arena(const struct cn_plan_needs *needs) {
    if (needs->arena_bytes > (memory ? bytes : needs->shared_bytes)) {
        return NULL;
    }
    if (!memory) {
        memory = cn_pool_alloc((size_t)needs->shared_bytes + ALIGNMENT);
        bytes = needs->shared_bytes;
    }
    if (!memory) {
        return NULL;
    }
    users++;
    return (uint8_t *)(((uintptr_t)memory + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1));
}

static void close_arena(void) {
    CN_ASSERT(users > 0);
    if (--users == 0) {
        cn_pool_free(memory);
        memory = NULL;
    }
}

const struct cn_model_sharing cn_model_sharing = {open_arena, close_arena};
