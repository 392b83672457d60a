// Pins: modes, levels, and edges made from the SENSE levels of the PORT event, which costs no current.
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "pins.h"
#include "port.h"

// GPIOTE IN events would give edges for free, but keep the fast clock running: 16 uA (energy.ts, gpiote_in).
// So each watched pin senses the opposite of its level; each time it matches, the sense is turned round.

static uint8_t edges_of[PORT_PINS]; // enum hal_edge
static uint64_t watched;            // one bit a pin

static uint32_t config_of(unsigned pin) {
    return REG_AT(P_BASE(pin), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, pin & 31);
}

static void configure(unsigned pin, uint32_t config) {
    REG_AT(P_BASE(pin), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, pin & 31) = config;
}

static bool level_of(unsigned pin) {
    return (REG(P_BASE(pin), GPIO_IN) & P_BIT(pin)) != 0;
}

static void sense(unsigned pin, uint32_t level) {
    configure(pin, (config_of(pin) & ~(3u << GPIO_PIN_CNF_SENSE_SHIFT)) | level);
}

bool pin_is_free(unsigned pin) {
    return pin < PORT_PINS && (PINS_OWN >> pin & 1) == 0;
}

int hal_pin_mode(uint8_t pin, enum hal_pin_mode mode) {
    static const uint32_t configs[] = {
        [HAL_PIN_INPUT] = GPIO_PIN_CNF_PULL_Disabled,
        [HAL_PIN_INPUT_PULL_UP] = GPIO_PIN_CNF_PULL_Pullup,
        [HAL_PIN_INPUT_PULL_DOWN] = GPIO_PIN_CNF_PULL_Pulldown,
        [HAL_PIN_OUTPUT] = GPIO_PIN_CNF_DIR, // the input stays connected, so that it can be read back
    };
    if (!pin_is_free(pin) || (unsigned)mode > HAL_PIN_OUTPUT) {
        return CN_ERR_INVAL;
    }
    uint32_t state = hal_irq_lock();
    configure(pin, (config_of(pin) & 3u << GPIO_PIN_CNF_SENSE_SHIFT) | configs[mode]);
    hal_irq_unlock(state);
    return CN_OK;
}

int hal_pin_write(uint8_t pin, bool high) {
    if (!pin_is_free(pin)) {
        return CN_ERR_INVAL;
    }
    REG(P_BASE(pin), high ? GPIO_OUTSET : GPIO_OUTCLR) = P_BIT(pin);
    return CN_OK;
}

int hal_pin_read(uint8_t pin) {
    return pin >= PORT_PINS ? CN_ERR_INVAL : level_of(pin);
}

// Sense the opposite of the level that the pin has now; returns that level.
static bool turn(unsigned pin) {
    bool high = level_of(pin);
    sense(pin, high ? GPIO_PIN_CNF_SENSE_Low : GPIO_PIN_CNF_SENSE_High);
    return high;
}

static void connect_input(unsigned pin) {
    configure(pin, config_of(pin) & ~GPIO_PIN_CNF_INPUT);
}

int hal_pin_watch(uint8_t pin, enum hal_edge edge) {
    if (pin >= HAL_SERIAL_LINE) {
        return CN_OK; // hal_capture.c and hal_serial.c call cn_pin_isr, which knows who watches
    }
    if (pin >= PORT_PINS) {
        return CN_ERR_INVAL;
    }
    uint32_t state = hal_irq_lock();
    edges_of[pin] = (uint8_t)edge;
    if (edge == HAL_EDGE_NONE) {
        watched &= ~(1ull << pin);
        sense(pin, GPIO_PIN_CNF_SENSE_Disabled);
        REG(P_BASE(pin), GPIO_LATCH) = P_BIT(pin);
    } else if ((watched & 1ull << pin) == 0) {
        watched |= 1ull << pin;
        connect_input(pin);
        (void)turn(pin);
        REG(P_BASE(pin), GPIO_LATCH) = P_BIT(pin);
        // DETECT follows the latches: a pin that moves while another is handled raises it again
        REG(P_BASE(pin), GPIO_DETECTMODE_SEC) = GPIO_DETECTMODE_SEC_DETECTMODE;
        REG(GPIOTE0_BASE, GPIOTE_LATENCY) =
            0; // low power; the level is latched, so none is too short to wake
        REG(GPIOTE0_BASE, GPIOTE_INTENSET) = GPIOTE_INTENSET_PORT;
        irq_enable(GPIOTE0_IRQ, PRIORITY_PINS);
    }
    hal_irq_unlock(state);
    return CN_OK;
}

// A latched pin had the level that it was sensed for: that edge happened. If it is back at the old level
// already, the other edge happened as well.
static void report(unsigned pin, uint64_t at_us) {
    bool rose = (config_of(pin) & 3u << GPIO_PIN_CNF_SENSE_SHIFT) == GPIO_PIN_CNF_SENSE_High;
    bool high = turn(pin);
    unsigned seen = rose ? HAL_EDGE_RISING : HAL_EDGE_FALLING;
    if (rose != high) {
        seen = HAL_EDGE_BOTH;
    }
    REG(P_BASE(pin), GPIO_LATCH) = P_BIT(pin); // after the turn: what latches from now on is a new edge
    if (seen & edges_of[pin]) {
        cn_pin_isr((uint8_t)pin, at_us, 1);
    }
}

static void report_port(uint32_t base, unsigned first, uint64_t at_us) {
    uint32_t latched = REG(base, GPIO_LATCH);
    while (latched) {
        unsigned bit = (unsigned)__builtin_ctz(latched);
        latched &= latched - 1;
        if (watched & 1ull << (first + bit)) {
            report(first + bit, at_us);
        } else {
            sense(first + bit, GPIO_PIN_CNF_SENSE_Disabled); // or its level would latch again at once
            REG(base, GPIO_LATCH) = 1u << bit;
        }
    }
}

void pins_isr(void) {
    uint64_t at_us = hal_now_us();
    hal_mark(HAL_MARK_ISR, 0);
    event_clear(GPIOTE0_BASE, GPIOTE_EVENTS_PORT);
    report_port(P0_BASE, 0, at_us);
    report_port(P1_BASE, 32, at_us);
}

void pins_forget(void) {
    REG(P0_BASE, GPIO_LATCH) = 0xffffffffu;
    REG(P1_BASE, GPIO_LATCH) = 0xffffu;
}

// Off keeps the configuration of the pins and their levels [nRF52840 erratum 81 says so of its absence], and
// so do some resets: a wake pin would go on sensing, and outputs driving.
void pins_reset(void) {
    for (unsigned pin = 0; pin < PORT_PINS; pin++) {
        configure(pin, GPIO_PIN_CNF_INPUT);
    }
    REG(P0_BASE, GPIO_OUT) = 0;
    REG(P1_BASE, GPIO_OUT) = 0;
    REG(P0_BASE, GPIO_DETECTMODE_SEC) = 0;
    REG(P1_BASE, GPIO_DETECTMODE_SEC) = 0;
    pins_forget();
}

uint8_t pins_woke(void) {
    uint64_t latched = REG(P0_BASE, GPIO_LATCH) | (uint64_t)REG(P1_BASE, GPIO_LATCH) << 32;
    return latched ? (uint8_t)__builtin_ctzll(latched) : 0xff;
}
