// Serial ports for apps: what the board reports becomes calls of a handler; a receiver that hears nothing
// rests.
#include "cn/serial.h"

#include "cn/assert.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/pin.h"
#include "cn/pool.h"
#include "cn/timer.h"

#define SMALLEST_RING 64u

static struct port {
    cn_serial_handler handler; // NULL: closed
    void *context;
    uint8_t *ring;
    struct hal_serial_state seen; // as the handler knows it
    uint32_t ring_bytes, rest_after_us, gather_us, wakes;
    uint32_t heard; // bytes and faults at the last look of the rest's timer
    int32_t end;
    int line, start;  // watched slots, or -1; `start`: it rests
    int gather, rest; // timers, or 0
} ports[CN_SERIAL_PORTS];

static struct port *find(int number) {
    bool is_open = number >= 0 && number < CN_SERIAL_PORTS && ports[number].handler;
    return is_open ? &ports[number] : NULL;
}

static uint8_t number_of(const struct port *port) {
    return (uint8_t)(port - ports);
}

static uint32_t faults_of(const struct hal_serial_state *state) {
    return state->lost + state->overruns + state->framing + state->parity + state->breaks;
}

static void call(struct port *port, uint64_t at_us, uint32_t events) {
    hal_spend(CN_COST_TRANSFER);
    if (events) {
        port->handler(port->context, at_us, events);
    }
}

// ---- what the board reports

static void on_gathered(void *context, uint64_t due_us) {
    struct port *port = context;
    port->gather = 0;
    call(port, due_us, CN_SERIAL_BYTES);
}

// Bytes in pieces: what follows the first one soon is part of its piece.
static bool is_piece_whole(struct port *port, const struct hal_serial_state *now) {
    if (port->end >= 0 || port->gather_us == 0 || now->waiting >= port->ring_bytes / 2) {
        return true;
    }
    if (!port->gather) {
        int timer = cn_timer_after(port->gather_us, 0, on_gathered, port);
        port->gather = timer > 0 ? timer : 0;
        return timer < 0; // no timer is left: call at once
    }
    return false;
}

static void on_news(void *context, uint64_t at_us, uint32_t edges) {
    (void)edges;
    struct port *port = context;
    struct hal_serial_state now;
    hal_serial_look(number_of(port), &now);
    uint32_t events = 0;
    if (port->seen.sending && !now.sending) {
        events |= CN_SERIAL_SENT;
    }
    if (faults_of(&now) != faults_of(&port->seen)) {
        events |= CN_SERIAL_FAULT;
    }
    if (now.waiting > 0 && is_piece_whole(port, &now)) {
        events |= CN_SERIAL_BYTES;
    }
    port->seen = now;
    call(port, at_us, events);
}

// ---- rest

static void on_start(void *context, uint64_t at_us, uint32_t edges);
static void on_quiet(void *context, uint64_t due_us);

// Receive, and look later whether there was anything to hear.
static int listen(struct port *port) {
    int res = hal_serial_receive(number_of(port), port->end);
    if (res < 0 || port->rest_after_us == 0 || port->rest) {
        return res;
    }
    int timer = cn_timer_after(port->rest_after_us, 0, on_quiet, port);
    port->rest = timer > 0 ? timer : 0;
    return timer < 0 ? timer : CN_OK;
}

static int rest(struct port *port) {
    int pin = hal_serial_rest(number_of(port));
    if (pin < 0) {
        return pin;
    }
    port->start = cn_pin_watch((uint8_t)pin, HAL_EDGE_FALLING, on_start, port);
    return port->start;
}

static void on_quiet(void *context, uint64_t due_us) {
    (void)due_us;
    struct port *port = context;
    port->rest = 0;
    struct hal_serial_state now;
    hal_serial_look(number_of(port), &now);
    uint32_t heard = now.received + faults_of(&now);
    bool is_quiet = heard == port->heard;
    port->heard = heard;
    if (!is_quiet || rest(port) < 0) {
        (void)listen(port); // nothing could end a rest without a slot
    }
}

