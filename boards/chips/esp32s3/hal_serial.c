// Serial port: UART1, whose memory holds 128 bytes each way, on any pins by the matrix. Its clock is the
// crystal's, which light sleep stops: while it receives or sends the core idles instead.
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "pins.h"
#include "port.h"

#define CRYSTAL_HZ 40000000u
#define SLOWEST 1200u
#define FASTEST 1000000u
#define MOST_DIVIDER 4095u // of 12 bits, with four more behind the point
#define SEND_BYTES 64u     // of the 128 that there is room for

#define RECEIVES                                                                                             \
    (UART_RX_FULL | UART_RX_TIMEOUT | UART_RX_OVERFLOW | UART_PARITY_ERROR | UART_FRAMING_ERROR | UART_BREAK)
#define CONF0_8_BITS_1_STOP (3u << 2 | 1u << 4)
#define CONF0_PARITY_EVEN BIT(1)
#define CONF0_PARITY_ODD (BIT(1) | BIT(0))
#define CONF0_RX_RESET BIT(17)
#define CONF0_TX_RESET BIT(18)
#define CONF0_DROP_WRONG BIT(26) // bytes without a stop bit, or of wrong parity
#define CONF0_MEMORY_ON BIT(28)
// Say of the first byte; and ten bits later again, should the threshold mean "more than" one [uart_reg.h].
#define CONF1_FIRST_BYTE (1u | BIT(23))
#define CLOCKS_ON (BIT(22) | BIT(24) | BIT(25)) // of the block, of transmitter and receiver
#define CLOCK_CRYSTAL (3u << 20)
#define CLOCK_RESET BIT(23)

static struct {
    struct hal_serial how; // ring is NULL: closed
    struct hal_serial_state counts;
    volatile uint32_t head, tail; // of the ring, free running
    int32_t end;
    bool receiving;
    volatile bool sending;
    bool on;         // the block has its clock
    bool overflowed; // since the last read
} port;

static struct {
    uint8_t tx, rx; // not wired: PIN_NONE
} wiring = {PIN_UART_TX, PIN_UART_RX};

int hal_serial_wire(uint8_t number, uint8_t tx, uint8_t rx) {
    if (number != 0 || !pin_exists(tx) || !pin_exists(rx) || tx == rx) {
        return CN_ERR_INVAL;
    }
    wiring.tx = tx;
    wiring.rx = rx;
    return CN_OK;
}

// ---- the block

// As IDF: reset inside before it is reset from outside, or it sends rubbish [uart_ll_reset_register].
static void reset_block(void) {
    REG(SYSTEM_PERIP_CLK_EN0) |= GATE_UART1;
    REG(SYSTEM_PERIP_RST_EN0) &= ~GATE_UART1;
    REG(UART1_CLK_CONF) |= CLOCK_RESET;
    REG(SYSTEM_PERIP_RST_EN0) |= GATE_UART1;
    REG(SYSTEM_PERIP_RST_EN0) &= ~GATE_UART1;
    REG(UART1_CLK_CONF) &= ~CLOCK_RESET;
}

// Two dividers: one of whole numbers, then one in sixteenths; at most 0.07 % off.
static void set_baud(void) {
    uint32_t baud = port.how.baud;
    uint32_t whole = (CRYSTAL_HZ + MOST_DIVIDER * baud - 1) / (MOST_DIVIDER * baud);
    uint32_t sixteenths = ((CRYSTAL_HZ << 4) + baud * whole / 2) / (baud * whole);
    REG(UART1_CLK_CONF) = CLOCKS_ON | CLOCK_CRYSTAL | (whole - 1) << 12;
    REG(UART1_CLKDIV) = sixteenths >> 4 | (sixteenths & 15) << 20;
}

static void reset_memory(uint32_t which) {
    uint32_t conf = REG(UART1_CONF0);
    REG(UART1_CONF0) = conf | which;
    REG(UART1_CONF0) = conf;
}

// Interrupts are masked, or this is the handler.
static void disable_if_idle(void) {
    REG(UART1_INT_ENA) = (port.receiving ? RECEIVES : 0) | (port.sending ? UART_TX_DONE : 0);
    if (port.receiving || port.sending) {
        return;
    }
    REG(GPIO_FUNC_OUT(wiring.tx)) = GPIO_PLAIN; // high
    REG(SYSTEM_PERIP_CLK_EN0) &= ~GATE_UART1;
    port.on = false;
    sleep_release();
}

// ---- receiving

// Whether the loop wants to know of the byte.
static bool push(uint8_t byte) {
    if (port.head - port.tail == port.how.bytes) {
        port.counts.lost++;
        bool is_first = !port.overflowed;
        port.overflowed = true;
        return is_first;
    }
    port.how.ring[port.head++ & (port.how.bytes - 1)] = byte;
    port.counts.received++;
    uint32_t waiting = port.head - port.tail;
    return waiting == port.how.bytes / 2 || (port.end < 0 ? waiting == 1 : byte == (uint8_t)port.end);
}

static bool take_faults(uint32_t events) {
    if (events & UART_RX_OVERFLOW) {
        reset_memory(CONF0_RX_RESET); // what it holds is not known [uart.c]
        port.counts.overruns++;
    }
    port.counts.parity += (events & UART_PARITY_ERROR) != 0;
    // a break is a framing error as well
    port.counts.breaks += (events & UART_BREAK) != 0;
    port.counts.framing += (events & (UART_FRAMING_ERROR | UART_BREAK)) == UART_FRAMING_ERROR;
    return (events & (UART_RX_OVERFLOW | UART_PARITY_ERROR | UART_FRAMING_ERROR | UART_BREAK)) != 0;
}

