// Start of a bare test program on QEMU's mps2-an505: vectors, text out by semihosting, instruction count,
// exit.
#include <stdint.h>
#include <string.h>
#include "m33.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define SCB_CPACR REGISTER(0xe000ed88u)
#define TIMER_CTRL REGISTER(0x50000000u) // CMSDK timer 0, counts down at 20 MHz
#define TIMER_VALUE REGISTER(0x50000004u)
#define TIMER_RELOAD REGISTER(0x50000008u)

extern uint32_t data_load[], data_start[], data_end[], bss_start[], bss_end[], stack_top[];

static void semihost(uint32_t operation, const void *block) {
    register uint32_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = block;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

_Noreturn static void leave(uint32_t status) {
    const uint32_t block[] = {0x20026u, status}; // the application has ended
    semihost(0x20, block);
    for (;;) {
    }
}

void m33_print(const char *text) {
    semihost(0x04, text);
}

void m33_print_hex(uint32_t value) {
    char text[9];
    for (int i = 0; i < 8; i++) {
        text[i] = "0123456789abcdef"[value >> (28 - 4 * i) & 15];
    }
    text[8] = 0;
    m33_print(text);
}

// With -icount shift=8 an instruction takes 256 ns, 5.12 ticks of 50 ns.
uint32_t m33_instructions(void) {
    return (uint32_t)((uint64_t)(UINT32_MAX - TIMER_VALUE) * 50 / 256);
}

_Noreturn void hal_panic(const char *what) {
    m33_print("panic ");
    m33_print(what);
    m33_print("\n");
    leave(1);
}

static void fault(void) {
    m33_print("fault\n");
    leave(1);
}

void start(void);

__attribute__((noreturn)) void start(void) {
    memcpy(data_start, data_load, (size_t)((char *)data_end - (char *)data_start));
    memset(bss_start, 0, (size_t)((char *)bss_end - (char *)bss_start));
    SCB_CPACR |= 0xfu << 20; // FPU on
    __asm volatile("dsb\nisb");
    TIMER_RELOAD = UINT32_MAX;
    TIMER_VALUE = UINT32_MAX;
    TIMER_CTRL = 1;
    leave((uint32_t)m33_main());
}

__attribute__((section(".vectors"), used)) static void (*const vectors[16])(void) = {
    [0] = (void (*)(void))stack_top,
    [1] = start,
    [2 ... 15] = fault,
};
