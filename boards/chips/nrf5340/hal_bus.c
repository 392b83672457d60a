// I2C: TWIM1 with EasyDMA; the core sleeps while bytes move, and a transfer that does not end is given up.
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "facts.h"
#include "pins.h"
#include "port.h"

#define BUSES 1u
// Erratum 47: at 400 kHz the clock's low time is too short; this is the setting for 390 kHz [nrfx, from
// memory].
#define RATE_390_KHZ 0x06200000u
#define RAM_START 0x20000000u
#define RAM_BYTES 0x80000u
#define CLOCK_PULSES 9
#define HALF_CLOCK_US 5u

#define ENDS (TWIM_INTENSET_STOPPED | TWIM_INTENSET_ERROR)
// Open drain with a pull-up; the peripheral drives them as long as it is enabled.
#define LINE (GPIO_PIN_CNF_PULL_Pullup | GPIO_PIN_CNF_DRIVE_S0D1)

static uint8_t from_flash[64]; // EasyDMA reaches memory only: constants are copied here

static bool in_memory(const void *at) {
    return (uintptr_t)at - RAM_START < RAM_BYTES;
}

static void set_line(unsigned pin, uint32_t config) {
    REG_AT(P_BASE(pin), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, pin & 31) = config;
}

void bus_isr(void) {
    // the waiting loop looks at the events itself: it only had to be woken
    REG(TWIM1_BASE, TWIM_INTENCLR) = ENDS;
    (void)REG(TWIM1_BASE, TWIM_INTENCLR);
}

static void enable(void) {
    set_line(PIN_SCL, LINE);
    set_line(PIN_SDA, LINE);
    REG(TWIM1_BASE, TWIM_PSEL_SCL) = PIN_SCL;
    REG(TWIM1_BASE, TWIM_PSEL_SDA) = PIN_SDA;
    REG(TWIM1_BASE, TWIM_FREQUENCY) = RATE_390_KHZ;
    REG(TWIM1_BASE, TWIM_ENABLE) = TWIM_ENABLE_ENABLE_Enabled;
    irq_enable(TWIM1_IRQ, PRIORITY_BUS);
}

static void disable(void) {
    REG(TWIM1_BASE, TWIM_INTENCLR) = ENDS;
    REG(TWIM1_BASE, TWIM_ENABLE) = TWIM_ENABLE_ENABLE_Disabled; // enabled it keeps the fast clock
}

static void start(uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len) {
    event_clear(TWIM1_BASE, TWIM_EVENTS_STOPPED);
    event_clear(TWIM1_BASE, TWIM_EVENTS_ERROR);
    REG(TWIM1_BASE, TWIM_ERRORSRC) = REG(TWIM1_BASE, TWIM_ERRORSRC);
    REG(TWIM1_BASE, TWIM_ADDRESS) = address;
    REG(TWIM1_BASE, TWIM_TXD_PTR) = (uint32_t)tx;
    REG(TWIM1_BASE, TWIM_TXD_MAXCNT) = tx_len;
    REG(TWIM1_BASE, TWIM_RXD_PTR) = (uint32_t)rx;
    REG(TWIM1_BASE, TWIM_RXD_MAXCNT) = rx_len;
    REG(TWIM1_BASE, TWIM_SHORTS) =
        rx_len ? TWIM_SHORTS_LASTTX_STARTRX | TWIM_SHORTS_LASTRX_STOP : TWIM_SHORTS_LASTTX_STOP;
    cpu_barrier(); // what the DMA will read must have been written
    REG(TWIM1_BASE, tx_len ? TWIM_TASKS_STARTTX : TWIM_TASKS_STARTRX) = 1;
}

// Wait for one of the two events; false if the moment comes first.
static bool wait_for(uint32_t event, uint32_t other, uint64_t until_tick) {
    for (;;) {
        uint32_t state = hal_irq_lock();
        bool happened = REG(TWIM1_BASE, event) != 0 || REG(TWIM1_BASE, other) != 0;
        bool late = time_ticks() >= until_tick;
        if (!happened && !late) {
            REG(TWIM1_BASE, TWIM_INTENSET) = ENDS;
            time_alarm(until_tick);
            wait_for_interrupt();
        }
        hal_irq_unlock(state);
        if (happened || late) {
            time_alarm_off();
            return happened;
        }
    }
}

static int finish(uint64_t until_tick) {
    if (!wait_for(TWIM_EVENTS_STOPPED, TWIM_EVENTS_ERROR, until_tick)) {
        return CN_ERR_TIMEOUT;
    }
    uint32_t errors = REG(TWIM1_BASE, TWIM_ERRORSRC);
    if (REG(TWIM1_BASE, TWIM_EVENTS_ERROR) == 0) {
        return CN_OK;
    }
    // After an error the peripheral holds the bus until it gets a stop; nrfx resumes it first, in case it
    // stands still (nrfx_twim.c), embassy does not.
    REG(TWIM1_BASE, TWIM_TASKS_RESUME) = 1;
    REG(TWIM1_BASE, TWIM_TASKS_STOP) = 1;
    bool stopped = wait_for(TWIM_EVENTS_STOPPED, TWIM_EVENTS_STOPPED, until_tick);
    if (errors & TWIM_ERRORSRC_ANACK) {
        return CN_ERR_NO_DEVICE;
    }
    return stopped ? CN_ERR_IO : CN_ERR_TIMEOUT;
}

int hal_bus_transfer(uint8_t bus, uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    uint8_t probe;
    if (bus >= BUSES || tx_len > UINT16_MAX || rx_len > UINT16_MAX) {
        return CN_ERR_INVAL;
    }
    if (tx_len == 0 && rx_len == 0) {
        rx = &probe; // the peripheral cannot send an address alone
        rx_len = 1;
    }
    if (tx_len > 0 && !in_memory(tx)) {
        if (tx_len > sizeof from_flash) {
            return CN_ERR_INVAL;
        }
        memcpy(from_flash, tx, tx_len);
        tx = from_flash;
    }
    uint64_t until_tick = time_tick_of(hal_now_us() + FACT_BUS_TIMEOUT_US);
    enable();
    start(address, tx, tx_len, rx, rx_len);
    int res = finish(until_tick);
    disable();
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
    if (bus >= BUSES) {
        return CN_ERR_INVAL;
    }
    drive(PIN_SCL, true);
    drive(PIN_SDA, true);
    set_line(PIN_SCL, LINE | GPIO_PIN_CNF_DIR);
    set_line(PIN_SDA, LINE | GPIO_PIN_CNF_DIR);
    for (int i = 0; i < CLOCK_PULSES && !is_high(PIN_SDA); i++) {
        drive(PIN_SCL, false);
        drive(PIN_SCL, true);
    }
    // a stop: data rises while the clock is high
    drive(PIN_SCL, false);
    drive(PIN_SDA, false);
    drive(PIN_SCL, true);
    drive(PIN_SDA, true);
    bool free = is_high(PIN_SDA);
    set_line(PIN_SCL, LINE);
    set_line(PIN_SDA, LINE);
    return free ? CN_OK : CN_ERR_IO;
}
