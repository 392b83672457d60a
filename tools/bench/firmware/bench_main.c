// Runs one plan on QEMU's mps2-an505: reads a job by semihosting, counts instructions, writes tensors back.
// The job is words: bytes of the plan, number of traced tensors; {after, ref, bytes} of each; the plan; then
// orders until END. The result, in order: what the orders say. tools/bench/machine.ts writes and reads both.
#include "cn/plan.h"
#include "cn/kernel.h"

enum order { END = 0, RESET = 1, INVOKE = 2, OBSERVE = 3, PROFILE = 4 };
enum { SYS_OPEN = 0x01, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT_EXTENDED = 0x20 };
enum { READ_BINARY = 1, WRITE_BINARY = 5 };
#define APPLICATION_EXIT 0x20026u
#define MAX_TRACES 4096u
#define MAX_STEPS 4096u
#define PLAN_BYTES (3500u << 10)
#define ARENA_BYTES (3500u << 10)
#define STATE_BYTES (256u << 10)

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define TIMER_CONTROL REGISTER(0x50000000u)
#define TIMER_VALUE REGISTER(0x50000004u) // counts down, 50 ns each
#define TIMER_RELOAD REGISTER(0x50000008u)
#define CPACR REGISTER(0xe000ed88u)

struct trace {
    uint32_t after, ref, bytes;
};

__attribute__((section(".plan"), aligned(16))) static uint8_t plan[PLAN_BYTES];
__attribute__((section(".noinit"), aligned(16))) static uint8_t arena[ARENA_BYTES];
__attribute__((section(".noinit"), aligned(16))) static uint8_t state[STATE_BYTES];
__attribute__((section(".noinit"))) static struct trace traces[MAX_TRACES];
__attribute__((section(".noinit"))) static uint32_t step_ticks[MAX_STEPS];
static uint32_t trace_count, traced, idle_ticks, step_start;
static int job_file, result_file;
static struct cn_plan loaded;

// ---- semihosting

static int call(uint32_t operation, const void *block) {
    register uint32_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = block;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return (int)r0;
}

static _Noreturn void leave(int status) {
    const uint32_t block[] = {APPLICATION_EXIT, (uint32_t)status};
    call(SYS_EXIT_EXTENDED, block);
    for (;;) {
    }
}

static int open_file(const char *name, uint32_t length, uint32_t mode) {
    const uint32_t block[] = {(uint32_t)name, mode, length};
    return call(SYS_OPEN, block);
}

static void read_bytes(void *to, uint32_t bytes) {
    const uint32_t block[] = {(uint32_t)job_file, (uint32_t)to, bytes};
    if (bytes && call(SYS_READ, block) != 0) {
        leave(2);
    }
}

static void write_bytes(const void *from, uint32_t bytes) {
    const uint32_t block[] = {(uint32_t)result_file, (uint32_t)from, bytes};
    if (bytes && call(SYS_WRITE, block) != 0) {
        leave(3);
    }
}

static uint32_t read_word(void) {
    uint32_t word;
    read_bytes(&word, sizeof word);
    return word;
}

// ---- orders

static void read_inputs(void) {
    struct cn_tensor tensor;
    for (uint32_t i = 0; cn_plan_input(&loaded, i, &tensor) == 0; i++) {
        read_bytes(tensor.data, tensor.bytes);
    }
}

static void write_traces(uint32_t ran) {
    for (; traced < trace_count && traces[traced].after <= ran; traced++) {
        write_bytes(cn_at(&loaded, traces[traced].ref), traces[traced].bytes);
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
    uint32_t now = TIMER_VALUE;
    if (done) {
        step_ticks[index] = step_start - now - idle_ticks;
        now = TIMER_VALUE;
    }
    step_start = now;
}

// Ticks between two reads with nothing between them.
static uint32_t measure_idle(void) {
    uint32_t start = TIMER_VALUE;
    return start - TIMER_VALUE;
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
        uint32_t start = TIMER_VALUE;
        cn_plan_invoke(&loaded);
        uint32_t ticks = start - TIMER_VALUE - idle_ticks;
        write_bytes(&ticks, sizeof ticks);
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
        cn_plan_needs(plan, sizeof plan, &needs);
        write_bytes(step_ticks, needs.steps * 4u);
        return;
    default:
        leave(4);
    }
}

static void load(void) {
    uint32_t bytes = read_word();
    trace_count = read_word();
    if (bytes > sizeof plan || trace_count > MAX_TRACES) {
        leave(5);
    }
    read_bytes(traces, trace_count * (uint32_t)sizeof *traces);
    read_bytes(plan, bytes);
    memset(arena, 0xa5, sizeof arena);
    int res = cn_plan_load(&loaded, plan, bytes, arena, sizeof arena, state, sizeof state);
    if (res < 0) {
        leave(64 - res);
    }
}

static void bench_main(void) {
    TIMER_RELOAD = 0xffffffffu;
    TIMER_VALUE = 0xffffffffu;
    TIMER_CONTROL = 1;
    idle_ticks = measure_idle();
    job_file = open_file("job.bin", 7, READ_BINARY);
    result_file = open_file("result.bin", 10, WRITE_BINARY);
    if (job_file < 0 || result_file < 0) {
        leave(6);
    }
    load();
    for (uint32_t order; (order = read_word()) != END;) {
        run_order(order);
    }
    leave(0);
}

// ---- start

extern uint32_t data_load[], data_start[], data_end[], bss_start[], bss_end[];
extern uint8_t stack_top[];

__attribute__((used)) void reset_handler(void) {
    const uint32_t *from = data_load;
    for (uint32_t *to = data_start; to < data_end;) {
        *to++ = *from++;
    }
    for (uint32_t *to = bss_start; to < bss_end;) {
        *to++ = 0;
    }
    CPACR |= 0xfu << 20; // FPU on
    __asm volatile("dsb\nisb");
    bench_main();
}

static void fault(void) {
    leave(99);
}

__attribute__((section(".vectors"), used)) static void (*const vectors[16])(void) = {
    [0] = (void (*)(void))(uintptr_t)stack_top,
    [1] = reset_handler,
    [2 ... 15] = fault,
};
