// hal.h over the link: pulse-width modulation, whose pulses are the world's.
#include "cn/error.h"
#include "cn/hal.h"
#include "link.h"

// What LINK_PWM asks for; SPEC.md has the values of each.
enum ask { ASK_CLOSE, ASK_OPEN, ASK_WRITE };

static struct link_reply ask(uint8_t pin, enum ask what, uint32_t value) {
    struct link_request request = {.kind = LINK_PWM, .a = pin, .b = (uint8_t)what, .value = value};
    return link_ask(&request, NULL, NULL, 0);
}

int hal_pwm_open(uint8_t pin, uint32_t hz, struct hal_pwm *got) {
    struct link_reply reply = ask(pin, ASK_OPEN, hz);
    *got = (struct hal_pwm){reply.value, reply.value2};
    if (reply.status == LINK_UNSUPPORTED) {
        return reply.value ? CN_ERR_FULL : CN_ERR_RANGE;
    }
    return link_error(reply.status);
}

void hal_pwm_write(uint8_t pin, uint32_t duty) {
    (void)ask(pin, ASK_WRITE, duty); // of a pin that is open: it cannot fail
}

void hal_pwm_close(uint8_t pin) {
    (void)ask(pin, ASK_CLOSE, 0);
}
