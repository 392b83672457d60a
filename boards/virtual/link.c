// The messages between a virtual board and its world: requests, answers, and the edges that come with them.
#include "link.h"

#include "clock.h"
#include "cn/assert.h"
#include "cn/error.h"
#include "cn/hal.h"

static uint64_t edge_at_us[LINK_PINS];
static uint32_t edge_count[LINK_PINS]; // 0: no interrupt of the pin is pending
static bool progress;

void hal_watchdog_feed(void) {
    progress = true;
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
    request->spent = clock_spent();
    request->instructions = port_instructions();
    port_send(request, sizeof *request);
    if (request->length > 0) {
        port_send(payload, request->length);
    }
}

void link_post(struct link_request *request, const void *payload) {
    send(request, payload);
}

// Returns the bit of the pin.
static uint64_t receive_edge(void) {
    struct link_edge edge;
    port_receive(&edge, sizeof edge);
    CN_ASSERT(edge.pin < LINK_PINS);
    if (edge_count[edge.pin] == 0) {
        edge_at_us[edge.pin] = edge.at_us;
    }
    edge_count[edge.pin] += edge.count;
    return 1ull << edge.pin;
}

struct link_reply link_exchange(struct link_request *request, const void *payload, void *data,
                                size_t data_length, uint64_t *edges) {
    struct link_reply reply;
    request->flags = progress ? 1 : 0;
    progress = false;
    send(request, payload);
    port_receive(&reply, sizeof reply);
    clock_answer(reply.now_us);
    *edges = 0;
    for (uint16_t i = 0; i < reply.edges; i++) {
        *edges |= receive_edge();
    }
    CN_ASSERT(reply.length <= data_length);
    if (reply.length > 0) {
        port_receive(data, reply.length);
    }
    if (reply.status == LINK_RESTART) {
        port_restart();
    }
    return reply;
}

uint32_t link_take_edges(uint8_t pin, uint64_t *at_us) {
    uint32_t count = edge_count[pin];
    edge_count[pin] = 0;
    *at_us = edge_at_us[pin];
    return count;
}
