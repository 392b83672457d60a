// Pins: modes, levels, and edges made from levels: a level can end light sleep, an edge cannot.
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "pins.h"
#include "port.h"

// Each watched pin waits for the opposite of its level; each time it matches, the level is turned round.

static uint8_t edges_of[PORT_PINS]; // enum hal_edge
static uint64_t watched;            // one bit a pin

#define MISSING (0xfull << 22) // GPIO22 to 25 do not exist [soc_caps.h]

bool pin_exists(unsigned pin) {
    return pin < PORT_PINS && ((MISSING | PINS_OWN) >> pin & 1) == 0;
}

static uint32_t bank(unsigned pin) {
    return pin < 32 ? 0 : GPIO_BANK;
}

static void set(uint32_t address, unsigned pin) {
    REG(address + bank(pin)) = BIT(pin & 31);
}

static bool level_of(unsigned pin) {
    return REG(GPIO_IN + (pin < 32 ? 0 : GPIO_IN_BANK)) >> (pin & 31) & 1;
}

static void sense(unsigned pin, uint32_t how) {
    uint32_t mask = GPIO_PIN_TYPE | GPIO_PIN_WAKES | GPIO_PIN_INTERRUPT;
    REG(GPIO_PIN(pin)) = (REG(GPIO_PIN(pin)) & ~mask) | how;
}

int hal_pin_mode(uint8_t pin, enum hal_pin_mode mode) {
    static const uint16_t pulls[] = {
        [HAL_PIN_INPUT] = 0,
        [HAL_PIN_INPUT_PULL_UP] = IO_MUX_PULL_UP,
        [HAL_PIN_INPUT_PULL_DOWN] = IO_MUX_PULL_DOWN,
        [HAL_PIN_OUTPUT] = 0, // the input stays on, so that it can be read back
    };
    if (!pin_exists(pin) || (unsigned)mode > HAL_PIN_OUTPUT) {
        return CN_ERR_INVAL;
    }
    uint32_t state = hal_irq_lock();
    REG(GPIO_FUNC_OUT(pin)) = GPIO_PLAIN;
    if (mode != HAL_PIN_OUTPUT) {
        set(GPIO_ENABLE_W1TC, pin);
    }
    REG(IO_MUX_PIN(pin)) = IO_MUX_GPIO | IO_MUX_DRIVE | IO_MUX_INPUT | pulls[mode];
    if (mode == HAL_PIN_OUTPUT) {
        set(GPIO_ENABLE_W1TS, pin);
    }
    hal_irq_unlock(state);
    return CN_OK;
}

int hal_pin_write(uint8_t pin, bool high) {
    if (!pin_exists(pin)) {
        return CN_ERR_INVAL;
    }
    set(high ? GPIO_OUT_W1TS : GPIO_OUT_W1TC, pin);
    return CN_OK;
}

int hal_pin_read(uint8_t pin) {
    return pin_exists(pin) ? level_of(pin) : CN_ERR_INVAL;
}

// Wait for the opposite of the level that the pin has now; returns that level.
static bool turn(unsigned pin) {
    bool high = level_of(pin);
    sense(pin, (high ? GPIO_PIN_TYPE_LOW : GPIO_PIN_TYPE_HIGH) | GPIO_PIN_WAKES | GPIO_PIN_INTERRUPT);
    return high;
}

int hal_pin_watch(uint8_t pin, enum hal_edge edge) {
    if (pin >= HAL_SERIAL_LINE) {
        return CN_OK; // no pin: its interrupt is on while it runs
    }
    if (!pin_exists(pin)) {
        return CN_ERR_INVAL;
    }
    uint32_t state = hal_irq_lock();
    edges_of[pin] = (uint8_t)edge;
    if (edge == HAL_EDGE_NONE) {
        watched &= ~(1ull << pin);
        sense(pin, 0);
        set(GPIO_STATUS_W1TC, pin);
    } else if ((watched & 1ull << pin) == 0) {
        watched |= 1ull << pin;
        REG(IO_MUX_PIN(pin)) |= IO_MUX_GPIO | IO_MUX_INPUT;
        (void)turn(pin);
        set(GPIO_STATUS_W1TC, pin);
    }
    hal_irq_unlock(state);
    return CN_OK;
}

// A pin had the level that it waited for: that edge happened. If it is back at the old level already, the
// other edge happened as well.
static void report(unsigned pin, uint64_t at_us) {
    bool rose = (REG(GPIO_PIN(pin)) & GPIO_PIN_TYPE) == GPIO_PIN_TYPE_HIGH;
    bool high = turn(pin);
    unsigned seen = rose ? HAL_EDGE_RISING : HAL_EDGE_FALLING;
    if (rose != high) {
        seen = HAL_EDGE_BOTH;
    }
    set(GPIO_STATUS_W1TC, pin); // after the turn: what is noted from now on is a new edge
    if (seen & edges_of[pin]) {
        cn_pin_isr((uint8_t)pin, at_us, 1);
    }
}

static void report_bank(uint32_t pending, unsigned first, uint64_t at_us) {
    while (pending) {
        unsigned bit = (unsigned)__builtin_ctz(pending);
        pending &= pending - 1;
        report(first + bit, at_us);
    }
}

void pins_isr(void) {
    uint64_t at_us = hal_now_us();
    hal_mark(HAL_MARK_ISR, 0);
    report_bank(REG(GPIO_PCPU_INT), 0, at_us);
    report_bank(REG(GPIO_PCPU_INT + GPIO_BANK), 32, at_us);
}

#define PAD_TO_RTC BIT(19)

// Off keeps pads that are held and those that the RTC has; both go back to the digital part.
void pins_start(void) {
    for (unsigned pin = 0; pin < RTC_PINS; pin++) {
        REG(RTC_IO_PAD(pin)) &= ~PAD_TO_RTC;
    }
    pins_hold(false);
    irq_enable(IRQ_GPIO, SOURCE_GPIO);
}

// All but the wake pins, which the RTC has, and those of flash, console and USB.
void pins_hold(bool hold) {
    uint32_t rtc = 0, digital = 0;
    for (unsigned pin = 0; hold && pin < PORT_PINS; pin++) {
        bool drives = REG(GPIO_ENABLE + bank(pin)) >> (pin & 31) & 1;
        if ((REG(GPIO_FUNC_OUT(pin)) & 0x1ff) - LEDC_SIGNAL < 8u) {
            REG(GPIO_FUNC_OUT(pin)) = GPIO_PLAIN; // pulses end at the level behind them
        }
        if (drives && pin < RTC_PINS) {
            rtc |= BIT(pin);
        } else if (drives) {
            digital |= BIT(pin - 21);
        }
    }
    REG(RTC_PAD_HOLD) = rtc;
    REG(RTC_DIG_PAD_HOLD) = digital;
}
