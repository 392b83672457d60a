// SPI: SPI2 from the crystal, 64 bytes at a time through its own memory, to the pins of board.ts or of the
// app's own board; the core waits while they move.
#include "cn/error.h"
#include "cn/hal.h"
#include "pins.h"
#include "port.h"

#define BUFFER 64u

// SPI_CLOCK: the crystal by PRE and N [spi_ll.h, spi_ll_master_cal_clock], in the range of all boards.
#define CRYSTAL_HZ 40000000u
#define FASTEST_HZ 8000000u
#define SLOWEST_HZ 125000u
#define MOST_N 64u

#define CMD_START BIT(24)
#define CMD_UPDATE BIT(23)
#define USER_BOTH_WAYS (BIT(28) | BIT(27) | BIT(0)) // USR_MISO, USR_MOSI, DOUTDIN
#define USER_CLOCK_OUT_EDGE BIT(9)
#define MISC_CLOCK_RESTS_HIGH BIT(29)
#define MISC_NO_SELECT 0x3fu
#define FIFOS_RESET (BIT(30) | BIT(29))
#define CLOCK_ON (BIT(0) | BIT(1)) // of the registers and of the bus; its source stays the crystal
#define DONE BIT(12)

static struct {
    uint8_t sck, mosi, miso; // not wired: PIN_NONE
} wiring = {PIN_SPI_SCK, PIN_SPI_MOSI, PIN_SPI_MISO};

void spi_isr(void) {
    REG(SPI2_INT_ENA) = 0; // the waiting loop looks at the event itself: it only had to be woken
}

int hal_spi_wire(uint8_t bus, uint8_t sck, uint8_t mosi, uint8_t miso) {
    if (bus != 0 || !pin_exists(sck) || !pin_exists(mosi) || !pin_exists(miso) || sck == mosi ||
        sck == miso || mosi == miso) {
        return CN_ERR_INVAL;
    }
    wiring.sck = sck;
    wiring.mosi = mosi;
    wiring.miso = miso;
    return CN_OK;
}

// The fastest clock that is not faster, its halves as equal as they get.
static uint32_t clock_of(uint32_t hz) {
    uint32_t divider = (CRYSTAL_HZ + hz - 1) / hz;
    uint32_t pre = (divider + MOST_N - 1) / MOST_N;
    uint32_t n = (divider + pre - 1) / pre;
    return (pre - 1) << 18 | (n - 1) << 12 | (n / 2 - 1) << 6 | (n - 1);
}

// The lines of a bus at rest are plain outputs; the peripheral has them while it moves bytes.
static void give_pins(bool to_spi) {
    REG(GPIO_FUNC_OUT(wiring.sck)) = to_spi ? SPI2_SIGNAL_CLOCK : GPIO_PLAIN;
    REG(GPIO_FUNC_OUT(wiring.mosi)) = to_spi ? SPI2_SIGNAL_MOSI : GPIO_PLAIN;
}

static void enable(uint32_t clock, uint8_t mode) {
    (void)hal_pin_write(wiring.sck, (mode & 2) != 0);
    (void)hal_pin_write(wiring.mosi, false);
    (void)hal_pin_mode(wiring.sck, HAL_PIN_OUTPUT);
    (void)hal_pin_mode(wiring.mosi, HAL_PIN_OUTPUT);
    (void)hal_pin_mode(wiring.miso, HAL_PIN_INPUT_PULL_DOWN); // a device that is not there reads as zeros
    REG(GPIO_FUNC_IN(SPI2_SIGNAL_MISO)) = BIT(7) | wiring.miso;
    REG(SYSTEM_PERIP_CLK_EN0) |= GATE_SPI2;
    REG(SYSTEM_PERIP_RST_EN0) |= GATE_SPI2;
    REG(SYSTEM_PERIP_RST_EN0) &= ~GATE_SPI2;
    REG(SPI2_CLK_GATE) = CLOCK_ON;
    REG(SPI2_SLAVE) = 0;
    REG(SPI2_USER) = USER_BOTH_WAYS | ((mode == 1 || mode == 2) ? USER_CLOCK_OUT_EDGE : 0);
    REG(SPI2_MISC) = MISC_NO_SELECT | (mode & 2 ? MISC_CLOCK_RESTS_HIGH : 0);
    REG(SPI2_CLOCK) = clock;
    irq_enable(IRQ_SPI, SOURCE_SPI2);
    REG(SPI2_CMD) = CMD_UPDATE; // the clock rests where the mode says before it reaches the pin
    give_pins(true);
}

static void disable(void) {
    give_pins(false);
    REG(SYSTEM_PERIP_CLK_EN0) &= ~GATE_SPI2;
}

// The clock is the chip's own: nothing outside can hold it up.
static void run(size_t bytes) {
    REG(SPI2_DMA_CONF) = FIFOS_RESET;
    REG(SPI2_MS_DLEN) = 8 * bytes - 1;
    REG(SPI2_INT_CLR) = DONE;
    REG(SPI2_CMD) = CMD_UPDATE;
    while (REG(SPI2_CMD) & CMD_UPDATE) {
    }
    REG(SPI2_CMD) = CMD_START;
    for (bool done = false; !done;) {
        uint32_t state = hal_irq_lock();
        done = (REG(SPI2_INT_RAW) & DONE) != 0;
        if (!done) {
            REG(SPI2_INT_ENA) = DONE;
            wait_for_interrupt();
        }
        hal_irq_unlock(state);
    }
}

// Bytes `from` to `from + count` of those that are sent, then of those that came.
static void put(const uint8_t *tx, size_t tx_len, size_t from, size_t count) {
    for (size_t i = 0; i < count; i += 4) {
        uint32_t word = 0;
        for (size_t k = 0; k < 4 && from + i + k < tx_len; k++) {
            word |= (uint32_t)tx[from + i + k] << 8 * k;
        }
        REG(SPI2_W(i / 4)) = word;
    }
}

static void take(uint8_t *rx, size_t rx_len, size_t from, size_t count) {
    for (size_t i = 0; i < count && from + i < rx_len; i++) {
        rx[from + i] = (uint8_t)(REG(SPI2_W(i / 4)) >> 8 * (i & 3));
    }
}

int hal_spi_transfer(uint8_t bus, const struct hal_spi *how, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    size_t length = tx_len > rx_len ? tx_len : rx_len;
    if (bus != 0 || wiring.sck == PIN_NONE) {
        return CN_ERR_INVAL;
    }
    if (how->hz < SLOWEST_HZ) {
        return CN_ERR_UNSUPPORTED;
    }
    if (length == 0) {
        return CN_OK;
    }
    enable(clock_of(how->hz < FASTEST_HZ ? how->hz : FASTEST_HZ), how->mode);
    for (size_t from = 0; from < length; from += BUFFER) {
        size_t count = length - from < BUFFER ? length - from : BUFFER;
        put(tx, tx_len, from, count);
        run(count);
        take(rx, rx_len, from, count);
    }
    disable();
    return CN_OK;
}
