// The harness on QEMU's mps2-an505: files by semihosting, the board's timer, vectors and start.
#include "bench_port.h"

enum { SYS_OPEN = 0x01, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT_EXTENDED = 0x20 };
enum { READ_BINARY = 1, WRITE_BINARY = 5 };
#define APPLICATION_EXIT 0x20026u
#define TRACES_BYTES (48u << 10)
#define PLAN_BYTES (3500u << 10)
#define ARENA_BYTES (3500u << 10)
#define STATE_BYTES (256u << 10)

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define TIMER_CONTROL REGISTER(0x50000000u)
#define TIMER_VALUE REGISTER(0x50000004u) // counts down, 50 ns each
#define TIMER_RELOAD REGISTER(0x50000008u)
#define CPACR REGISTER(0xe000ed88u)

__attribute__((section(".plan"), aligned(16))) static uint8_t plan[PLAN_BYTES];
__attribute__((section(".noinit"), aligned(16))) static uint8_t traces[TRACES_BYTES];
__attribute__((section(".noinit"), aligned(16))) static uint8_t arena[ARENA_BYTES];
__attribute__((section(".noinit"), aligned(16))) static uint8_t state[STATE_BYTES];
static int job_file, result_file;

static int call(uint32_t operation, const void *block) {
    register uint32_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = block;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return (int)r0;
}

_Noreturn void bench_leave(int status) {
    const uint32_t block[] = {APPLICATION_EXIT, (uint32_t)status};
    call(SYS_EXIT_EXTENDED, block);
    for (;;) {
    }
}

static int open_file(const char *name, uint32_t length, uint32_t mode) {
    const uint32_t block[] = {(uint32_t)name, mode, length};
    return call(SYS_OPEN, block);
}

void bench_read(void *to, uint32_t bytes) {
    const uint32_t block[] = {(uint32_t)job_file, (uint32_t)to, bytes};
    if (bytes && call(SYS_READ, block) != 0) {
        bench_leave(2);
    }
}

void bench_write(const void *from, uint32_t bytes) {
    const uint32_t block[] = {(uint32_t)result_file, (uint32_t)from, bytes};
    if (bytes && call(SYS_WRITE, block) != 0) {
        bench_leave(3);
    }
}

const void *bench_keep(enum bench_part part, uint32_t bytes) {
    uint8_t *room = part == BENCH_PLAN ? plan : traces;
    uint32_t filled = (bytes + 15u) & ~15u;
    if (filled > (part == BENCH_PLAN ? sizeof plan : sizeof traces)) {
        bench_leave(5);
    }
    bench_read(room, filled);
    return room;
}

struct bench_memory bench_memory(void) {
    return (struct bench_memory){arena, state, sizeof arena, sizeof state};
}

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
    TIMER_RELOAD = 0xffffffffu;
    TIMER_VALUE = 0xffffffffu;
    TIMER_CONTROL = 1;
    job_file = open_file("job.bin", 7, READ_BINARY);
    result_file = open_file("result.bin", 10, WRITE_BINARY);
    if (job_file < 0 || result_file < 0) {
        bench_leave(6);
    }
    bench_main();
}

static void fault(void) {
    bench_leave(99);
}

__attribute__((section(".vectors"), used)) static void (*const vectors[16])(void) = {
    [0] = (void (*)(void))(uintptr_t)stack_top,
    [1] = reset_handler,
    [2 ... 15] = fault,
};
