// Console: bytes go into a ring, the interrupt of UART0 moves them to its FIFO; the core may wait meanwhile.
#include "cn/hal.h"
#include "port.h"

#define RING 1024u // a power of two
#define FIFO 128u
#define REFILL_AT 32u // bytes that are left when the interrupt comes: 2.7 ms
#define CRYSTAL (3u << 20)
#define CLOCKS_ON (BIT(22) | BIT(24) | BIT(25)) // of the block, of transmitter and receiver
// 40 MHz / 115200 = 347 3/16
#define DIVIDER (347u | 3u << 20)

static uint8_t ring[RING];
static uint32_t head, tail; // free running

static uint32_t queued(void) {
    return REG(UART_STATUS) >> 16 & 0x3ff;
}

// Interrupts are masked, or this is the handler.
static void service(void) {
    while (head != tail && queued() < FIFO) {
        REG(UART_FIFO) = ring[tail++ % RING];
    }
    REG(UART_INT_CLR) = UART_TX_EMPTY | UART_TX_DONE;
    bool sends = queued() > 0 || (REG(UART_FSM_STATUS) >> 4 & 0xf) != 0;
    // behind the last byte TX_DONE ends the wait, so that a deeper sleep can follow
    REG(UART_INT_ENA) = head != tail ? UART_TX_EMPTY : sends ? UART_TX_DONE : 0;
}

void console_isr(void) {
    uint32_t state = hal_irq_lock();
    service();
    hal_irq_unlock(state);
}

// Take as much as there is room for; returns how much.
static size_t take(const char *text, size_t length) {
    uint32_t state = hal_irq_lock();
    uint32_t room = RING - (head - tail);
    size_t count = length < room ? length : room;
    for (size_t i = 0; i < count; i++) {
        ring[(head + i) % RING] = (uint8_t)text[i];
    }
    head += count;
    service();
    hal_irq_unlock(state);
    return count;
}

void hal_console_write(const char *text, size_t length) {
    while (length > 0) {
        size_t count = take(text, length); // none while the ring is full: this is the blocking
        text += count;
        length -= count;
    }
}

bool console_is_idle(void) {
    return head == tail && queued() == 0 && (REG(UART_FSM_STATUS) >> 4 & 0xf) == 0;
}

void console_flush(void) {
    uint32_t state = hal_irq_lock();
    while (!console_is_idle()) {
        service();
    }
    hal_irq_unlock(state);
}

// The ROM leaves GPIO43 as its output at 115200 baud; the clock is made the crystal's, whatever the core runs
// from.
void console_start(void) {
    while (queued() > 0 || (REG(UART_FSM_STATUS) >> 4 & 0xf) != 0) {
    }
    REG(UART_CLK_CONF) = CLOCKS_ON | CRYSTAL;
    REG(UART_CLKDIV) = DIVIDER;
    REG(UART_CONF1) = (REG(UART_CONF1) & ~(0x3ffu << 10)) | REFILL_AT << 10;
    irq_enable(IRQ_UART, SOURCE_UART0);
}
