// I2C0: lists of commands and a FIFO of 32 bytes; the core waits while bytes move, and a transfer that does
// not end is given up.
#include "cn/error.h"
#include "cn/hal.h"
#include "facts.h"
#include "pins.h"
#include "port.h"

#define BUSES 1u
#define FIFO 32u
#define CLOCK_PULSES 9
#define HALF_CLOCK_US 5u

// From the crystal, by the vendor's formula [i2c_ll_master_cal_bus_clk]: the periods of half a clock, of
// which the wait for a high line takes half less two; how long a device may stretch, as a power of two of
// periods, about ten clocks. A byte is nine clocks, and what it takes to go on behind each FIFO.
static const struct {
    uint32_t hz;
    uint8_t half, stretch, byte_us;
} rates[] = {{400000, 50, 10, 24}, {100000, 200, 12, 94}};
#define RATES (sizeof rates / sizeof rates[0])

static struct {
    uint8_t sda, scl, rate; // its row
} wiring = {PIN_SDA, PIN_SCL, 0};

#define MASTER                                                                                               \
    (BIT(0) | BIT(1) | BIT(4) | BIT(8)) // both lines by their matrix signals, clock of the registers on
#define START BIT(5)
#define FSM_RESET BIT(10)
#define UPDATE BIT(11)
#define FIFOS_RESET (BIT(12) | BIT(13))
#define FIFO_SETTINGS (BIT(14) | 4u << 5 | 11u)
#define SOURCE_ON BIT(21)
#define TIMEOUT_ON BIT(5)

#define OP_WRITE (1u << 11 | BIT(8)) // and look at the acknowledge
#define OP_STOP (2u << 11)
#define OP_READ (3u << 11)
#define OP_END (4u << 11)
#define OP_RESTART (6u << 11)
#define OP_MASK (7u << 11)
#define NACK BIT(10)
#define OP_DONE BIT(31)

#define INT_END BIT(3)
#define INT_ARBITRATION BIT(5)
#define INT_COMPLETE BIT(7)
#define INT_TIMEOUT BIT(8)
#define INT_NACK BIT(10)
#define INTS (INT_END | INT_ARBITRATION | INT_COMPLETE | INT_TIMEOUT | INT_NACK)

int hal_bus_wire(uint8_t bus, uint8_t sda, uint8_t scl, uint32_t hz) {
    if (bus >= BUSES || sda == scl || !pin_exists(sda) || !pin_exists(scl)) {
        return CN_ERR_INVAL;
    }
    for (uint8_t rate = 0; rate < RATES; rate++) {
        if (rates[rate].hz == hz) {
            wiring.sda = sda;
            wiring.scl = scl;
            wiring.rate = rate;
            return CN_OK;
        }
    }
    return CN_ERR_UNSUPPORTED;
}

void bus_isr(void) {
    REG(I2C_INT_ENA) = 0; // the waiting loop looks at the events itself: it only had to be woken
}

static void connect(unsigned pin, unsigned signal) {
    REG(GPIO_PIN(pin)) = GPIO_PIN_OPEN_DRAIN;
    REG(IO_MUX_PIN(pin)) = IO_MUX_GPIO | IO_MUX_DRIVE | IO_MUX_INPUT | IO_MUX_PULL_UP;
    REG(GPIO_FUNC_IN(signal)) = BIT(7) | pin;
    REG(GPIO_FUNC_OUT(pin)) = signal;
}

static void set_timing(void) {
    const uint32_t half = rates[wiring.rate].half, wait_high = half / 2 - 2;
    REG(I2C_CLK_CONF) = SOURCE_ON;
    REG(I2C_SCL_LOW_PERIOD) = half - 1;
    REG(I2C_SCL_HIGH_PERIOD) = (half - wait_high) | wait_high << 9;
    REG(I2C_SDA_HOLD) = half / 4 - 1;
    REG(I2C_SDA_SAMPLE) = half / 2 - 1;
    REG(I2C_SCL_RSTART_SETUP) = half - 1;
    REG(I2C_SCL_STOP_SETUP) = half - 1;
    REG(I2C_SCL_START_HOLD) = half - 1;
    REG(I2C_SCL_STOP_HOLD) = half - 1;
    REG(I2C_TO) = TIMEOUT_ON | rates[wiring.rate].stretch;
    REG(I2C_FILTER_CFG) = 0x377u; // pulses of up to 7 periods, both lines
}

