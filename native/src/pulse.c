// Pulse counters for apps: a count is the board's less what it was at zero; its mark moves on with each call.
#include "cn/pulse.h"

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"

static struct counter {
    cn_pulse_handler handler; // NULL: closed
    void *context;
    uint32_t every;
    uint32_t zero;   // of the board's count
    uint32_t called; // the board's count at the last call of the handler
    int line;        // its watched slot, or -1
    uint8_t pin;
} counters[CN_PULSE_COUNTERS];

static struct counter *find(int id) {
    bool is_open = id >= 0 && id < CN_PULSE_COUNTERS && counters[id].handler;
    return is_open ? &counters[id] : NULL;
}

static uint32_t waiting(const struct counter *counter) {
    return hal_pulse_read(counter->pin) - counter->called;
}

// What came to the mark before it was set is not reported: then the loop comes round again.
static int set_mark(struct counter *counter) {
    int res = hal_pulse_mark(counter->pin, counter->called + counter->every);
    if (res == CN_OK && waiting(counter) >= counter->every) {
        uint32_t state = hal_irq_lock();
        cn_pin_isr(HAL_PULSE_LINE, hal_now_us(), 1);
        hal_irq_unlock(state);
    }
    return res;
}

// The line is that of all counters.
static void on_mark(void *context, uint64_t at_us, uint32_t edges) {
    (void)edges;
    struct counter *counter = context;
    uint32_t news = waiting(counter);
    if (news < counter->every) {
        return;
    }
    counter->called += news;
    int32_t count = (int32_t)(counter->called - counter->zero);
    (void)set_mark(counter);                          // only the first one can fail
    counter->handler(counter->context, at_us, count); // last: it may close the counter
}

static int watch(struct counter *counter) {
    if (counter->every == 0) {
        return CN_OK;
    }
    counter->line = cn_pin_watch(HAL_PULSE_LINE, HAL_EDGE_RISING, on_mark, counter);
    if (counter->line < 0) {
        return counter->line;
    }
    int res = set_mark(counter);
    if (res < 0) {
        cn_pin_unwatch(counter->line);
    }
    return res;
}

static struct counter *find_free(void) {
    for (int id = 0; id < CN_PULSE_COUNTERS; id++) {
        if (!counters[id].handler) {
            return &counters[id];
        }
    }
    return NULL;
}

// `counter` has its pin.
static int start(struct counter *counter, const struct cn_pulse_config *config) {
    int res = hal_pulse_open(counter->pin, (enum hal_pin_mode)config->mode, (enum hal_edge)config->edge);
    if (res < 0) {
        return res;
    }
    res = watch(counter);
    if (res < 0) {
        hal_pulse_close(counter->pin);
    }
    return res;
}

int cn_pulse_open(const struct cn_pulse_config *config, cn_pulse_handler handler, void *context) {
    CN_ASSERT(handler);
    int res = cn_pin_claim(config->pin);
    if (res < 0) {
        return res;
    }
    struct counter *counter = find_free();
    if (!counter) {
        cn_pin_release(config->pin);
        return CN_ERR_FULL;
    }
    *counter =
        (struct counter){.context = context, .every = config->every, .line = -1, .pin = (uint8_t)config->pin};
    res = start(counter, config);
    if (res < 0) {
        cn_pin_release(config->pin);
        return res;
    }
    counter->handler = handler;
    return (int)(counter - counters);
}

int cn_pulse_read(int id, double *count) {
    struct counter *counter = find(id);
    if (!counter) {
        return CN_ERR_CLOSED;
    }
    *count = (int32_t)(hal_pulse_read(counter->pin) - counter->zero);
    return CN_OK;
}

int cn_pulse_write(int id, int32_t count) {
    struct counter *counter = find(id);
    if (!counter) {
        return CN_ERR_CLOSED;
    }
    counter->zero = hal_pulse_read(counter->pin) - (uint32_t)count;
    return CN_OK;
}

void cn_pulse_close(int id) {
    struct counter *counter = find(id);
    if (!counter) {
        return;
    }
    if (counter->line >= 0) {
        cn_pin_unwatch(counter->line);
    }
    hal_pulse_close(counter->pin);
    cn_pin_release(counter->pin);
    counter->handler = NULL;
}
