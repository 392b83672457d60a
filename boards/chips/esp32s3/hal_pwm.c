// Pulse-width modulation: LEDC, a timer and a channel of it for each pin. Its clock is the crystal's, which
// light sleep stops: while a pin has pulses the core idles instead.
#include "cn/error.h"
#include "cn/hal.h"
#include "port.h"

#define OUTPUTS 4u // as many timers
#define CRYSTAL_HZ 40000000u
#define MOST_BITS 14u
#define LEAST_BITS 2u
#define MOST_DIVIDER 0x3ffffu // eight of its bits are behind the point

#define CHANNEL_OUT_ON BIT(2)
#define CHANNEL_UPDATE BIT(4)
// Take the duty at the end of the period; one step of nothing [ledc.c, ledc_set_duty].
#define DUTY_START (BIT(31) | BIT(30) | 1u << 20 | 1u << 10)
#define TIMER_UPDATE BIT(25)
#define TIMER_RESET BIT(23)
#define CLOCK_CRYSTAL (BIT(31) | 3u)

static struct output {
    bool is_open, has_pulses;
    uint8_t pin, bits;
    uint32_t divider;
} outputs[OUTPUTS];

static uint8_t with_pulses; // outputs

static uint32_t number_of(const struct output *output) {
    return (uint32_t)(output - outputs);
}

// The one of the pin that is open, or, if `is_open` is false, the first that is free. NULL: there is none.
static struct output *find(uint8_t pin, bool is_open) {
    for (struct output *output = outputs; output < outputs + OUTPUTS; output++) {
        if (output->is_open == is_open && (!is_open || output->pin == pin)) {
            return output;
        }
    }
    return NULL;
}

static void open_gate(void) {
    if (with_pulses++ > 0) {
        return;
    }
    sleep_hold();
    REG(SYSTEM_PERIP_CLK_EN0) |= GATE_LEDC;
    REG(SYSTEM_PERIP_RST_EN0) |= GATE_LEDC;
    REG(SYSTEM_PERIP_RST_EN0) &= ~GATE_LEDC;
    REG(LEDC_CONF) = CLOCK_CRYSTAL;
}

static void start_timer(const struct output *output) {
    uint32_t number = number_of(output);
    uint32_t conf = output->divider << 4 | output->bits;
    REG(LEDC_TIMER(number)) = conf | TIMER_RESET;
    REG(LEDC_TIMER(number)) = conf | TIMER_UPDATE;
    REG(LEDC_HPOINT(number)) = 0;
}

static void set_duty(const struct output *output, uint32_t high) {
    uint32_t number = number_of(output);
    REG(LEDC_DUTY(number)) = high << 4; // four of its bits are for fading
    REG(LEDC_CONF1(number)) = DUTY_START;
    REG(LEDC_CONF0(number)) = number | CHANNEL_OUT_ON | CHANNEL_UPDATE;
}

static void end_pulses(struct output *output) {
    if (!output->has_pulses) {
        return;
    }
    REG(GPIO_FUNC_OUT(output->pin)) = GPIO_PLAIN;
    REG(LEDC_CONF0(number_of(output))) = CHANNEL_UPDATE;
    REG(LEDC_TIMER(number_of(output))) = TIMER_RESET;
    output->has_pulses = false;
    if (--with_pulses == 0) {
        REG(SYSTEM_PERIP_CLK_EN0) &= ~GATE_LEDC;
        sleep_release();
    }
}

int hal_pwm_open(uint8_t pin, uint32_t hz, struct hal_pwm *got) {
    if (!pin_exists(pin)) {
        return CN_ERR_INVAL;
    }
    uint32_t bits = MOST_BITS;
    while (bits >= LEAST_BITS && CRYSTAL_HZ >> bits < hz) {
        bits--;
    }
    uint64_t period = (uint64_t)hz << bits, clock = (uint64_t)CRYSTAL_HZ << 8;
    uint64_t divider = (clock + period / 2) / period;
    if (bits < LEAST_BITS || divider > MOST_DIVIDER) {
        return CN_ERR_RANGE;
    }
    struct output *output = find(pin, false);
    if (!output) {
        return CN_ERR_FULL;
    }
    *output =
        (struct output){.is_open = true, .pin = pin, .bits = (uint8_t)bits, .divider = (uint32_t)divider};
    (void)hal_pin_write(pin, false);
    (void)hal_pin_mode(pin, HAL_PIN_OUTPUT);
    period = divider << bits;
    *got = (struct hal_pwm){(uint32_t)((clock + period / 2) / period), bits};
    return CN_OK;
}

void hal_pwm_write(uint8_t pin, uint32_t duty) {
    struct output *output = find(pin, true);
    if (!output) {
        return;
    }
    uint32_t steps = 1u << output->bits, most = steps - 1;
    uint32_t high = (duty * steps + most / 2) / most;
    bool is_constant = high == 0 || high == steps;
    // the level behind the pulses: of a constant duty, and of a pin in off
    (void)hal_pin_write(pin, is_constant && high > 0);
    if (is_constant) {
        end_pulses(output);
        return;
    }
    if (!output->has_pulses) {
        open_gate();
        start_timer(output);
    }
    set_duty(output, high);
    if (!output->has_pulses) {
        output->has_pulses = true;
        REG(GPIO_FUNC_OUT(pin)) = LEDC_SIGNAL + number_of(output);
    }
}

void hal_pwm_close(uint8_t pin) {
    struct output *output = find(pin, true);
    if (!output) {
        return;
    }
    end_pulses(output);
    output->is_open = false;
    (void)hal_pin_mode(pin, HAL_PIN_INPUT);
}