static void on_start(void *context, uint64_t at_us, uint32_t edges) {
    (void)edges;
    struct port *port = context;
    cn_pin_unwatch(port->start);
    port->start = -1;
    port->wakes++;
    uint32_t events = CN_SERIAL_WOKE;
    if (listen(port) < 0) {
        events |= CN_SERIAL_FAULT;
        (void)rest(port);
    }
    call(port, at_us, events);
}

// ---- serial.h

static uint32_t ring_bytes(uint32_t wanted) {
    uint32_t bytes = SMALLEST_RING;
    while (bytes < wanted) {
        bytes *= 2;
    }
    return bytes;
}

static int open(struct port *port, const struct cn_serial_config *config) {
    const struct hal_serial how = {config->baud, (enum hal_parity)config->parity, port->ring,
                                   port->ring_bytes};
    int res = hal_serial_open(number_of(port), &how);
    if (res < 0) {
        return res;
    }
    port->line = cn_pin_watch(HAL_SERIAL_LINE, HAL_EDGE_RISING, on_news, port);
    if (port->line < 0) {
        hal_serial_close(number_of(port));
    }
    return port->line;
}

int cn_serial_open(const struct cn_serial_config *config, cn_serial_handler handler, void *context) {
    CN_ASSERT(handler);
    if (config->port >= CN_SERIAL_PORTS) {
        return CN_ERR_INVAL;
    }
    struct port *port = &ports[config->port];
    if (port->handler) {
        return CN_ERR_BUSY;
    }
    *port = (struct port){.start = -1, .rest_after_us = config->rest_after_us, .end = -1};
    port->ring_bytes = ring_bytes(config->ring_bytes);
    port->ring = cn_pool_alloc(port->ring_bytes);
    if (!port->ring) {
        return CN_ERR_NO_MEMORY;
    }
    int res = open(port, config);
    if (res < 0) {
        cn_pool_free(port->ring);
        return res;
    }
    port->handler = handler;
    port->context = context;
    return (int)config->port;
}

int cn_serial_receive(int number, int32_t end, uint32_t gather_us) {
    struct port *port = find(number);
    if (!port) {
        return CN_ERR_CLOSED;
    }
    port->end = end;
    port->gather_us = gather_us;
    return port->start >= 0 ? CN_OK : listen(port); // while it rests, the next byte switches it on
}

int cn_serial_read(int number, uint8_t *into, size_t length) {
    return find(number) ? hal_serial_read((uint8_t)number, into, length) : CN_ERR_CLOSED;
}

int cn_serial_send(int number, const uint8_t *bytes, size_t length) {
    struct port *port = find(number);
    if (!port) {
        return CN_ERR_CLOSED;
    }
    hal_spend(CN_COST_TRANSFER);
    int taken = hal_serial_send((uint8_t)number, bytes, length);
    port->seen.sending = port->seen.sending || taken > 0;
    return taken;
}

int cn_serial_stats(int number, struct cn_serial_stats *stats) {
    struct port *port = find(number);
    if (!port) {
        return CN_ERR_CLOSED;
    }
    struct hal_serial_state now;
    hal_serial_look((uint8_t)number, &now);
    *stats = (struct cn_serial_stats){now.received, now.lost,   now.overruns, now.framing,
                                      now.parity,   now.breaks, port->wakes};
    return CN_OK;
}

void cn_serial_close(int number) {
    struct port *port = find(number);
    if (!port) {
        return;
    }
    cn_pin_unwatch(port->line);
    if (port->start >= 0) {
        cn_pin_unwatch(port->start);
    }
    (void)cn_timer_stop(port->gather);
    (void)cn_timer_stop(port->rest);
    hal_serial_close((uint8_t)number);
    cn_pool_free(port->ring);
    port->handler = NULL;
}
