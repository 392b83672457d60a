// Pulse-width modulation for apps: a bit for each pin that has pulses, and its resolution.
#include "cn/pwm.h"

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"

#define PINS 64u

static uint8_t bits_of[PINS]; // 0: closed

int cn_pwm_open(uint32_t pin, uint32_t hz, struct cn_pwm *got) {
    int res = cn_pin_claim(pin);
    if (res < 0) {
        return res;
    }
    struct hal_pwm made;
    res = hal_pwm_open((uint8_t)pin, hz, &made);
    if (res < 0) {
        cn_pin_release(pin);
        return res;
    }
    CN_ASSERT(made.bits > 0 && made.bits < 32);
    bits_of[pin] = (uint8_t)made.bits;
    *got = (struct cn_pwm){made.hz, made.bits};
    return CN_OK;
}

int cn_pwm_write(uint32_t pin, uint32_t duty) {
    if (pin >= PINS || !bits_of[pin]) {
        return CN_ERR_CLOSED;
    }
    if (duty >> bits_of[pin]) {
        return CN_ERR_RANGE;
    }
    hal_pwm_write((uint8_t)pin, duty);
    return CN_OK;
}

void cn_pwm_close(uint32_t pin) {
    if (pin < PINS && bits_of[pin]) {
        bits_of[pin] = 0;
        hal_pwm_close((uint8_t)pin);
        cn_pin_release(pin);
    }
}
