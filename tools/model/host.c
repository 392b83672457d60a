// The runtime as a WebAssembly module for the verifier and the profiler: one model at a time, steps observed.
#include "cn/plan.h"

#define EXPORT(name) __attribute__((export_name(#name)))

__attribute__((import_module("host"), import_name("step"))) void host_step(uint32_t index);

extern unsigned char __heap_base;

static struct cn_plan loaded;

static void observe(void *context, const struct cn_plan *observed, const struct cn_step *step, uint32_t index,
                    int done) {
    (void)context;
    (void)observed;
    (void)step;
    if (done) {
        host_step(index);
    }
}

EXPORT(heap_base) uint32_t heap_base(void) {
    return (uint32_t)(uintptr_t)&__heap_base;
}

EXPORT(load)
int load(const uint8_t *plan, uint32_t size, uint8_t *arena, uint32_t arena_size, uint8_t *state,
         uint32_t state_size) {
    int res = cn_plan_load(&loaded, plan, size, arena, arena_size, state, state_size);
    if (res == 0) {
        cn_plan_reset(&loaded);
        cn_plan_observe(&loaded, observe, NULL);
    }
    return res;
}

EXPORT(invoke) void invoke(void) {
    cn_plan_invoke(&loaded);
}

EXPORT(reset) void reset(void) {
    cn_plan_reset(&loaded);
}