// A byte that comes behind the last look raises the event again.
static bool take_bytes(void) {
    bool is_news = false;
    while (REG(UART1_STATUS) & 0x3ff) {
        while (REG(UART1_STATUS) & 0x3ff) {
            is_news = push((uint8_t)REG(UART1_FIFO)) || is_news;
        }
        REG(UART1_INT_CLR) = UART_RX_FULL | UART_RX_TIMEOUT;
    }
    return is_news;
}

static void serial_isr(void) {
    uint64_t at_us = hal_now_us();
    hal_mark(HAL_MARK_ISR, 0);
    uint32_t events = REG(UART1_INT_ST);
    REG(UART1_INT_CLR) = events;
    bool is_news = take_faults(events);
    is_news = take_bytes() || is_news;
    if (events & UART_TX_DONE) {
        port.sending = false;
        is_news = true;
        disable_if_idle();
    }
    if (is_news) {
        cn_pin_isr(HAL_SERIAL_LINE, at_us, 1);
    }
}

// ---- hal.h

// Interrupts are masked.
static void enable(void) {
    static const uint32_t parities[] = {0, CONF0_PARITY_EVEN, CONF0_PARITY_ODD};
    if (port.on) {
        return;
    }
    port.on = true;
    sleep_hold();
    REG(GPIO_FUNC_IN(UART1_SIGNAL)) = GPIO_ALWAYS_HIGH; // no byte begins
    reset_block();
    set_baud();
    REG(UART1_CONF0) = CONF0_8_BITS_1_STOP | parities[port.how.parity] | CONF0_DROP_WRONG | CONF0_MEMORY_ON;
    REG(UART1_CONF1) = CONF1_FIRST_BYTE;
    REG(UART1_INT_CLR) = RECEIVES | UART_TX_DONE;
    REG(GPIO_FUNC_OUT(wiring.tx)) = UART1_SIGNAL;
    irq_handle(IRQ_SERIAL, serial_isr);
    irq_enable(IRQ_SERIAL, SOURCE_UART1);
}

int hal_serial_open(uint8_t number, const struct hal_serial *how) {
    if (number != 0 || wiring.tx == PIN_NONE) {
        return CN_ERR_INVAL;
    }
    if (how->baud < SLOWEST || how->baud > FASTEST) {
        return CN_ERR_RANGE;
    }
    port.how = *how;
    port.counts = (struct hal_serial_state){0};
    port.head = port.tail = 0;
    port.overflowed = false;
    (void)hal_pin_write(wiring.tx, true); // idle is high
    (void)hal_pin_mode(wiring.tx, HAL_PIN_OUTPUT);
    (void)hal_pin_mode(wiring.rx, HAL_PIN_INPUT_PULL_UP); // a line that nobody drives is idle
    return CN_OK;
}

int hal_serial_receive(uint8_t number, int32_t end) {
    (void)number;
    uint32_t state = hal_irq_lock();
    port.end = end;
    if (!port.receiving) {
        enable();
        port.receiving = true;
        reset_memory(CONF0_RX_RESET);
        REG(GPIO_FUNC_IN(UART1_SIGNAL)) = BIT(7) | wiring.rx;
        REG(UART1_INT_CLR) = RECEIVES;
        REG(UART1_INT_ENA) |= RECEIVES;
    }
    hal_irq_unlock(state);
    return CN_OK;
}

int hal_serial_rest(uint8_t number) {
    (void)number;
    int pin = wiring.rx;
    uint32_t state = hal_irq_lock();
    if (port.receiving && (REG(UART1_FSM_STATUS) & 0xf) != 0) {
        pin = CN_ERR_BUSY; // a stop in the midst of a byte would take its rest for another one
    } else if (port.receiving) {
        REG(GPIO_FUNC_IN(UART1_SIGNAL)) = GPIO_ALWAYS_HIGH;
        port.receiving = false;
        disable_if_idle();
    }
    hal_irq_unlock(state);
    return pin;
}

int hal_serial_read(uint8_t number, uint8_t *out, size_t length) {
    (void)number;
    port.overflowed = false;
    uint32_t count = 0;
    while (count < length && port.tail != port.head) {
        out[count++] = port.how.ring[port.tail++ & (port.how.bytes - 1)];
    }
    return (int)count;
}

void hal_serial_look(uint8_t number, struct hal_serial_state *now) {
    (void)number;
    uint32_t state = hal_irq_lock();
    *now = port.counts;
    now->waiting = port.head - port.tail;
    now->sending = port.sending;
    hal_irq_unlock(state);
}

int hal_serial_send(uint8_t number, const uint8_t *bytes, size_t length) {
    (void)number;
    if (port.sending || length == 0) {
        return 0;
    }
    uint32_t count = length < SEND_BYTES ? (uint32_t)length : SEND_BYTES;
    uint32_t state = hal_irq_lock();
    enable();
    port.sending = true;
    REG(UART1_INT_CLR) = UART_TX_DONE;
    for (uint32_t i = 0; i < count; i++) {
        REG(UART1_FIFO) = bytes[i];
    }
    REG(UART1_INT_ENA) |= UART_TX_DONE;
    hal_irq_unlock(state);
    return (int)count;
}

void hal_serial_close(uint8_t number) {
    (void)number;
    if (!port.how.ring) {
        return;
    }
    uint32_t state = hal_irq_lock();
    if (port.on) {
        reset_memory(CONF0_TX_RESET);
        while (REG(UART1_FSM_STATUS) >> 4 & 0xf) { // the byte on the line
        }
        port.sending = false;
        port.receiving = false;
        disable_if_idle();
    }
    hal_irq_unlock(state);
    port.how.ring = NULL;
    (void)hal_pin_mode(wiring.tx, HAL_PIN_INPUT);
    (void)hal_pin_mode(wiring.rx, HAL_PIN_INPUT);
}
