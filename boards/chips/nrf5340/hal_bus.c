// I2C: TWIM1, and TWIM3 where an app wires it, with EasyDMA; the core sleeps while bytes move, and a transfer
// that does not end is given up.
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "facts.h"
#include "pins.h"
#include "port.h"

#define CLOCK_PULSES 9
#define HALF_CLOCK_US 5u

#define ENDS (TWIM_INTENSET_STOPPED | TWIM_INTENSET_ERROR)
// Open drain with a pull-up; the peripheral drives them as long as it is enabled.
#define LINE (GPIO_PIN_CNF_PULL_Pullup | GPIO_PIN_CNF_DRIVE_S0D1)

// Erratum 47: at 400 kHz the clock's low time is too short; 0x06200000 is the setting for 390 kHz [nrfx, from
// memory]. A byte is nine clocks, rounded up to microseconds: a division at each transfer would cost a wake 2
// %.
static const struct {
    uint32_t hz, code, byte_us;
} rates[] = {
    {390000, 0x06200000u, 24},
    {250000, TWIM_FREQUENCY_FREQUENCY_K250, 36},
    {100000, TWIM_FREQUENCY_FREQUENCY_K100, 90},
};

static struct bus {
    uint32_t base;
    uint8_t irq, sda, scl; // not wired: PIN_NONE
    uint8_t rate;          // its row
} buses[] = {
    {TWIM1_BASE, TWIM1_IRQ, PIN_SDA, PIN_SCL, 0},
    {TWIM3_BASE, TWIM3_IRQ, PIN_NONE, PIN_NONE, 0},
};
#define BUSES (sizeof buses / sizeof buses[0])

static uint8_t from_flash[64]; // EasyDMA reaches memory only: constants are copied here

static struct bus *find(uint8_t bus) {
    return bus < BUSES && buses[bus].scl != PIN_NONE ? &buses[bus] : NULL;
}

int hal_bus_wire(uint8_t bus, uint8_t sda, uint8_t scl, uint32_t hz) {
    if (bus >= BUSES || sda == scl || !pin_is_free(sda) || !pin_is_free(scl)) {
        return CN_ERR_INVAL;
    }
    for (uint8_t rate = 0; rate < sizeof rates / sizeof rates[0]; rate++) {
        if (rates[rate].hz == hz) {
            buses[bus].sda = sda;
            buses[bus].scl = scl;
            buses[bus].rate = rate;
            return CN_OK;
        }
    }
    return CN_ERR_UNSUPPORTED;
}

static void set_line(unsigned pin, uint32_t config) {
    REG_AT(P_BASE(pin), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, pin & 31) = config;
}

// The waiting loop looks at the events itself: it only had to be woken.
static void silence(uint32_t base) {
    REG(base, TWIM_INTENCLR) = ENDS;
    (void)REG(base, TWIM_INTENCLR);
}

void bus_isr(void) {
    silence(TWIM1_BASE);
}

static void (*serial_isr)(void); // NULL: the box is not a serial port

void bus1_isr(void) {
    if (serial_isr) {
        serial_isr();
        return;
    }
    silence(TWIM3_BASE);
}

bool serial_box_take(void (*isr)(void)) {
    if (buses[1].scl != PIN_NONE) {
        return false;
    }
    serial_isr = isr;
    return true;
}

void serial_box_release(void) {
    serial_isr = NULL;
}

static void enable(const struct bus *bus) {
    set_line(bus->scl, LINE);
    set_line(bus->sda, LINE);
    REG(bus->base, TWIM_PSEL_SCL) = bus->scl;
    REG(bus->base, TWIM_PSEL_SDA) = bus->sda;
    REG(bus->base, TWIM_FREQUENCY) = rates[bus->rate].code;
    REG(bus->base, TWIM_ENABLE) = TWIM_ENABLE_ENABLE_Enabled;
    irq_enable(bus->irq, PRIORITY_BUS);
}

static void disable(uint32_t base) {
    REG(base, TWIM_INTENCLR) = ENDS;
    REG(base, TWIM_ENABLE) = TWIM_ENABLE_ENABLE_Disabled; // enabled it keeps the fast clock
}

