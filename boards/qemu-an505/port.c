// The board `qemu-an505`: pipes to the world by semihosting, interrupts through the NVIC, counted
// instructions.
#include "port.h"

#include "cn/hal.h"
#include "../virtual/link.h"
#include "registers.h"
#include "semihost.h"

#define AIRCR_RESET 0x05fa0004u
#define FIFO_MAGIC 0x6361746eu

extern uint8_t image_start[], image_size[];

// Handles of the pipes: QEMU keeps its files open over a reset, so the next boot goes on with them.
static struct {
    uint32_t magic;
    int to_guest, from_guest;
} pipes __attribute__((section(".retained.board")));

static uint8_t retained[CN_RETAINED_BYTES] __attribute__((section(".retained.app"), aligned(8)));
static uint8_t pool[CN_POOL_BYTES] __attribute__((section(".noinit"), aligned(16)));

static uint64_t raised; // pins whose line is pending
static uint32_t last_value;
static uint64_t ticks;

void port_open(void) {
    TIMER_RELOAD = UINT32_MAX;
    TIMER_VALUE = UINT32_MAX;
    TIMER_CTRL = 1;
    last_value = UINT32_MAX;
    if (pipes.magic != FIFO_MAGIC) {
        pipes.to_guest = semihost_open("to-guest", SEMIHOST_READ_BINARY);
        pipes.from_guest = semihost_open("from-guest", SEMIHOST_WRITE_BINARY);
        pipes.magic = FIFO_MAGIC;
    }
    if (pipes.to_guest < 0 || pipes.from_guest < 0) {
        semihost_exit(2);
    }
    NVIC_ISER(LINE_TIMER) = LINE_BIT(LINE_TIMER);
    for (uint32_t pin = 0; pin < PIN_LINES; pin++) {
        NVIC_ISER(LINE_PIN(pin)) = LINE_BIT(LINE_PIN(pin));
    }
}

void port_send(const void *bytes, size_t length) {
    if (!semihost_write(pipes.from_guest, bytes, length)) {
        semihost_exit(3);
    }
}

void port_receive(void *bytes, size_t length) {
    if (!semihost_read(pipes.to_guest, bytes, length)) {
        semihost_exit(3);
    }
}

// With -icount shift=6 an instruction takes 64 ns; a tick of the timer is 50 ns. The timer wraps after 3.3e9
// instructions, and messages are closer together than that.
uint64_t port_instructions(void) {
    uint32_t value = TIMER_VALUE;
    ticks += last_value - value;
    last_value = value;
    return ticks * 50u / 64u;
}

void port_raise(uint8_t pin) {
    raised |= 1ull << pin;
    NVIC_ISPR(LINE_PIN(pin)) = LINE_BIT(LINE_PIN(pin));
}

void port_pin_handler(uint32_t line) {
    for (uint8_t pin = (uint8_t)(line - LINE_PIN(0)); pin < LINK_PINS; pin += PIN_LINES) {
        if (raised & (1ull << pin)) {
            raised &= ~(1ull << pin);
            link_pin_isr(pin);
        }
    }
}

bool port_pending(void) {
    return raised != 0;
}

void port_wait(void) {
    // the world says when the sleep is over: an edge has made its line pending, else the timer did it
    if (!raised) {
        NVIC_ISPR(LINE_TIMER) = LINE_BIT(LINE_TIMER);
    }
    __asm volatile("dsb\nwfi\nisb" ::: "memory");
}

uint32_t hal_irq_lock(void) {
    uint32_t state;
    __asm volatile("mrs %0, primask\ncpsid i" : "=r"(state)::"memory");
    return state;
}

void hal_irq_unlock(uint32_t state) {
    __asm volatile("msr primask, %0\nisb" ::"r"(state) : "memory");
}

_Noreturn void port_restart(void) {
    SCB_AIRCR = AIRCR_RESET;
    __asm volatile("dsb");
    for (;;) {
        __asm volatile("wfi");
    }
}

_Noreturn void port_halt(void) {
    semihost_exit(0);
}

void *hal_pool(size_t *size) {
    *size = sizeof pool;
    return pool;
}

void *hal_retained(size_t *size) {
    *size = sizeof retained;
    return retained;
}

const uint8_t *hal_app_image(size_t *size) {
    *size = (size_t)image_size;
    return image_start;
}
