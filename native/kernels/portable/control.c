// Steps that say which step runs next, and how a plan with such steps runs.
#include "cn/kernel.h"

static const struct cn_plan_header *header_of(const struct cn_plan *plan) {
    return (const struct cn_plan_header *)(const void *)plan->base[CN_IN_PLAN];
}

// Whether a step begins `target` bytes behind the first one, or the last one ends there.
static bool begins_step(const struct cn_plan *plan, uint32_t target) {
    const struct cn_plan_header *header = header_of(plan);
    const uint8_t *first = plan->base[CN_IN_PLAN] + header->steps_at;
    if (!(header->flags & CN_PLAN_CONTROL) || target > header->steps_bytes) {
        return false;
    }
    uint32_t at = 0;
    while (at < target) {
        uint32_t bytes = ((const struct cn_step *)(const void *)(first + at))->words * 4u;
        if (!bytes || bytes > target - at) {
            return false;
        }
        at += bytes;
    }
    return true;
}

static bool check_branch(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_branch *s = (const void *)step;
    return cn_can_read(plan, s->condition, 1, 1) && begins_step(plan, s->target);
}

static bool check_jump(const struct cn_plan *plan, const struct cn_step *step) {
    return begins_step(plan, ((const struct cn_step_jump *)(const void *)step)->target);
}

#define STEP_ID(id, name) STEP_##name = (id),
enum { CN_STEPS(STEP_ID) };

// Where the next step is, as an offset from the first one.
static uint32_t next_step(const struct cn_plan *plan, const struct cn_step *step, uint32_t at) {
    const struct cn_step_branch *branch = (const void *)step;
    if (step->kernel == STEP_jump) {
        return ((const struct cn_step_jump *)(const void *)step)->target;
    }
    if (step->kernel == STEP_branch && !*(const uint8_t *)cn_at(plan, branch->condition)) {
        return branch->target;
    }
    return at + step->words * 4u;
}

// Only for observers: steps have no number of their own.
static uint32_t number_of(const uint8_t *first, uint32_t offset) {
    uint32_t number = 0;
    for (uint32_t at = 0; at < offset; number++) {
        at += ((const struct cn_step *)(const void *)(first + at))->words * 4u;
    }
    return number;
}

static void run_step(const struct cn_plan *plan, const struct cn_step *step, const uint8_t *first) {
    uint32_t number = plan->observer ? number_of(first, (uint32_t)((const uint8_t *)step - first)) : 0;
    if (plan->observer) {
        plan->observer(plan->context, plan, step, number, 0);
    }
    if (step->kernel != STEP_jump && step->kernel != STEP_branch) {
        cn_kernels[step->kernel]->run(plan, step);
    }
    if (plan->observer) {
        plan->observer(plan->context, plan, step, number, 1);
    }
}

// Optional, as in plan.c.
void hal_spend(uint32_t instructions) __attribute__((weak));

// Runs the whole plan, from its first step, and reports the cost of the steps that ran. cn_plan_invoke calls
// it, so that a program without these steps does not link it.
static void run_jump(const struct cn_plan *plan, const struct cn_step *step) {
    const uint8_t *first = (const uint8_t *)step;
    uint32_t end = header_of(plan)->steps_bytes, cost = 0;
    for (uint32_t at = 0; at < end;) {
        const struct cn_step *now = (const struct cn_step *)(const void *)(first + at);
        run_step(plan, now, first);
        cost = now->cost > UINT32_MAX - cost ? UINT32_MAX : cost + now->cost;
        at = next_step(plan, now, at);
    }
    if (hal_spend) {
        hal_spend(cost);
    }
}

static void run_branch(const struct cn_plan *plan, const struct cn_step *step) {
    (void)plan;
    (void)step;
}

CN_KERNEL(branch);
CN_KERNEL(jump);
