// Serial port: UARTE3, which shares its place in the chip with TWIM3. EasyDMA hands over one byte at a time,
// so that each is seen at once; the receiver's own six bytes bridge the time to the interrupt.
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "pins.h"
#include "port.h"

#define INTERRUPTS                                                                                           \
    (UARTE_INTENSET_ENDRX | UARTE_INTENSET_ERROR | UARTE_INTENSET_ENDTX | UARTE_INTENSET_TXSTOPPED |         \
     UARTE_INTENSET_RXTO)
#define HARDWARE_BYTES 6u // of the receiver [BabbleSim, NHW_UART_private.h]
#define SEND_BYTES 64u
// Five bytes after a stop the receiver is off [BabbleSim, NHW_UART.c]: 42 ms at 1200 bit/s.
#define STOP_TICKS 1700u

// The rates that Nordic's device description names; at others nothing is said of the receiver's tolerance.
static const struct {
    uint32_t baud, code;
} rates[] = {
    {1200, UARTE_BAUDRATE_BAUDRATE_Baud1200},     {2400, UARTE_BAUDRATE_BAUDRATE_Baud2400},
    {4800, UARTE_BAUDRATE_BAUDRATE_Baud4800},     {9600, UARTE_BAUDRATE_BAUDRATE_Baud9600},
    {14400, UARTE_BAUDRATE_BAUDRATE_Baud14400},   {19200, UARTE_BAUDRATE_BAUDRATE_Baud19200},
    {28800, UARTE_BAUDRATE_BAUDRATE_Baud28800},   {31250, UARTE_BAUDRATE_BAUDRATE_Baud31250},
    {38400, UARTE_BAUDRATE_BAUDRATE_Baud38400},   {56000, UARTE_BAUDRATE_BAUDRATE_Baud56000},
    {57600, UARTE_BAUDRATE_BAUDRATE_Baud57600},   {76800, UARTE_BAUDRATE_BAUDRATE_Baud76800},
    {115200, UARTE_BAUDRATE_BAUDRATE_Baud115200}, {230400, UARTE_BAUDRATE_BAUDRATE_Baud230400},
    {250000, UARTE_BAUDRATE_BAUDRATE_Baud250000}, {460800, UARTE_BAUDRATE_BAUDRATE_Baud460800},
    {921600, UARTE_BAUDRATE_BAUDRATE_Baud921600}, {1000000, UARTE_BAUDRATE_BAUDRATE_Baud1M},
};

enum receiver { OFF, ON, STOPPING };

static struct {
    struct hal_serial how; // ring is NULL: closed
    struct hal_serial_state counts;
    uint32_t code;
    volatile uint32_t head, tail; // of the ring, free running
    int32_t end;
    volatile enum receiver receiver;
    volatile bool sending;
    bool overflowed; // since the last read
    uint8_t byte;
    uint8_t rest[HARDWARE_BYTES];
    uint8_t out[SEND_BYTES];
} port;

static struct {
    uint8_t tx, rx; // not wired: PIN_NONE
} wiring = {PIN_UART_TX, PIN_UART_RX};

