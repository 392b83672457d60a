// A start of a virtual board: the world says why, how fast the clock runs, and what has happened to memory.
#include "clock.h"
#include "cn/assert.h"
#include "cn/hal.h"
#include "link.h"

static enum hal_boot boot_cause;
static uint8_t boot_pin;
static uint32_t seed;

enum hal_boot hal_boot_cause(uint8_t *pin) {
    *pin = boot_pin;
    return boot_cause;
}

uint32_t hal_entropy(void) {
    return seed;
}

struct disturbance {
    uint32_t byte, flip;
};

// A fault of the world: bytes of retained memory have changed while the chip was down.
static void disturb(const struct disturbance *list, size_t count) {
    size_t size;
    uint8_t *block = hal_retained(&size);
    for (size_t i = 0; i < count; i++) {
        if (list[i].byte < size) {
            block[list[i].byte] ^= (uint8_t)list[i].flip;
        }
    }
}

void link_open(void) {
    struct link_request request = {
        .kind = LINK_HELLO, .value = LINK_VERSION, .a = port_instructions() ? 1 : 0};
    struct {
        uint32_t cause, pin, seed;
        struct disturbance disturbances[LINK_DISTURBANCES];
    } boot = {0};
    clock_stop();
    struct link_reply reply = link_ask(&request, NULL, &boot, sizeof boot);
    CN_ASSERT(reply.length >= 12);
    clock_start(reply.value, reply.value2);
    boot_cause = (enum hal_boot)boot.cause;
    boot_pin = (uint8_t)boot.pin;
    seed = boot.seed;
    disturb(boot.disturbances, (reply.length - 12u) / sizeof boot.disturbances[0]);
}

// There is one image, so nothing to fall back to.
unsigned hal_app_failures(unsigned place) {
    (void)place;
    return 0;
}

void hal_app_begins(unsigned place) {
    (void)place;
}

void hal_app_holds(void) {}

void hal_app_give_up(unsigned place) {
    (void)place;
}