static void start(uint32_t base, uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                  size_t rx_len) {
    event_clear(base, TWIM_EVENTS_STOPPED);
    event_clear(base, TWIM_EVENTS_ERROR);
    REG(base, TWIM_ERRORSRC) = REG(base, TWIM_ERRORSRC);
    REG(base, TWIM_ADDRESS) = address;
    REG(base, TWIM_TXD_PTR) = (uint32_t)tx;
    REG(base, TWIM_TXD_MAXCNT) = tx_len;
    REG(base, TWIM_RXD_PTR) = (uint32_t)rx;
    REG(base, TWIM_RXD_MAXCNT) = rx_len;
    REG(base, TWIM_SHORTS) =
        rx_len ? TWIM_SHORTS_LASTTX_STARTRX | TWIM_SHORTS_LASTRX_STOP : TWIM_SHORTS_LASTTX_STOP;
    cpu_barrier(); // what the DMA will read must have been written
    REG(base, tx_len ? TWIM_TASKS_STARTTX : TWIM_TASKS_STARTRX) = 1;
}

static int finish(uint32_t base, uint64_t until_tick) {
    if (!wait_for_event(base, TWIM_EVENTS_STOPPED, TWIM_EVENTS_ERROR, ENDS, until_tick)) {
        return CN_ERR_TIMEOUT;
    }
    uint32_t errors = REG(base, TWIM_ERRORSRC);
    if (REG(base, TWIM_EVENTS_ERROR) == 0) {
        return CN_OK;
    }
    // After an error the peripheral holds the bus until it gets a stop; nrfx resumes it first, in case it
    // stands still (nrfx_twim.c), embassy does not.
    REG(base, TWIM_TASKS_RESUME) = 1;
    REG(base, TWIM_TASKS_STOP) = 1;
    bool stopped = wait_for_event(base, TWIM_EVENTS_STOPPED, TWIM_EVENTS_STOPPED, ENDS, until_tick);
    if (errors & TWIM_ERRORSRC_ANACK) {
        return CN_ERR_NO_DEVICE;
    }
    return stopped ? CN_ERR_IO : CN_ERR_TIMEOUT;
}

// When the controller gives up: what takes more than half of the board's patience gets its own time on top.
static uint64_t deadline(const struct bus *bus, size_t bytes) {
    uint32_t takes_us = bytes * rates[bus->rate].byte_us;
    uint32_t patience_us = FACT_BUS_TIMEOUT_US + (takes_us > FACT_BUS_TIMEOUT_US / 2 ? takes_us : 0);
    return time_tick_of(hal_now_us() + patience_us);
}

int hal_bus_transfer(uint8_t bus, uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    uint8_t probe;
    const struct bus *wired = find(bus);
    if (!wired || tx_len > UINT16_MAX || rx_len > UINT16_MAX) {
        return CN_ERR_INVAL;
    }
    if (tx_len == 0 && rx_len == 0) {
        rx = &probe; // the peripheral cannot send an address alone
        rx_len = 1;
    }
    if (tx_len > 0 && !dma_reaches(tx)) {
        if (tx_len > sizeof from_flash) {
            return CN_ERR_INVAL;
        }
        memcpy(from_flash, tx, tx_len);
        tx = from_flash;
    }
    uint64_t until_tick = deadline(wired, tx_len + rx_len);
    enable(wired);
    start(wired->base, address, tx, tx_len, rx, rx_len);
    int res = finish(wired->base, until_tick);
    disable(wired->base);
    return res;
}

// ---- recovery: the lines by hand

static void pause(void) {
    // 64 instructions or more a microsecond; too slow is harmless here
    for (volatile unsigned i = 0; i < HALF_CLOCK_US * 16; i++) {
    }
}

static void drive(unsigned pin, bool high) {
    REG(P_BASE(pin), high ? GPIO_OUTSET : GPIO_OUTCLR) = P_BIT(pin);
    pause();
}

static bool is_high(unsigned pin) {
    return (REG(P_BASE(pin), GPIO_IN) & P_BIT(pin)) != 0;
}

int hal_bus_recover(uint8_t bus) {
    const struct bus *wired = find(bus);
    if (!wired) {
        return CN_ERR_INVAL;
    }
    const uint8_t sda = wired->sda, scl = wired->scl;
    drive(scl, true);
    drive(sda, true);
    set_line(scl, LINE | GPIO_PIN_CNF_DIR);
    set_line(sda, LINE | GPIO_PIN_CNF_DIR);
    for (int i = 0; i < CLOCK_PULSES && !is_high(sda); i++) {
        drive(scl, false);
        drive(scl, true);
    }
    // a stop: data rises while the clock is high
    drive(scl, false);
    drive(sda, false);
    drive(scl, true);
    drive(sda, true);
    bool free = is_high(sda);
    set_line(scl, LINE);
    set_line(sda, LINE);
    return free ? CN_OK : CN_ERR_IO;
}
