// Requests to the world and their answers; the clock between them; edges that become interrupts.
#include "link.h"

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"

// Time stands still between answers but for what the code reports as spent. The world computes the same: at
// each answer it lets (remainder + spent x numerator) / denominator microseconds pass and keeps the rest.
static struct {
    uint64_t base_us;
    uint32_t numerator, denominator, remainder;
    uint32_t spent;
    enum hal_clock clock;
} now;

static uint64_t edge_at_us[LINK_PINS];
static uint32_t edge_count[LINK_PINS]; // 0: no interrupt of the pin is pending
static bool progress;
static enum hal_boot boot_cause;
static uint8_t boot_pin;
static uint32_t seed;

static uint64_t scaled(void) {
    return now.remainder + (uint64_t)now.spent * now.numerator;
}

uint64_t hal_now_us(void) {
    return now.base_us + scaled() / now.denominator;
}

// Work that nobody hears of could not starve the watchdog.
#define UNHEARD_US 1000000u

void hal_spend(uint32_t instructions) {
    now.spent += instructions;
    if (scaled() >= (uint64_t)UNHEARD_US * now.denominator) {
        (void)hal_clock(now.clock);
    }
}

int hal_clock(enum hal_clock clock) {
    struct link_request request = {.kind = LINK_CLOCK, .a = (uint8_t)clock};
    struct link_reply reply = link_ask(&request, NULL, NULL, 0);
    if (reply.status == LINK_OK) {
        now.clock = clock;
        now.numerator = reply.value; // the denominator is the same at both clocks, so the remainder stays
    }
    return link_error(reply.status);
}

void hal_watchdog_feed(void) {
    progress = true;
}

enum hal_boot hal_boot_cause(uint8_t *pin) {
    *pin = boot_pin;
    return boot_cause;
}

uint32_t hal_entropy(void) {
    return seed;
}

int link_error(int32_t status) {
    static const int codes[] = {
        [LINK_OK] = CN_OK,
        [LINK_NO_DEVICE] = CN_ERR_NO_DEVICE,
        [LINK_IO] = CN_ERR_IO,
        [LINK_TIMEOUT] = CN_ERR_TIMEOUT,
        [LINK_UNSUPPORTED] = CN_ERR_UNSUPPORTED,
        [LINK_INVALID] = CN_ERR_INVAL,
    };
    CN_ASSERT(status >= 0 && status < (int32_t)(sizeof codes / sizeof codes[0]));
    return codes[status];
}

static void send(struct link_request *request, const void *payload) {
    request->spent = now.spent;
    request->instructions = port_instructions();
    port_send(request, sizeof *request);
    if (request->length > 0) {
        port_send(payload, request->length);
    }
}

void link_post(struct link_request *request, const void *payload) {
    send(request, payload);
}

static void receive_edge(void) {
    struct link_edge edge;
    port_receive(&edge, sizeof edge);
    CN_ASSERT(edge.pin < LINK_PINS);
    if (edge_count[edge.pin] == 0) {
        edge_at_us[edge.pin] = edge.at_us;
    }
    edge_count[edge.pin] += edge.count;
    port_raise(edge.pin);
}

struct link_reply link_ask(struct link_request *request, const void *payload, void *data,
                           size_t data_length) {
    // edges are raised only once the whole answer is here: a handler may post
    uint32_t state = hal_irq_lock();
    struct link_reply reply;
    request->flags = progress ? 1 : 0;
    progress = false;
    send(request, payload);
    port_receive(&reply, sizeof reply);
    if (now.denominator != 0) {
        now.remainder = (uint32_t)(scaled() % now.denominator);
    }
    now.spent = 0;
    now.base_us = reply.now_us;
    for (uint16_t i = 0; i < reply.edges; i++) {
        receive_edge();
    }
    CN_ASSERT(reply.length <= data_length);
    if (reply.length > 0) {
        port_receive(data, reply.length);
    }
    if (reply.status == LINK_RESTART) {
        port_restart();
    }
    hal_irq_unlock(state);
    return reply;
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
    now.denominator = 0;
    now.remainder = 0;
    now.clock = HAL_CLOCK_SLOW;
    struct link_reply reply = link_ask(&request, NULL, &boot, sizeof boot);
    CN_ASSERT(reply.length >= 12);
    now.numerator = reply.value;
    now.denominator = reply.value2;
    boot_cause = (enum hal_boot)boot.cause;
    boot_pin = (uint8_t)boot.pin;
    seed = boot.seed;
    disturb(boot.disturbances, (reply.length - 12u) / sizeof boot.disturbances[0]);
}

void link_pin_isr(uint8_t pin) {
    hal_mark(HAL_MARK_ISR, 0);
    uint32_t edges = edge_count[pin];
    edge_count[pin] = 0;
    cn_pin_isr(pin, edge_at_us[pin], edges);
}
