// Runs one plan on a simulated chip: reads a job, counts instructions, writes tensors back. The job is words:
// bytes of the plan, number of traced tensors, two of 0; {after, ref, bytes} of each; the plan; then orders
// until END. Traces and plan are filled up to 16 bytes. The result, in order: what the orders say.
// tools/bench/machine.ts writes and reads both.
#include <string.h>

#include "bench_port.h"
#include "cn/kernel.h"
#include "cn/plan.h"

enum order { END = 0, RESET = 1, INVOKE = 2, OBSERVE = 3, PROFILE = 4 };
#define MAX_STEPS 4096u

struct trace {
    uint32_t after, ref, bytes;
};

static uint32_t step_ticks[MAX_STEPS];
static const struct trace *traces;
static uint32_t trace_count, traced, idle_ticks, step_start;
static struct cn_plan loaded;
static const uint8_t *plan;
static uint32_t plan_bytes;

static uint32_t read_word(void) {
    uint32_t word;
    bench_read(&word, sizeof word);
    return word;
}

static void read_inputs(void) {
    struct cn_tensor tensor;
    for (uint32_t i = 0; cn_plan_input(&loaded, i, &tensor) == 0; i++) {
        bench_read(tensor.data, tensor.bytes);
    }
}

static void write_traces(uint32_t ran) {
    for (; traced < trace_count && traces[traced].after <= ran; traced++) {
        bench_write(cn_at(&loaded, traces[traced].ref), traces[traced].bytes);
    }
}

static void observe(void *context, const struct cn_plan *observed, const struct cn_step *step, uint32_t index,
                    int done) {
    (void)context;
    (void)observed;
    (void)step;
    if (done) {
        write_traces(index + 1);
    }
}

static void profile(void *context, const struct cn_plan *observed, const struct cn_step *step, uint32_t index,
                    int done) {
    (void)context;
    (void)observed;
    (void)step;
    uint32_t now = bench_ticks();
    if (done) {
        step_ticks[index] = now - step_start - idle_ticks;
        now = bench_ticks();
    }
    step_start = now;
}

// Ticks between two reads with nothing between them.
static uint32_t measure_idle(void) {
    uint32_t start = bench_ticks();
    return bench_ticks() - start;
}

static void run_order(uint32_t order) {
    struct cn_plan_needs needs;
    switch (order) {
    case RESET:
        cn_plan_reset(&loaded);
        return;
    case INVOKE: {
        read_inputs();
        cn_plan_observe(&loaded, NULL, NULL);
        uint32_t start = bench_ticks();
        cn_plan_invoke(&loaded);
        uint32_t ticks = bench_ticks() - start - idle_ticks;
        bench_write(&ticks, sizeof ticks);
        return;
    }
    case OBSERVE:
        read_inputs();
        cn_plan_observe(&loaded, observe, NULL);
        traced = 0;
        write_traces(0);
        cn_plan_invoke(&loaded);
        return;
    case PROFILE:
        read_inputs();
        cn_plan_observe(&loaded, profile, NULL);
        cn_plan_invoke(&loaded);
        cn_plan_needs(plan, plan_bytes, &needs);
        bench_write(step_ticks, needs.steps * 4u);
        return;
    default:
        bench_leave(4);
    }
}

static void load(void) {
    uint32_t unused[2];
    plan_bytes = read_word();
    trace_count = read_word();
    bench_read(unused, sizeof unused);
    traces = bench_keep(BENCH_TRACES, trace_count * (uint32_t)sizeof *traces);
    plan = bench_keep(BENCH_PLAN, plan_bytes);
    struct bench_memory memory = bench_memory();
    memset(memory.arena, 0xa5, memory.arena_bytes);
    int res = cn_plan_load(&loaded, plan, plan_bytes, memory.arena, memory.arena_bytes, memory.state,
                           memory.state_bytes);
    if (res < 0) {
        bench_leave(64 - res);
    }
    cn_plan_reset(&loaded);
}

void bench_main(void) {
    idle_ticks = measure_idle();
    load();
    for (uint32_t order; (order = read_word()) != END;) {
        run_order(order);
    }
    bench_leave(0);
}