static void enable(void) {
    REG(SYSTEM_PERIP_CLK_EN0) |= GATE_I2C0;
    REG(SYSTEM_PERIP_RST_EN0) |= GATE_I2C0;
    REG(SYSTEM_PERIP_RST_EN0) &= ~GATE_I2C0;
    connect(wiring.scl, I2C_SIGNAL_SCL);
    connect(wiring.sda, I2C_SIGNAL_SDA);
    REG(I2C_CTR) = MASTER;
    REG(I2C_FIFO_CONF) = FIFO_SETTINGS | FIFOS_RESET;
    REG(I2C_FIFO_CONF) = FIFO_SETTINGS;
    set_timing();
    REG(I2C_CTR) = MASTER | UPDATE;
    irq_enable(IRQ_I2C, SOURCE_I2C0);
}

static void disable(void) {
    REG(I2C_INT_ENA) = 0;
    REG(SYSTEM_PERIP_CLK_EN0) &= ~GATE_I2C0;
}

// Run the list of commands; `until_us`: give up. Not proved here: that the command whose byte was not
// acknowledged is not done; the address has one of its own, the second of a list that begins a transfer.
static int run(uint64_t until_us) {
    REG(I2C_INT_CLR) = INTS;
    REG(I2C_CTR) = MASTER | UPDATE;
    REG(I2C_CTR) = MASTER | START;
    for (;;) {
        uint32_t state = hal_irq_lock();
        uint32_t happened = REG(I2C_INT_RAW) & INTS;
        bool late = hal_now_us() >= until_us;
        if (!happened && !late) {
            REG(I2C_INT_ENA) = INTS;
            time_alarm(until_us);
            wait_for_interrupt();
        }
        hal_irq_unlock(state);
        if (happened || late) {
            time_alarm_off();
            if (happened & INT_NACK) {
                bool begins = (REG(I2C_COMD(0)) & OP_MASK) == OP_RESTART;
                return begins && (REG(I2C_COMD(1)) & OP_DONE) == 0 ? CN_ERR_NO_DEVICE : CN_ERR_IO;
            }
            return happened & (INT_END | INT_COMPLETE) ? CN_OK : CN_ERR_TIMEOUT;
        }
    }
}

static void put(const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        REG(I2C_DATA) = bytes[i];
    }
}

static void take(uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (uint8_t)REG(I2C_DATA);
    }
}

