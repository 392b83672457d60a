// Ask the world and let what it reports become interrupts.
#include "cn/hal.h"
#include "link.h"

struct link_reply link_ask(struct link_request *request, const void *payload, void *data,
                           size_t data_length) {
    // edges are raised only once the whole answer is here: a handler may post
    uint32_t state = hal_irq_lock();
    uint64_t edges;
    struct link_reply reply = link_exchange(request, payload, data, data_length, &edges);
    while (edges) {
        port_raise((uint8_t)__builtin_ctzll(edges));
        edges &= edges - 1;
    }
    hal_irq_unlock(state);
    return reply;
}
