// Plans: check one once, then run its steps.
#include "cn/plan.h"
#include "cn/kernel.h"

#define STEP_ID(id, name) STEP_##name = (id),
enum { CN_STEPS(STEP_ID) };

// Optional: programs without a board (unit tests, the verifier) have none.
void hal_spend(uint32_t instructions) __attribute__((weak));

static const struct cn_plan_header *header_of(const struct cn_plan *plan) {
    return (const struct cn_plan_header *)(const void *)plan->base[CN_IN_PLAN];
}

uint32_t cn_words_hash(const uint8_t *bytes, uint32_t from, uint32_t end) {
    uint32_t hash = 0x811c9dc5u;
    for (uint32_t at = from; at < end; at += 4) {
        uint32_t word;
        memcpy(&word, bytes + at, 4);
        hash = (hash ^ word) * 16777619u;
        hash ^= hash >> 15;
    }
    return hash;
}

// ---- checks

static bool span_ok(const struct cn_plan *plan, uint32_t ref, uint64_t count, uint32_t size) {
    uint32_t region = ref >> 30;
    uint32_t offset = ref & CN_REF_OFFSET;
    uint32_t align = size >= 4 ? 4 : size;
    if (region > CN_IN_PLAN || count > UINT32_MAX || (align && offset % align)) {
        return false;
    }
    uint64_t bytes = count * size;
    return offset <= plan->size[region] && bytes <= plan->size[region] - offset;
}

bool cn_can_read(const struct cn_plan *plan, uint32_t ref, uint64_t count, uint32_t size) {
    return span_ok(plan, ref, count, size);
}

bool cn_can_write(const struct cn_plan *plan, uint32_t ref, uint64_t count, uint32_t size) {
    return ref >> 30 != CN_IN_PLAN && span_ok(plan, ref, count, size);
}

bool cn_can_requant(const struct cn_plan *plan, uint32_t ref, uint32_t channels) {
    if (ref >> 30 != CN_IN_PLAN || !span_ok(plan, ref, (uint64_t)channels * 3, 4)) {
        return false;
    }
    const int32_t *entry = cn_at(plan, ref);
    for (uint32_t i = 0; i < channels; i++, entry += 3) {
        int32_t exponent = entry[2];
        if (exponent < -31 || exponent > 30) {
            return false;
        }
    }
    return true;
}

uint32_t cn_type_bytes(uint32_t type) {
    static const uint8_t bytes[] = {1, 2, 4, 4, 1, 8, 1};
    return type < sizeof bytes ? bytes[type] : 0;
}

static int check_frame(const uint8_t *bytes, size_t size) {
    const struct cn_plan_header *header = (const struct cn_plan_header *)(const void *)bytes;
    if ((uintptr_t)bytes % 16) {
        return CN_ERR_INVAL;
    }
    if (size < sizeof *header || header->magic != CN_PLAN_MAGIC) {
        return CN_ERR_CORRUPT;
    }
    if (header->version != CN_PLAN_VERSION) {
        return CN_ERR_LAYOUT;
    }
    if (header->bytes < sizeof *header || header->bytes > size || header->bytes % 16 ||
        (header->bytes | header->arena_bytes | header->state_bytes) > CN_REF_OFFSET) {
        return CN_ERR_CORRUPT;
    }
    return cn_words_hash(bytes, 16, header->bytes) == header->hash ? 0 : CN_ERR_CORRUPT;
}

static bool table_ok(const struct cn_plan_header *header, uint32_t at, uint32_t bytes) {
    return at % 4 == 0 && at >= sizeof *header && at <= header->bytes && bytes <= header->bytes - at;
}

static const struct cn_kernel *linked(uint32_t id) {
    return id <= cn_kernels_last ? cn_kernels[id] : NULL;
}

