// A board's own flash memory (MX25R64): nothing uses it, so it is sent to deep power-down over SPI at each
// start.
#include "pins.h"
#include "port.h"

#define DEEP_POWER_DOWN 0xb9u
// A chip that is in deep power-down already is woken by its select line and takes no command for 35 us
// [Zephyr's nrf5340dk, t-exit-dpd]. Three ticks are 61 us or more.
#define WAKES_IN_TICKS 3u

static const unsigned pins[] = {PIN_FLASH_SELECT, PIN_FLASH_CLOCK, PIN_FLASH_DATA};

static void select(bool selected) {
    REG(P_BASE(PIN_FLASH_SELECT), selected ? GPIO_OUTCLR : GPIO_OUTSET) = P_BIT(PIN_FLASH_SELECT);
}

// Outputs that keep their levels, in System OFF too: floating they would wake the chip or leak.
static void take_pins(void) {
    select(false);
    REG(P_BASE(PIN_FLASH_CLOCK), GPIO_OUTCLR) = P_BIT(PIN_FLASH_CLOCK);
    REG(P_BASE(PIN_FLASH_DATA), GPIO_OUTCLR) = P_BIT(PIN_FLASH_DATA);
    for (unsigned i = 0; i < sizeof pins / sizeof pins[0]; i++) {
        REG(P_BASE(pins[i]), GPIO_DIRSET) = P_BIT(pins[i]);
    }
}

// One byte by EasyDMA, which reads memory only; SPIM2 is on for that microsecond.
static void send(uint8_t byte) {
    volatile uint8_t buffer = byte;
    REG(SPIM2_BASE, SPIM_PSEL_SCK) = PIN_FLASH_CLOCK;
    REG(SPIM2_BASE, SPIM_PSEL_MOSI) = PIN_FLASH_DATA;
    REG(SPIM2_BASE, SPIM_FREQUENCY) = SPIM_FREQUENCY_FREQUENCY_M8;
    REG(SPIM2_BASE, SPIM_ENABLE) = SPIM_ENABLE_ENABLE_Enabled;
    REG(SPIM2_BASE, SPIM_TXD_PTR) = (uint32_t)&buffer;
    REG(SPIM2_BASE, SPIM_TXD_MAXCNT) = 1;
    REG(SPIM2_BASE, SPIM_RXD_MAXCNT) = 0;
    event_clear(SPIM2_BASE, SPIM_EVENTS_END);
    cpu_barrier(); // the byte must be in memory before the DMA reads it
    REG(SPIM2_BASE, SPIM_TASKS_START) = 1;
    while (REG(SPIM2_BASE, SPIM_EVENTS_END) == 0) {
    }
    event_clear(SPIM2_BASE, SPIM_EVENTS_END);
    REG(SPIM2_BASE, SPIM_ENABLE) = SPIM_ENABLE_ENABLE_Disabled; // enabled it keeps the fast clock
}

void outer_flash_sleep(void) {
    if (PIN_FLASH_SELECT == PIN_NONE) {
        return;
    }
    take_pins();
    select(true);
    uint64_t awake = time_ticks() + WAKES_IN_TICKS;
    select(false);
    while (time_ticks() < awake) {
    }
    select(true);
    send(DEEP_POWER_DOWN);
    select(false);
}