int hal_serial_wire(uint8_t number, uint8_t tx, uint8_t rx) {
    if (number != 0 || !pin_is_free(tx) || !pin_is_free(rx) || tx == rx) {
        return CN_ERR_INVAL;
    }
    wiring.tx = tx;
    wiring.rx = rx;
    return CN_OK;
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

static void receive_into(uint8_t *at, uint32_t length, uint32_t task) {
    REG(UARTE3_BASE, UARTE_RXD_PTR) = (uint32_t)at;
    REG(UARTE3_BASE, UARTE_RXD_MAXCNT) = length;
    REG(UARTE3_BASE, task) = 1;
}

static bool take_faults(void) {
    if (REG(UARTE3_BASE, UARTE_EVENTS_ERROR) == 0) {
        return false;
    }
    event_clear(UARTE3_BASE, UARTE_EVENTS_ERROR);
    uint32_t errors = REG(UARTE3_BASE, UARTE_ERRORSRC);
    REG(UARTE3_BASE, UARTE_ERRORSRC) = errors;
    port.counts.overruns += (errors & UARTE_ERRORSRC_OVERRUN) != 0;
    port.counts.parity += (errors & UARTE_ERRORSRC_PARITY) != 0;
    // a break is a framing error first [product specification, UARTE "Error conditions"]
    port.counts.breaks += (errors & UARTE_ERRORSRC_BREAK) != 0;
    port.counts.framing +=
        (errors & (UARTE_ERRORSRC_FRAMING | UARTE_ERRORSRC_BREAK)) == UARTE_ERRORSRC_FRAMING;
    return true;
}

static bool take_bytes(void) {
    bool is_news = false;
    while (REG(UARTE3_BASE, UARTE_EVENTS_ENDRX)) {
        event_clear(UARTE3_BASE, UARTE_EVENTS_ENDRX);
        bool has_byte = REG(UARTE3_BASE, UARTE_RXD_AMOUNT) > 0;
        uint8_t byte = port.byte;
        if (port.receiver == ON) {
            receive_into(&port.byte, 1, UARTE_TASKS_STARTRX);
        }
        if (has_byte) {
            is_news = push(byte) || is_news;
        }
    }
    return is_news;
}

static void disable_if_idle(void) {
    if (port.receiver == OFF && !port.sending) {
        REG(UARTE3_BASE, UARTE_ENABLE) = UARTE_ENABLE_ENABLE_Disabled; // enabled it keeps the fast clock
    }
}

// The receiver is off; what came meanwhile lies in its own memory.
static bool take_rest(void) {
    if (REG(UARTE3_BASE, UARTE_EVENTS_RXTO) == 0) {
        return false;
    }
    event_clear(UARTE3_BASE, UARTE_EVENTS_RXTO);
    event_clear(UARTE3_BASE, UARTE_EVENTS_ENDRX);
    receive_into(port.rest, HARDWARE_BYTES, UARTE_TASKS_FLUSHRX);
    while (REG(UARTE3_BASE, UARTE_EVENTS_ENDRX) == 0) { // six bytes over the bus at most
    }
    event_clear(UARTE3_BASE, UARTE_EVENTS_ENDRX);
    bool is_news = false;
    uint32_t count = REG(UARTE3_BASE, UARTE_RXD_AMOUNT);
    for (uint32_t i = 0; i < count; i++) {
        is_news = push(port.rest[i]) || is_news;
    }
    port.receiver = OFF;
    disable_if_idle();
    return is_news;
}

// ---- sending

static bool take_sent(void) {
    if (REG(UARTE3_BASE, UARTE_EVENTS_ENDTX)) {
        event_clear(UARTE3_BASE, UARTE_EVENTS_ENDTX);
        REG(UARTE3_BASE, UARTE_TASKS_STOPTX) = 1;
    }
    if (REG(UARTE3_BASE, UARTE_EVENTS_TXSTOPPED) == 0) {
        return false;
    }
    event_clear(UARTE3_BASE, UARTE_EVENTS_TXSTOPPED);
    port.sending = false;
    disable_if_idle();
    return true;
}

static void serial_isr(void) {
    uint64_t at_us = hal_now_us();
    hal_mark(HAL_MARK_ISR, 0);
    bool is_news = take_faults();
    is_news = take_bytes() || is_news;
    is_news = take_rest() || is_news;
    is_news = take_sent() || is_news;
    if (is_news) {
        cn_pin_isr(HAL_SERIAL_LINE, at_us, 1);
    }
}

// ---- hal.h

static void set_pin(unsigned pin, uint32_t config) {
    REG_AT(P_BASE(pin), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, pin & 31) = config;
}

static void enable(void) {
    if (REG(UARTE3_BASE, UARTE_ENABLE) != UARTE_ENABLE_ENABLE_Disabled) {
        return;
    }
    const uint32_t parities[] = {0, UARTE_CONFIG_PARITY_Included,
                                 UARTE_CONFIG_PARITY_Included | UARTE_CONFIG_PARITYTYPE};
    REG(UARTE3_BASE, UARTE_PSEL_TXD) = wiring.tx;
    REG(UARTE3_BASE, UARTE_PSEL_RXD) = wiring.rx;
    REG(UARTE3_BASE, UARTE_BAUDRATE) = port.code;
    REG(UARTE3_BASE, UARTE_CONFIG) = parities[port.how.parity];
    REG(UARTE3_BASE, UARTE_ENABLE) = UARTE_ENABLE_ENABLE_Enabled;
    REG(UARTE3_BASE, UARTE_INTENSET) = INTERRUPTS;
    irq_enable(UARTE3_IRQ, PRIORITY_BUS);
}

int hal_serial_open(uint8_t number, const struct hal_serial *how) {
    if (number != 0 || wiring.tx == PIN_NONE) {
        return CN_ERR_INVAL;
    }
    size_t rate = 0;
    while (rate < sizeof rates / sizeof rates[0] && rates[rate].baud != how->baud) {
        rate++;
    }
    if (rate == sizeof rates / sizeof rates[0]) {
        return CN_ERR_RANGE;
    }
    if (!serial_box_take(serial_isr)) {
        return CN_ERR_BUSY;
    }
    port.how = *how;
    port.counts = (struct hal_serial_state){0};
    port.code = rates[rate].code;
    port.head = port.tail = 0;
    port.overflowed = false;
    REG(P_BASE(wiring.tx), GPIO_OUTSET) = P_BIT(wiring.tx); // idle is high
    set_pin(wiring.tx, GPIO_PIN_CNF_DIR | GPIO_PIN_CNF_INPUT);
    set_pin(wiring.rx, GPIO_PIN_CNF_PULL_Pullup); // a line that nobody drives is idle
    return CN_OK;
}

// Wait, asleep, until the receiver has stopped.
static void await_stop(void) {
    while (port.receiver == STOPPING) {
        uint32_t state = hal_irq_lock();
        if (port.receiver == STOPPING) {
            time_alarm(time_ticks() + STOP_TICKS);
            wait_for_interrupt();
        }
        hal_irq_unlock(state);
    }
    time_alarm_off();
}

int hal_serial_receive(uint8_t number, int32_t end) {
    (void)number;
    await_stop();
    uint32_t state = hal_irq_lock();
    port.end = end;
    hal_irq_unlock(state);
    if (port.receiver == ON) {
        return CN_OK;
    }
    if (!crystal_take()) {
        return CN_ERR_TIMEOUT;
    }
    state = hal_irq_lock();
    enable();
    port.receiver = ON;
    receive_into(&port.byte, 1, UARTE_TASKS_STARTRX);
    hal_irq_unlock(state);
    return CN_OK;
}

static void stop_receiver(void) {
    if (port.receiver != ON) {
        return;
    }
    uint32_t state = hal_irq_lock();
    port.receiver = STOPPING;
    REG(UARTE3_BASE, UARTE_TASKS_STOPRX) = 1;
    hal_irq_unlock(state);
    crystal_release();
}

int hal_serial_rest(uint8_t number) {
    (void)number;
    stop_receiver();
    return wiring.rx;
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
    if (port.sending) {
        return 0;
    }
    uint32_t count = length < SEND_BYTES ? (uint32_t)length : SEND_BYTES;
    for (uint32_t i = 0; i < count; i++) {
        port.out[i] = bytes[i];
    }
    uint32_t state = hal_irq_lock();
    enable();
    port.sending = true;
    REG(UARTE3_BASE, UARTE_TXD_PTR) = (uint32_t)port.out;
    REG(UARTE3_BASE, UARTE_TXD_MAXCNT) = count;
    cpu_barrier(); // the bytes must be in memory before the DMA reads them
    REG(UARTE3_BASE, UARTE_TASKS_STARTTX) = 1;
    hal_irq_unlock(state);
    return (int)count;
}

void hal_serial_close(uint8_t number) {
    (void)number;
    if (!port.how.ring) {
        return;
    }
    if (port.sending) {
        REG(UARTE3_BASE, UARTE_TASKS_STOPTX) = 1;
    }
    stop_receiver();
    await_stop();
    while (port.sending) { // the byte on the line
    }
    port.how.ring = NULL;
    serial_box_release();
    set_pin(wiring.tx, GPIO_PIN_CNF_INPUT);
    set_pin(wiring.rx, GPIO_PIN_CNF_INPUT);
}