static int check_steps(const struct cn_plan *plan) {
    const struct cn_plan_header *header = header_of(plan);
    if (!table_ok(header, header->steps_at, header->steps_bytes)) {
        return CN_ERR_CORRUPT;
    }
    if ((header->flags & CN_PLAN_CONTROL) && !linked(STEP_jump)) {
        return CN_ERR_UNSUPPORTED;
    }
    const uint8_t *at = plan->base[CN_IN_PLAN] + header->steps_at;
    uint32_t left = header->steps_bytes;
    for (uint32_t i = 0; i < header->steps; i++) {
        const struct cn_step *step = (const struct cn_step *)(const void *)at;
        if (left < sizeof *step || step->words > left / 4) {
            return CN_ERR_CORRUPT;
        }
        const struct cn_kernel *kernel = linked(step->kernel);
        if (!kernel) {
            return CN_ERR_UNSUPPORTED;
        }
        if (step->words != kernel->words || !kernel->check(plan, step)) {
            return CN_ERR_CORRUPT;
        }
        at += step->words * 4u;
        left -= step->words * 4u;
    }
    return left == 0 ? 0 : CN_ERR_CORRUPT;
}

static const struct cn_plan_tensor *tensors_of(const struct cn_plan *plan) {
    return (const struct cn_plan_tensor *)(const void *)(plan->base[CN_IN_PLAN] +
                                                         header_of(plan)->tensors_at);
}

static bool tensor_ok(const struct cn_plan *plan, const struct cn_plan_tensor *tensor) {
    uint32_t count = 1, size = cn_type_bytes(tensor->type);
    if (tensor->rank > CN_PLAN_RANK || !size) {
        return false;
    }
    for (uint32_t i = 0; i < tensor->rank; i++) {
        uint64_t longer = (uint64_t)count * tensor->shape[i];
        if (longer > CN_REF_OFFSET) {
            return false;
        }
        count = (uint32_t)longer;
    }
    // what can be written is below 2^30 bytes: the product does not wrap
    return cn_can_write(plan, tensor->ref, count, size) && count * size == tensor->bytes;
}

static int check_tensors(const struct cn_plan *plan) {
    const struct cn_plan_header *header = header_of(plan);
    uint32_t count = (uint32_t)header->inputs + header->outputs;
    if (!table_ok(header, header->tensors_at, count * sizeof(struct cn_plan_tensor))) {
        return CN_ERR_CORRUPT;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!tensor_ok(plan, &tensors_of(plan)[i])) {
            return CN_ERR_CORRUPT;
        }
    }
    return 0;
}

static const struct cn_plan_init *inits_of(const struct cn_plan *plan) {
    return (const struct cn_plan_init *)(const void *)(plan->base[CN_IN_PLAN] + header_of(plan)->inits_at);
}

static int check_inits(const struct cn_plan *plan) {
    const struct cn_plan_header *header = header_of(plan);
    if (!table_ok(header, header->inits_at, header->inits * sizeof(struct cn_plan_init))) {
        return CN_ERR_CORRUPT;
    }
    for (uint32_t i = 0; i < header->inits; i++) {
        const struct cn_plan_init *init = &inits_of(plan)[i];
        bool filled = init->source == CN_REF_NONE;
        if (init->ref >> 30 != CN_IN_STATE || !cn_can_write(plan, init->ref, init->bytes, 1) ||
            (!filled &&
             (init->source >> 30 != CN_IN_PLAN || !cn_can_read(plan, init->source, init->bytes, 1)))) {
            return CN_ERR_CORRUPT;
        }
    }
    return 0;
}

// ---- public

int cn_plan_needs(const uint8_t *bytes, size_t size, struct cn_plan_needs *needs) {
    int res = check_frame(bytes, size);
    if (res < 0) {
        return res;
    }
    const struct cn_plan_header *header = (const struct cn_plan_header *)(const void *)bytes;
    *needs = (struct cn_plan_needs){.arena_bytes = header->arena_bytes,
                                    .state_bytes = header->state_bytes,
                                    .cost = header->cost,
                                    .hash = header->hash,
                                    .shared_bytes = header->flags & CN_PLAN_SHARED ? header->shared_bytes : 0,
                                    .inputs = header->inputs,
                                    .outputs = header->outputs,
                                    .steps = header->steps,
                                    .is_kept = header->flags & CN_PLAN_KEPT};
    return 0;
}

