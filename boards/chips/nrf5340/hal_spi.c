// SPI: SPIM2 with EasyDMA, wired to the pins of board.ts or of the app's own board; the core sleeps
// meanwhile.
#include "cn/error.h"
#include "cn/hal.h"
#include "facts.h"
#include "pins.h"
#include "port.h"

static struct {
    uint8_t sck, mosi, miso; // not wired: PIN_NONE
} wiring = {PIN_SPI_SCK, PIN_SPI_MOSI, PIN_SPI_MISO};

static const struct {
    uint32_t hz, code;
} rates[] = {
    {8000000, SPIM_FREQUENCY_FREQUENCY_M8},  {4000000, SPIM_FREQUENCY_FREQUENCY_M4},
    {2000000, SPIM_FREQUENCY_FREQUENCY_M2},  {1000000, SPIM_FREQUENCY_FREQUENCY_M1},
    {500000, SPIM_FREQUENCY_FREQUENCY_K500}, {250000, SPIM_FREQUENCY_FREQUENCY_K250},
    {125000, SPIM_FREQUENCY_FREQUENCY_K125},
};
#define RATES (sizeof rates / sizeof rates[0])

int hal_spi_wire(uint8_t bus, uint8_t sck, uint8_t mosi, uint8_t miso) {
    if (bus != 0 || !pin_is_free(sck) || !pin_is_free(mosi) || !pin_is_free(miso) || sck == mosi ||
        sck == miso || mosi == miso) {
        return CN_ERR_INVAL;
    }
    wiring.sck = sck;
    wiring.mosi = mosi;
    wiring.miso = miso;
    return CN_OK;
}

void spi_isr(void) {
    // as bus_isr
    REG(SPIM2_BASE, SPIM_INTENCLR) = SPIM_INTENSET_END;
    (void)REG(SPIM2_BASE, SPIM_INTENCLR);
}

// Outputs at the levels of a bus at rest, which stay when the peripheral lets go of them.
static void take_pins(bool rests_high) {
    REG(P_BASE(wiring.sck), rests_high ? GPIO_OUTSET : GPIO_OUTCLR) = P_BIT(wiring.sck);
    REG(P_BASE(wiring.mosi), GPIO_OUTCLR) = P_BIT(wiring.mosi);
    REG_AT(P_BASE(wiring.sck), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, wiring.sck & 31) = GPIO_PIN_CNF_DIR;
    REG_AT(P_BASE(wiring.mosi), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, wiring.mosi & 31) = GPIO_PIN_CNF_DIR;
    // a device that is not there reads as zeros
    REG_AT(P_BASE(wiring.miso), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, wiring.miso & 31) =
        GPIO_PIN_CNF_PULL_Pulldown;
}

static void enable(uint32_t frequency, uint8_t mode) {
    take_pins((mode & 2) != 0);
    REG(SPIM2_BASE, SPIM_PSEL_SCK) = wiring.sck;
    REG(SPIM2_BASE, SPIM_PSEL_MOSI) = wiring.mosi;
    REG(SPIM2_BASE, SPIM_PSEL_MISO) = wiring.miso;
    REG(SPIM2_BASE, SPIM_FREQUENCY) = frequency;
    REG(SPIM2_BASE, SPIM_CONFIG) = (mode & 1 ? SPIM_CONFIG_CPHA : 0) | (mode & 2 ? SPIM_CONFIG_CPOL : 0);
    REG(SPIM2_BASE, SPIM_ENABLE) = SPIM_ENABLE_ENABLE_Enabled;
    irq_enable(SPIM2_IRQ, PRIORITY_BUS);
}

static void exchange(const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len) {
    REG(SPIM2_BASE, SPIM_ORC) = 0;
    REG(SPIM2_BASE, SPIM_TXD_PTR) = (uint32_t)tx;
    REG(SPIM2_BASE, SPIM_TXD_MAXCNT) = tx_len;
    REG(SPIM2_BASE, SPIM_RXD_PTR) = (uint32_t)rx;
    REG(SPIM2_BASE, SPIM_RXD_MAXCNT) = rx_len;
    event_clear(SPIM2_BASE, SPIM_EVENTS_END);
    cpu_barrier(); // what the DMA will read must have been written
    REG(SPIM2_BASE, SPIM_TASKS_START) = 1;
    // the clock is the chip's own: nothing outside can hold it up
    (void)wait_for_event(SPIM2_BASE, SPIM_EVENTS_END, SPIM_EVENTS_END, SPIM_INTENSET_END, UINT64_MAX);
    event_clear(SPIM2_BASE, SPIM_EVENTS_END);
    REG(SPIM2_BASE, SPIM_INTENCLR) = SPIM_INTENSET_END;
    REG(SPIM2_BASE, SPIM_ENABLE) = SPIM_ENABLE_ENABLE_Disabled; // enabled it keeps the fast clock
}

int hal_spi_transfer(uint8_t bus, const struct hal_spi *how, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                     size_t rx_len) {
    size_t rate = 0;
    while (rate < RATES && rates[rate].hz > how->hz) {
        rate++;
    }
    if (bus != 0 || wiring.sck == PIN_NONE || tx_len > UINT16_MAX || rx_len > UINT16_MAX ||
        (tx_len > 0 && !dma_reaches(tx))) {
        return CN_ERR_INVAL;
    }
    if (rate == RATES) {
        return CN_ERR_UNSUPPORTED;
    }
    if (tx_len + rx_len == 0) {
        return CN_OK;
    }
    enable(rates[rate].code, how->mode);
    exchange(tx, tx_len, rx, rx_len);
    return CN_OK;
}
