// Console: bytes go into a ring, EasyDMA takes them out through UARTE0; the core may sleep meanwhile.
#include <string.h>

#include "cn/hal.h"
#include "pins.h"
#include "port.h"

#define RING 1024u // a power of two

static uint8_t ring[RING];
static uint32_t head, tail; // free running; `tail` moves when the DMA has sent
static uint32_t sending;    // bytes that the DMA has in hand
static bool enabled, stopping;

static void enable(void) {
    REG(P_BASE(PIN_CONSOLE_TX), GPIO_OUTSET) = P_BIT(PIN_CONSOLE_TX); // idle is high
    REG(P_BASE(PIN_CONSOLE_TX), GPIO_DIRSET) = P_BIT(PIN_CONSOLE_TX);
    REG(UARTE0_BASE, UARTE_PSEL_TXD) = PIN_CONSOLE_TX;
    REG(UARTE0_BASE, UARTE_BAUDRATE) = UARTE_BAUDRATE_BAUDRATE_Baud115200;
    REG(UARTE0_BASE, UARTE_ENABLE) = UARTE_ENABLE_ENABLE_Enabled;
    REG(UARTE0_BASE, UARTE_INTENSET) = UARTE_INTENSET_ENDTX | UARTE_INTENSET_TXSTOPPED;
    irq_enable(UARTE0_IRQ, PRIORITY_CONSOLE);
    enabled = true;
}

// Hand the next stretch of the ring to the DMA. Interrupts are masked.
static void send_next(void) {
    uint32_t from = tail % RING;
    uint32_t length = head - tail;
    sending = from + length > RING ? RING - from : length;
    REG(UARTE0_BASE, UARTE_TXD_PTR) = (uint32_t)&ring[from];
    REG(UARTE0_BASE, UARTE_TXD_MAXCNT) = sending;
    cpu_barrier(); // the bytes must be in memory before the DMA reads them
    REG(UARTE0_BASE, UARTE_TASKS_STARTTX) = 1;
}

// What has happened since the last look. Interrupts are masked, or this is the handler.
static void service(void) {
    if (REG(UARTE0_BASE, UARTE_EVENTS_ENDTX)) {
        event_clear(UARTE0_BASE, UARTE_EVENTS_ENDTX);
        tail += sending;
        sending = 0;
        if (head == tail) {
            REG(UARTE0_BASE, UARTE_TASKS_STOPTX) = 1;
            stopping = true; // until TXSTOPPED it may not be started [nrfx, nrfx_uarte.c]
        }
    }
    if (REG(UARTE0_BASE, UARTE_EVENTS_TXSTOPPED)) {
        event_clear(UARTE0_BASE, UARTE_EVENTS_TXSTOPPED);
        stopping = false;
        if (head == tail) {
            REG(UARTE0_BASE, UARTE_ENABLE) = UARTE_ENABLE_ENABLE_Disabled; // enabled it keeps the fast clock
            enabled = false;
        }
    }
    if (head != tail && sending == 0 && !stopping) {
        if (!enabled) {
            enable();
        }
        send_next();
    }
}

void console_isr(void) {
    uint32_t state = hal_irq_lock(); // a more urgent handler may write as well
    service();
    hal_irq_unlock(state);
}

// Take as much as there is room for; returns how much.
static size_t take(const char *text, size_t length) {
    uint32_t state = hal_irq_lock();
    service();
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

void console_flush(void) {
    while (enabled) {
        uint32_t state = hal_irq_lock();
        service();
        hal_irq_unlock(state);
    }
}