int cn_plan_load(struct cn_plan *plan, const uint8_t *bytes, size_t size, uint8_t *arena, size_t arena_size,
                 uint8_t *state, size_t state_size) {
    int res = check_frame(bytes, size);
    if (res < 0) {
        return res;
    }
    const struct cn_plan_header *header = (const struct cn_plan_header *)(const void *)bytes;
    if (header->arena_bytes > arena_size || header->state_bytes > state_size) {
        return CN_ERR_NO_MEMORY;
    }
    if ((uintptr_t)arena % 16 || (uintptr_t)state % 16) {
        return CN_ERR_INVAL;
    }
    // the cast drops const: cn_can_write keeps every step from writing to the plan, and nothing fits into an
    // arena or state of 0 bytes, which may be NULL
    uint8_t *base = (uint8_t *)(uintptr_t)bytes;
    *plan = (struct cn_plan){.base = {arena ? arena : base, state ? state : base, base, base},
                             .size = {header->arena_bytes, header->state_bytes, header->bytes, 0}};
    res = check_tensors(plan);
    res = res < 0 ? res : check_inits(plan);
    return res < 0 ? res : check_steps(plan);
}

static int describe(const struct cn_plan *plan, uint32_t index, struct cn_tensor *tensor) {
    const struct cn_plan_tensor *from = &tensors_of(plan)[index];
    // no initialiser: it would clear the shape first
    tensor->data = cn_at(plan, from->ref);
    tensor->bytes = from->bytes;
    tensor->type = (enum cn_type)from->type;
    tensor->rank = from->rank;
    tensor->scale = from->scale;
    tensor->zero_point = from->zero_point;
    memcpy(tensor->shape, from->shape, sizeof tensor->shape);
    return 0;
}

int cn_plan_input(const struct cn_plan *plan, uint32_t index, struct cn_tensor *tensor) {
    return index < header_of(plan)->inputs ? describe(plan, index, tensor) : CN_ERR_INVAL;
}

int cn_plan_output(const struct cn_plan *plan, uint32_t index, struct cn_tensor *tensor) {
    const struct cn_plan_header *header = header_of(plan);
    return index < header->outputs ? describe(plan, header->inputs + index, tensor) : CN_ERR_INVAL;
}

void cn_plan_invoke(struct cn_plan *plan) {
    const struct cn_plan_header *header = header_of(plan);
    const uint8_t *at = plan->base[CN_IN_PLAN] + header->steps_at;
    if (header->flags & CN_PLAN_CONTROL) {
        cn_kernels[STEP_jump]->run(plan, (const struct cn_step *)(const void *)at);
        return;
    }
    uint32_t count = header->steps;
    for (uint32_t i = 0; i < count; i++) {
        const struct cn_step *step = (const struct cn_step *)(const void *)at;
        if (plan->observer) {
            plan->observer(plan->context, plan, step, i, 0);
        }
        cn_kernels[step->kernel]->run(plan, step);
        if (plan->observer) {
            plan->observer(plan->context, plan, step, i, 1);
        }
        at += step->words * 4u;
    }
    if (hal_spend) {
        hal_spend(header->cost);
    }
}

void cn_plan_reset(struct cn_plan *plan) {
    const struct cn_plan_header *header = header_of(plan);
    if (header->state_bytes) {
        memset(plan->base[CN_IN_STATE], 0, header->state_bytes);
    }
    for (uint32_t i = 0; i < header->inits; i++) {
        const struct cn_plan_init *init = &inits_of(plan)[i];
        if (init->source == CN_REF_NONE) {
            memset(cn_at(plan, init->ref), (int)(init->fill & 0xff), init->bytes);
        } else {
            memcpy(cn_at(plan, init->ref), cn_at(plan, init->source), init->bytes);
        }
    }
}

void cn_plan_observe(struct cn_plan *plan, cn_plan_observer observer, void *context) {
    plan->observer = observer;
    plan->context = context;
}
