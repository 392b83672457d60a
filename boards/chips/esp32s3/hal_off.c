// Off is deep sleep: only the RTC goes on. A level on its pins or its alarm starts the chip again.
#include "cn/error.h"
#include "cn/hal.h"
#include "pins.h"
#include "port.h"

#define EXT0_HIGH BIT(30)
#define EXT1_HIGH BIT(31)
#define PAD_TO_RTC BIT(19)
#define PAD_INPUT BIT(13)
#define PAD_PULL_UP BIT(27)
#define PAD_PULL_DOWN BIT(28)
#define STATUS_CLEAR BIT(22)

static bool may_wake(struct hal_wake_pin wake) {
    uint8_t wanted = wake.high ? PIN_WAKES : PIN_WAKES | PIN_ACTIVE_LOW;
    for (size_t i = 0; i < sizeof board_pins / sizeof board_pins[0]; i++) {
        if (board_pins[i].number == wake.pin && wake.pin < RTC_PINS) {
            return (board_pins[i].flags & (PIN_WAKES | PIN_ACTIVE_LOW)) == wanted;
        }
    }
    return false;
}

// The pulls that IO_MUX gives end with the digital part: the RTC takes the pad over, with its own.
static void give_to_rtc(uint8_t pin) {
    uint32_t mux = REG(IO_MUX_PIN(pin));
    uint32_t pad = REG(RTC_IO_PAD(pin)) & ~(PAD_PULL_UP | PAD_PULL_DOWN);
    pad |= mux & IO_MUX_PULL_UP ? PAD_PULL_UP : mux & IO_MUX_PULL_DOWN ? PAD_PULL_DOWN : 0;
    REG(RTC_IO_PAD(pin)) = pad | PAD_TO_RTC | PAD_INPUT;
}

static bool is_one(uint32_t pins) {
    return pins != 0 && (pins & (pins - 1)) == 0;
}

// EXT1 takes any number of pins and one level; EXT0 one pin and its own. Returns the causes, 0 if it needs
// more.
static uint32_t arm_pins(const struct hal_wake_pin *wake_pins, size_t count) {
    uint32_t high = 0, low = 0;
    for (size_t i = 0; i < count; i++) {
        *(wake_pins[i].high ? &high : &low) |= BIT(wake_pins[i].pin);
    }
    bool ext1_high = low == 0 || is_one(low);
    uint32_t many = ext1_high ? high : low, one = ext1_high ? low : high;
    if (one != 0 && !is_one(one)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        give_to_rtc(wake_pins[i].pin);
    }
    uint32_t levels = (ext1_high ? EXT1_HIGH : 0) | (ext1_high ? 0 : EXT0_HIGH);
    REG(RTC_EXT_WAKEUP_CONF) = (REG(RTC_EXT_WAKEUP_CONF) & ~(EXT0_HIGH | EXT1_HIGH)) | levels;
    REG(RTC_EXT_WAKEUP1) = many | STATUS_CLEAR;
    if (one != 0) {
        REG(RTC_IO_EXT_WAKEUP0) = (uint32_t)__builtin_ctz(one) << 27;
    }
    return (many ? WAKE_EXT1 : 0) | (one ? WAKE_EXT0 : 0);
}

int hal_off(const struct hal_wake_pin *wake_pins, size_t count, uint64_t until_us) {
    for (size_t i = 0; i < count; i++) {
        if (!may_wake(wake_pins[i])) {
            return CN_ERR_UNSUPPORTED;
        }
    }
    (void)hal_irq_lock();
    uint32_t causes = arm_pins(wake_pins, count);
    if (count > 0 && causes == 0) {
        hal_irq_unlock(0);
        return CN_ERR_UNSUPPORTED; // two pins by high and two by low levels
    }
    console_flush();
    pins_hold(true);
    time_keep();
    if (until_us != HAL_FOREVER) {
        uint64_t now_us = hal_now_us();
        sleep_alarm(time_slow_ticks() + time_slow_of(until_us > now_us ? until_us - now_us : 0));
        causes |= WAKE_TIMER;
    }
    clock_rest();
    sleep_start(causes, true);
    hal_panic("deep sleep has returned");
}