// Behind the commands so far: read, and refuse the last byte of all; then hold the bus or stop.
static void list_read(unsigned at, size_t count, bool is_last) {
    size_t acknowledged = is_last ? count - 1 : count;
    if (acknowledged > 0) {
        REG(I2C_COMD(at++)) = OP_READ | acknowledged;
    }
    if (is_last) {
        REG(I2C_COMD(at++)) = OP_READ | NACK | 1u;
    }
    REG(I2C_COMD(at)) = is_last ? OP_STOP : OP_END;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

// The address and what is written; of it all but the first piece only where nothing is read. Returns the next
// command.
static int write_part(uint8_t address, const uint8_t *tx, size_t tx_len, bool reads, uint64_t until_us,
                      unsigned *next) {
    uint8_t first = (uint8_t)(address << 1);
    size_t count = least(tx_len, FIFO - 2); // room for the address of the read
    put(&first, 1);
    put(tx, count);
    REG(I2C_COMD(0)) = OP_RESTART;
    REG(I2C_COMD(1)) = OP_WRITE | 1u;
    *next = 2;
    if (count > 0) {
        REG(I2C_COMD((*next)++)) = OP_WRITE | count;
    }
    if (reads) {
        return count == tx_len ? CN_OK : CN_ERR_INVAL;
    }
    REG(I2C_COMD(*next)) = count == tx_len ? OP_STOP : OP_END;
    int res = run(until_us);
    for (size_t done = count; res == CN_OK && done < tx_len; done += count) {
        count = least(tx_len - done, FIFO);
        put(tx + done, count);
        REG(I2C_COMD(0)) = OP_WRITE | count;
        REG(I2C_COMD(1)) = done + count == tx_len ? OP_STOP : OP_END;
        res = run(until_us);
    }
    return res;
}

static int read_part(uint8_t address, unsigned at, uint8_t *rx, size_t rx_len, uint64_t until_us) {
    uint8_t first = (uint8_t)(address << 1 | 1);
    put(&first, 1);
    REG(I2C_COMD(at)) = OP_RESTART;
    REG(I2C_COMD(at + 1)) = OP_WRITE | 1u;
    at += 2;
    int res = CN_OK;
    for (size_t done = 0; res == CN_OK && done < rx_len;) {
        size_t count = least(rx_len - done, FIFO);
        list_read(at, count, done + count == rx_len);
        res = run(until_us);
        if (res == CN_OK) {
            take(rx + done, count);
        }
        done += count;
        at = 0;
    }
    return res;
}

// Its own time is added only to long transfers: a short one costs no more patience than the board says.
static uint64_t deadline(size_t bytes) {
    uint32_t takes_us = bytes * rates[wiring.rate].byte_us;
    return hal_now_us() + FACT_BUS_TIMEOUT_US + (takes_us > FACT_BUS_TIMEOUT_US / 2 ? takes_us : 0);
}

int hal_bus_transfer(uint8_t bus, uint8_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    if (bus >= BUSES) {
        return CN_ERR_INVAL;
    }
    uint64_t until_us = deadline(tx_len + rx_len);
    unsigned next = 0;
    int res = CN_OK;
    enable();
    if (tx_len > 0 || rx_len == 0) {
        res = write_part(address, tx, tx_len, rx_len > 0, until_us, &next);
    }
    if (res == CN_OK && rx_len > 0) {
        res = read_part(address, next, rx, rx_len, until_us);
    }
    if (res != CN_OK) {
        REG(I2C_CTR) = MASTER | FSM_RESET; // it holds the bus, or waits for it
    }
    disable();
    return res;
}

// ---- recovery: the lines by hand

static void pause(void) {
    for (uint64_t until_us = hal_now_us() + HALF_CLOCK_US; hal_now_us() < until_us;) {
    }
}

static void drive(uint8_t pin, bool high) {
    (void)hal_pin_write(pin, high);
    pause();
}

static void by_hand(uint8_t pin) {
    REG(GPIO_PIN(pin)) = GPIO_PIN_OPEN_DRAIN;
    (void)hal_pin_write(pin, true);
    (void)hal_pin_mode(pin, HAL_PIN_OUTPUT);
    REG(IO_MUX_PIN(pin)) |= IO_MUX_PULL_UP;
}

int hal_bus_recover(uint8_t bus) {
    if (bus >= BUSES) {
        return CN_ERR_INVAL;
    }
    const uint8_t sda = wiring.sda, scl = wiring.scl;
    by_hand(scl);
    by_hand(sda);
    for (int i = 0; i < CLOCK_PULSES && !hal_pin_read(sda); i++) {
        drive(scl, false);
        drive(scl, true);
    }
    // a stop: data rises while the clock is high
    drive(scl, false);
    drive(sda, false);
    drive(scl, true);
    drive(sda, true);
    bool free = hal_pin_read(sda) == 1;
    (void)hal_pin_mode(scl, HAL_PIN_INPUT_PULL_UP);
    (void)hal_pin_mode(sda, HAL_PIN_INPUT_PULL_UP);
    return free ? CN_OK : CN_ERR_IO;
}
