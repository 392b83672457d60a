// The probe service: memory from the pool, completions from timers, errors on demand.
#include "probe.h"

#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pool.h"
#include "cn/timer.h"

static uint32_t calls;

void probe_fail(uint32_t nth) {
    cn_pool_fail_nth(nth);
}

int probe_refused(void) {
    struct cn_pool_stats stats;
    cn_pool_stats(&stats);
    return (int)stats.refused;
}

int probe_numbers(uint32_t a, int32_t b, double c, uint64_t d_us, double *out) {
    calls++;
    *out = (double)a + b + c + (double)d_us;
    return 0;
}

int probe_text(const char *text, size_t length) {
    int sum = 0;
    for (size_t i = 0; i < length; i++) {
        sum += (unsigned char)text[i];
    }
    return sum;
}

int probe_name(const char *name) {
    return (int)strlen(name);
}

int probe_flag(bool flag) {
    return !flag;
}

int probe_color(int color) {
    return color == PROBE_RED ? PROBE_GREEN : CN_ERR_LAYOUT;
}

int probe_settings(const struct probe_settings *s, double *out) {
    *out = s->size + s->offset + s->gain + (double)s->delay_us + s->fast + s->color;
    return s->size == 99 ? CN_ERR_BUSY : 0;
}

int probe_fields(uint32_t size, bool fast) {
    return (int)size * 2 + fast;
}

int probe_total(const int16_t *values, size_t count) {
    int total = 0;
    for (size_t i = 0; i < count; i++) {
        total += values[i];
    }
    return total < 0 ? 0 : total;
}

int probe_fill(uint8_t *values, size_t count, uint32_t value) {
    if (count > 0) {
        memset(values, (int)value, count);
    }
    return 0;
}

int probe_copy(const float *from, size_t from_count, float *to, size_t to_count) {
    if (from_count != to_count) {
        return CN_ERR_INVAL;
    }
    memmove(to, from, from_count * sizeof *to);
    return 0;
}

uint64_t probe_moment(void) {
    return hal_now_us();
}

void probe_state(struct probe_state *state) {
    *state = (struct probe_state){3, -4, 0.5, 5000000000u, true, PROBE_GREEN};
}

struct wait {
    cn_done done;
    void *token;
    int error;
};

// Round and round: there are fewer timers than places. An app that ends leaves nothing to free.
static struct wait waits[2 * CN_TIMERS];
static uint32_t next_wait;

static void on_time(void *context, uint64_t due_us) {
    const struct wait *wait = context;
    wait->done(wait->token, wait->error, due_us);
}

int probe_after(uint64_t delay_us, cn_done done, void *token) {
    if (delay_us == 13) {
        return CN_ERR_FULL;
    }
    struct wait *wait = &waits[next_wait++ % (2 * CN_TIMERS)];
    *wait = (struct wait){done, token, delay_us == 14 ? CN_ERR_TIMEOUT : 0};
    return cn_timer_after(delay_us, 0, on_time, wait);
}

int probe_repeat(uint32_t period_us, void (*handler)(void *, uint64_t), void *context) {
    return cn_timer_after(period_us, period_us, handler, context);
}

int probe_stop(int id) {
    return cn_timer_stop(id) ? 0 : CN_ERR_INVAL;
}

struct probe_box {
    uint8_t *bytes;
    uint32_t size;
    void (*handler)(void *, int32_t);
    void *context;
    cn_done done;
    void *token;
    int timer;
    int32_t poked;
};

struct probe_box *probe_box_new(uint32_t size, int *error) {
    if (size == 66) {
        *error = CN_ERR_NO_DEVICE;
        return NULL;
    }
    struct probe_box *box = cn_pool_alloc(sizeof *box);
    uint8_t *bytes = cn_pool_alloc(size);
    if (!box || !bytes) {
        cn_pool_free(box);
        cn_pool_free(bytes);
        *error = CN_ERR_NO_MEMORY;
        return NULL;
    }
    memset(bytes, 1, size);
    *box = (struct probe_box){.bytes = bytes, .size = size};
    return box;
}

uint8_t *probe_box_bytes(struct probe_box *box, size_t *count, int *error) {
    *error = 0;
    *count = box->size;
    return box->bytes;
}

int probe_box_resize(struct probe_box *box, uint32_t size) {
    uint8_t *bytes = cn_pool_alloc(size);
    if (!bytes) {
        return CN_ERR_NO_MEMORY;
    }
    memset(bytes, 2, size);
    cn_pool_free(box->bytes);
    box->bytes = bytes;
    box->size = size;
    return 0;
}

int probe_box_on_poke(struct probe_box *box, void (*handler)(void *, int32_t), void *context) {
    box->handler = handler;
    box->context = context;
    return 0;
}

static void on_poke(void *context, uint64_t due_us) {
    (void)due_us;
    struct probe_box *box = context;
    box->timer = 0;
    if (box->done) {
        cn_done done = box->done;
        box->done = NULL;
        done(box->token, 0, (uint64_t)box->poked);
    }
    if (box->handler) {
        box->handler(box->context, box->poked); // may close the box
    }
}

int probe_box_poke(struct probe_box *box, int32_t value) {
    cn_timer_stop(box->timer);
    box->timer = 0;
    int timer = cn_timer_after(0, 0, on_poke, box);
    if (timer < 0) {
        return timer;
    }
    box->timer = timer;
    box->poked = value;
    return 0;
}

int probe_box_wait(struct probe_box *box, cn_done done, void *token) {
    if (box->done) {
        return CN_ERR_BUSY;
    }
    box->done = done;
    box->token = token;
    return 0;
}

int probe_box_same(struct probe_box *box, const struct probe_box *other) {
    return box == other;
}

void probe_box_free(struct probe_box *box) {
    cn_timer_stop(box->timer);
    if (box->done) {
        box->done(box->token, CN_ERR_CLOSED, 0);
    }
    cn_pool_free(box->bytes);
    cn_pool_free(box);
}
