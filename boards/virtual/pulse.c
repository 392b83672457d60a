// hal.h over the link: pulse counters, which are the world's.
#include "cn/error.h"
#include "cn/hal.h"
#include "link.h"

// What LINK_PULSE asks for; SPEC.md has the values of each.
enum ask { ASK_CLOSE, ASK_OPEN, ASK_READ, ASK_MARK };

static struct link_reply ask(uint8_t pin, enum ask what, uint32_t value) {
    struct link_request request = {.kind = LINK_PULSE, .a = pin, .b = (uint8_t)what, .value = value};
    return link_ask(&request, NULL, NULL, 0);
}

int hal_pulse_open(uint8_t pin, enum hal_pin_mode mode, enum hal_edge edge) {
    int32_t status = ask(pin, ASK_OPEN, (uint32_t)mode << 8 | (uint32_t)edge).status;
    return status == LINK_UNSUPPORTED ? CN_ERR_FULL : link_error(status);
}

uint32_t hal_pulse_read(uint8_t pin) {
    return ask(pin, ASK_READ, 0).value;
}

int hal_pulse_mark(uint8_t pin, uint32_t mark) {
    (void)ask(pin, ASK_MARK, mark);
    return CN_OK;
}

void hal_pulse_close(uint8_t pin) {
    (void)ask(pin, ASK_CLOSE, 0);
}
