// Windows: samples move from the ring into the window only when one is wanted.
#include "cn/windows.h"

#include <string.h>

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/pool.h"

int cn_windows_open(struct cn_windows *windows, uint32_t samples, uint32_t hop, uint32_t axes,
                    uint32_t capacity) {
    CN_ASSERT(samples > 0 && hop > 0 && hop <= samples);
    int16_t *slots = cn_pool_alloc((size_t)capacity * axes * sizeof *slots);
    int16_t *window = cn_pool_alloc((size_t)samples * axes * sizeof *window);
    if (!slots || !window) {
        cn_pool_free(slots);
        cn_pool_free(window);
        return CN_ERR_NO_MEMORY;
    }
    *windows = (struct cn_windows){.window = window, .samples = samples, .hop = hop};
    cn_ring_init(&windows->ring, slots, capacity, axes);
    return CN_OK;
}

uint32_t cn_windows_close(struct cn_windows *windows) {
    uint32_t lost = cn_windows_waiting(windows);
    cn_pool_free(windows->ring.slots);
    cn_pool_free(windows->window);
    *windows = (struct cn_windows){0};
    return lost;
}

bool cn_windows_fill(struct cn_windows *windows) {
    uint32_t axes = windows->ring.axes;
    if (windows->broken) {
        windows->filled = windows->kept = 0;
    } else if (windows->handed) {
        uint32_t kept = windows->samples - windows->hop;
        memmove(windows->window, windows->window + (size_t)windows->hop * axes,
                (size_t)kept * axes * sizeof(int16_t));
        windows->filled = windows->kept = kept;
    }
    windows->broken = windows->handed = false;
    int16_t *end = windows->window + (size_t)windows->filled * axes;
    windows->filled += cn_ring_pop(&windows->ring, end, windows->samples - windows->filled);
    return windows->filled == windows->samples;
}

void cn_windows_hand_out(struct cn_windows *windows) {
    CN_ASSERT(windows->filled == windows->samples);
    windows->handed = true;
}

// Samples in the window that no window has brought yet.
static uint32_t unfinished(const struct cn_windows *windows) {
    return windows->broken || windows->handed ? 0 : windows->filled - windows->kept;
}

uint32_t cn_windows_break(struct cn_windows *windows) {
    uint32_t lost = cn_ring_skip(&windows->ring, UINT32_MAX) + unfinished(windows);
    windows->broken = true;
    return lost;
}

uint32_t cn_windows_waiting(const struct cn_windows *windows) {
    return cn_ring_count(&windows->ring) + unfinished(windows);
}
