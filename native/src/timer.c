// Timers: a small table searched for the earliest; 32 entries make a heap not worth its code.
#include "cn/timer.h"

#include <stddef.h>

#include "cn/assert.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/hal.h"

struct timer {
    cn_timer_handler handler; // NULL: the entry is free
    void *context;
    uint64_t due_us;
    uint64_t period_us; // 0: once
    uint32_t order;     // of start: ties at one moment run in this order
    uint32_t missed;    // periods that were skipped
};

static struct timer timers[CN_TIMERS];
// Makes the ids of one entry differ; in a timer it would cost as much in padding.
static uint32_t uses[CN_TIMERS];
static int used_end; // no timer from here on: a wake looks at those that run, not at all entries
static uint32_t next_order;

void cn_timer_init(void) {
    for (int i = 0; i < CN_TIMERS; i++) {
        timers[i] = (struct timer){0};
        uses[i] = 0;
    }
    used_end = 0;
    next_order = 0;
}

static int id_of(int index) {
    return (int)((uses[index] & 0x1ffffff) * CN_TIMERS + (uint32_t)index) + 1;
}

int cn_timer_start(uint64_t due_us, uint64_t period_us, cn_timer_handler handler, void *context) {
    CN_ASSERT(handler);
    for (int i = 0; i < CN_TIMERS; i++) {
        if (!timers[i].handler) {
            timers[i] = (struct timer){handler, context, due_us, period_us, next_order++, 0};
            uses[i]++;
            used_end = i < used_end ? used_end : i + 1;
            return id_of(i);
        }
    }
    return CN_ERR_FULL;
}

int cn_timer_after(uint64_t delay_us, uint64_t period_us, cn_timer_handler handler, void *context) {
    return cn_timer_start(hal_now_us() + delay_us, period_us, handler, context);
}

static void end(struct timer *timer) {
    timer->handler = NULL;
    while (used_end > 0 && !timers[used_end - 1].handler) {
        used_end--;
    }
}

// The timer of an id, or NULL when it has ended.
static struct timer *find(int id) {
    int index = (id - 1) % CN_TIMERS;
    return id > 0 && timers[index].handler && id_of(index) == id ? &timers[index] : NULL;
}

void *cn_timer_stop(int id) {
    struct timer *timer = find(id);
    if (!timer) {
        return NULL;
    }
    end(timer);
    return timer->context;
}

int cn_timer_missed(int id) {
    struct timer *timer = find(id);
    return timer ? (int)(timer->missed & INT32_MAX) : 0;
}

static struct timer *earliest(void) {
    struct timer *found = NULL;
    for (int i = 0; i < used_end; i++) {
        struct timer *timer = &timers[i];
        if (!timer->handler) {
            continue;
        }
        if (!found || timer->due_us < found->due_us ||
            (timer->due_us == found->due_us && (int32_t)(timer->order - found->order) < 0)) {
            found = timer;
        }
    }
    return found;
}

uint64_t cn_timer_next_us(void) {
    struct timer *timer = earliest();
    return timer ? timer->due_us : HAL_FOREVER;
}

bool cn_timer_dispatch(uint64_t now_us) {
    struct timer *timer = earliest();
    if (!timer || timer->due_us > now_us) {
        return false;
    }
    hal_spend(CN_COST_TIMER);
    uint64_t due_us = timer->due_us;
    struct timer fired = *timer;
    if (timer->period_us == 0) {
        end(timer);
    } else {
        // the next multiple after now: late periods are skipped, the grid stays where it was
        uint64_t late = (now_us - due_us) / timer->period_us;
        timer->due_us += (late + 1) * timer->period_us;
        timer->missed += (uint32_t)late;
        timer->order = next_order++;
    }
    fired.handler(fired.context, due_us);
    return true;
}
