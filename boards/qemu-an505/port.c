// The board `qemu-an505`: pipes to the world by semihosting, counted instructions.
#include "port.h"

#include "../virtual/link.h"
#include "registers.h"
#include "semihost.h"

#define AIRCR_RESET 0x05fa0004u
#define FIFO_MAGIC 0x6361746eu

// Handles of the pipes: QEMU keeps its files open over a reset, so the next boot goes on with them.
static struct {
    uint32_t magic;
    int to_guest, from_guest;
} pipes __attribute__((section(".retained.board")));

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
