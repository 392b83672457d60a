// Pulse-width modulation: one of PWM0 to PWM3 for each pin. It has one value to play, which goes on by
// itself, and is disabled while the level is constant: enabled it keeps the fast clock.
#include "cn/error.h"
#include "cn/hal.h"
#include "pins.h"
#include "port.h"

#define BOXES 4u
#define STRIDE (PWM1_BASE - PWM0_BASE)
#define CLOCK_HZ 16000000u
#define HALVINGS 7u     // PRESCALER
#define LEAST_TOP 3u    // COUNTERTOP
#define MOST_TOP 32767u // it has 15 bits
#define HIGH_FIRST 0x8000u

static struct box {
    bool is_open;
    uint8_t pin;
    uint16_t top;
    volatile uint16_t value; // EasyDMA reads it: steps at the first level, which HIGH_FIRST makes high
} boxes[BOXES];

static uint32_t base_of(const struct box *box) {
    return PWM0_BASE + STRIDE * (uint32_t)(box - boxes);
}

// The one of the pin; for PIN_NONE the first that is free. NULL: there is none.
static struct box *find(uint8_t pin) {
    for (struct box *box = boxes; box < boxes + BOXES; box++) {
        if (pin == PIN_NONE ? !box->is_open : box->is_open && box->pin == pin) {
            return box;
        }
    }
    return NULL;
}

static void set_level(uint8_t pin, bool high) {
    REG(P_BASE(pin), high ? GPIO_OUTSET : GPIO_OUTCLR) = P_BIT(pin);
}

static void set_pin(uint8_t pin, uint32_t config) {
    REG_AT(P_BASE(pin), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, pin & 31) = config;
}

static uint32_t most_of(const struct box *box) {
    return (1u << (31 - __builtin_clz(box->top))) - 1;
}

static void configure(const struct box *box, uint32_t prescaler) {
    uint32_t base = base_of(box);
    REG(base, PWM_PSEL_OUT) = box->pin;
    REG(base, PWM_MODE) = 0; // counts up
    REG(base, PWM_PRESCALER) = prescaler;
    REG(base, PWM_COUNTERTOP) = box->top;
    REG(base, PWM_DECODER) = PWM_DECODER_LOAD_Common;
    REG(base, PWM_LOOP) = PWM_LOOP_CNT_Disabled;
    REG(base, PWM_SEQ_PTR) = (uint32_t)&box->value;
    REG(base, PWM_SEQ_CNT) = 1;
    REG(base, PWM_SEQ_REFRESH) = 0;
    REG(base, PWM_SEQ_ENDDELAY) = 0;
}

int hal_pwm_open(uint8_t pin, uint32_t hz, struct hal_pwm *got) {
    if (!pin_is_free(pin)) {
        return CN_ERR_INVAL;
    }
    uint32_t prescaler = 0, clock_hz = CLOCK_HZ, top;
    while ((top = (clock_hz + hz / 2) / hz) > MOST_TOP && prescaler < HALVINGS) {
        prescaler++;
        clock_hz /= 2;
    }
    if (top < LEAST_TOP || top > MOST_TOP) {
        return CN_ERR_RANGE;
    }
    struct box *box = find(PIN_NONE);
    if (!box) {
        return CN_ERR_FULL;
    }
    *box = (struct box){.is_open = true, .pin = pin, .top = (uint16_t)top};
    set_level(pin, false);
    set_pin(pin, GPIO_PIN_CNF_DIR); // the input stays connected, as hal_pin_mode has it
    configure(box, prescaler);
    *got = (struct hal_pwm){(clock_hz + top / 2) / top, 31u - (uint32_t)__builtin_clz(top)};
    return CN_OK;
}

void hal_pwm_write(uint8_t pin, uint32_t duty) {
    struct box *box = find(pin);
    if (!box) {
        return;
    }
    uint32_t base = base_of(box);
    uint32_t most = most_of(box);
    uint32_t high = (duty * box->top + most / 2) / most;
    bool is_constant = high == 0 || high == box->top;
    // the level behind the pulses: of a constant duty, and of a pin in off
    set_level(pin, is_constant && high > 0);
    if (is_constant) {
        REG(base, PWM_ENABLE) = 0; // at once, as nrfx_pwm_uninit and embassy's SimplePwm do it
        return;
    }
    box->value = (uint16_t)(high | HIGH_FIRST);
    cpu_barrier(); // it must be in memory before EasyDMA reads it
    REG(base, PWM_ENABLE) = PWM_ENABLE_ENABLE;
    REG(base, PWM_TASKS_SEQSTART) = 1; // of one that plays, too: from the next period on
}

void hal_pwm_close(uint8_t pin) {
    struct box *box = find(pin);
    if (!box) {
        return;
    }
    REG(base_of(box), PWM_ENABLE) = 0;
    REG(base_of(box), PWM_PSEL_OUT) = PWM_PSEL_OUT_CONNECT;
    set_pin(pin, GPIO_PIN_CNF_INPUT);
    box->is_open = false;
}
