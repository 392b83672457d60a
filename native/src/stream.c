// Stream: turns a sensor's FIFO interrupts into windows; one per open sensor.
#include <string.h>

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/pin.h"
#include "cn/pool.h"
#include "cn/sensor.h"
#include "cn/timer.h"

// A chip is silent when this many watermarks' time has passed without an interrupt.
#define SILENCE_WATERMARKS 4
// Room for two full FIFOs beside the window that is being filled: a script may be late by that much.
#define RING_FIFOS 2
// A drain can find the watermark reached again; a line that stays high longer than this is a fault.
#define DRAINS_AT_ONCE 4

enum mode { STOPPED, WINDOWS, MOTION };

struct cn_stream {
    const struct cn_sensor *sensor;
    struct cn_sensor_config config;
    struct cn_motion_config motion;
    struct cn_stream_stats stats;
    struct cn_ring ring;
    int16_t *window; // [samples][x y z], raw counts
    uint32_t samples, hop;
    uint32_t filled;    // samples in the window
    uint64_t newest_us; // moment of the newest sample read from the chip
    cn_stream_window on_window;
    cn_stream_error on_error;
    void *context;
    enum mode mode;
    int watch;    // slot of the alert pin, or -1
    int silence;  // timer that notices a silent chip, or 0
    int wanted;   // timer that hands out the window from the loop, or 0
    bool waiting; // someone wants a window that is not complete yet
    bool handed;  // the window in `window` has been handed out
    bool broken;  // samples were lost: what the window holds does not continue in the ring
};

static void on_alert(void *context, uint64_t at_us);

static uint64_t period_us(const struct cn_stream *stream) {
    return 1000000u / stream->config.rate_hz;
}

struct cn_stream *cn_stream_new(const struct cn_sensor *sensor, const struct cn_sensor_config *config,
                                int *error) {
    struct cn_stream *stream = cn_pool_alloc(sizeof *stream);
    if (!stream) {
        *error = CN_ERR_NO_MEMORY;
        return NULL;
    }
    memset(stream, 0, sizeof *stream);
    stream->sensor = sensor;
    stream->config = *config;
    stream->watch = -1;
    *error = sensor->probe(config);
    if (*error == CN_ERR_TIMEOUT) {
        (void)hal_bus_recover(config->bus); // held low, perhaps since before our start
        *error = sensor->probe(config);
    }
    if (*error >= 0) {
        *error = sensor->stop(config);
    }
    if (*error < 0) {
        cn_pool_free(stream);
        return NULL;
    }
    return stream;
}

// ---- windows

// Move samples from the ring into the window; returns whether it is complete.
static bool fill(struct cn_stream *stream) {
    if (stream->broken) {
        stream->filled = 0;
        stream->handed = false;
        stream->broken = false;
    }
    if (stream->handed) {
        uint32_t kept = stream->samples - stream->hop;
        memmove(stream->window, stream->window + (size_t)stream->hop * 3, (size_t)kept * 3 * sizeof(int16_t));
        stream->filled = kept;
        stream->handed = false;
    }
    struct cn_sample *end = (struct cn_sample *)(stream->window + (size_t)stream->filled * 3);
    stream->filled += cn_ring_pop(&stream->ring, end, stream->samples - stream->filled);
    return stream->filled == stream->samples;
}

// Samples were lost somewhere before now: a window must not join what is left as if nothing had happened.
static void discard(struct cn_stream *stream) {
    struct cn_sample ignored;
    while (cn_ring_pop(&stream->ring, &ignored, 1) == 1) {
        stream->stats.dropped++;
    }
    stream->stats.gaps++;
    stream->broken = true;
}

static void hand_out(struct cn_stream *stream) {
    stream->waiting = false;
    stream->handed = true;
    stream->stats.windows++;
    uint64_t newest_us = stream->newest_us - cn_ring_count(&stream->ring) * period_us(stream);
    stream->on_window(stream->context, newest_us);
}

static void on_wanted(void *context, uint64_t due_us) {
    (void)due_us;
    struct cn_stream *stream = context;
    stream->wanted = 0;
    if (stream->waiting && fill(stream)) {
        hand_out(stream);
    }
}

int cn_stream_want(struct cn_stream *stream) {
    if (stream->mode != WINDOWS) {
        return CN_ERR_STATE;
    }
    if (stream->waiting) {
        return CN_ERR_BUSY;
    }
    stream->waiting = true;
    if (fill(stream)) {
        // complete already: hand it out from the loop, never from inside this call
        int timer = cn_timer_start(0, 0, on_wanted, stream);
        if (timer < 0) {
            stream->waiting = false;
            return timer;
        }
        stream->wanted = timer;
    }
    return CN_OK;
}

const int16_t *cn_stream_data(const struct cn_stream *stream, size_t *count) {
    *count = (size_t)stream->samples * 3;
    return stream->window;
}

// ---- the chip

static void on_silence(void *context, uint64_t due_us);

static void expect_alert(struct cn_stream *stream) {
    cn_timer_stop(stream->silence);
    uint64_t patience_us = SILENCE_WATERMARKS * stream->config.watermark * period_us(stream);
    int timer = cn_timer_start(hal_now_us() + patience_us, 0, on_silence, stream);
    stream->silence = timer > 0 ? timer : 0; // a full table costs the supervision, not the samples
}

static void report(struct cn_stream *stream, int error) {
    if (stream->on_error) {
        stream->on_error(stream->context, error);
    }
}

// The chip answers nothing or says nothing: free the bus and set it up again.
static int restart(struct cn_stream *stream) {
    stream->stats.restarts++;
    discard(stream);
    (void)hal_bus_recover(stream->config.bus); // its failure shows in the next transfer
    return stream->sensor->start(&stream->config);
}

static void on_silence(void *context, uint64_t due_us) {
    (void)due_us;
    struct cn_stream *stream = context;
    stream->silence = 0;
    int res = restart(stream);
    expect_alert(stream);
    if (res < 0) {
        stream->stats.bus_errors++;
        report(stream, res);
    }
}

static int drain_once(struct cn_stream *stream) {
    bool overrun = false, torn = false;
    int count = stream->sensor->drain(&stream->config, &stream->ring, &overrun);
    if (count < 0) {
        stream->stats.bus_errors++;
        torn = overrun;
        overrun = false;
        (void)hal_bus_recover(stream->config.bus);
        count = stream->sensor->drain(&stream->config, &stream->ring, &overrun);
    }
    if (count >= 0) {
        stream->stats.samples += (uint32_t)count;
        stream->stats.overruns += overrun;
        uint32_t refused = atomic_exchange(&stream->ring.dropped, 0);
        stream->stats.dropped += refused;
        if (overrun || torn || refused) {
            discard(stream);
        }
    }
    return count;
}

static void drain(struct cn_stream *stream, uint64_t at_us) {
    stream->newest_us = at_us;
    for (int i = 0; i < DRAINS_AT_ONCE; i++) {
        int count = drain_once(stream);
        if (count < 0) {
            stream->stats.bus_errors++;
            int res = restart(stream);
            if (res < 0) {
                report(stream, res);
            }
            return;
        }
        // samples beyond the watermark came after the interrupt
        uint32_t first = i == 0 ? stream->config.watermark : 0;
        if ((uint32_t)count > first) {
            stream->newest_us += ((uint32_t)count - first) * period_us(stream);
        }
        if (stream->newest_us > hal_now_us()) {
            stream->newest_us = hal_now_us(); // the chip's clock runs a little faster than ours
        }
        // the line is a level: still high means that the watermark was reached again and no new edge will
        // come
        if (hal_pin_read(stream->config.alert_pin) <= 0) {
            return;
        }
    }
}

static void on_alert(void *context, uint64_t at_us) {
    struct cn_stream *stream = context;
    if (stream->mode == MOTION) {
        int res = stream->sensor->clear(&stream->config);
        if (res < 0) {
            stream->stats.bus_errors++;
            report(stream, res);
        }
        stream->on_window(stream->context, at_us);
        return;
    }
    drain(stream, at_us);
    expect_alert(stream);
    if (stream->waiting && fill(stream)) {
        hand_out(stream);
    }
}

// ---- start and stop

static int watch_alert(struct cn_stream *stream) {
    int res = hal_pin_mode(stream->config.alert_pin, HAL_PIN_INPUT_PULL_DOWN);
    if (res < 0) {
        return res;
    }
    stream->watch = cn_pin_watch(stream->config.alert_pin, HAL_EDGE_RISING, on_alert, stream);
    return stream->watch < 0 ? stream->watch : CN_OK;
}

static int allocate(struct cn_stream *stream, uint32_t samples) {
    uint32_t capacity = 1;
    while (capacity < (uint32_t)RING_FIFOS * stream->sensor->fifo_samples) {
        capacity *= 2;
    }
    struct cn_sample *slots = cn_pool_alloc(capacity * sizeof *slots);
    int16_t *window = cn_pool_alloc((size_t)samples * 3 * sizeof *window);
    if (!slots || !window) {
        cn_pool_free(slots);
        cn_pool_free(window);
        return CN_ERR_NO_MEMORY;
    }
    cn_ring_init(&stream->ring, slots, capacity);
    stream->window = window;
    return CN_OK;
}

int cn_stream_start(struct cn_stream *stream, uint32_t samples, uint32_t hop, cn_stream_window on_window,
                    cn_stream_error on_error, void *context) {
    if (stream->mode != STOPPED) {
        return CN_ERR_STATE;
    }
    if (samples == 0 || hop == 0 || hop > samples) {
        return CN_ERR_INVAL;
    }
    int res = allocate(stream, samples);
    if (res < 0) {
        return res;
    }
    stream->samples = samples;
    stream->hop = hop;
    stream->broken = true; // nothing is in the window yet
    stream->on_window = on_window;
    stream->on_error = on_error;
    stream->context = context;
    stream->mode = WINDOWS;
    res = watch_alert(stream); // before the chip starts: its first edge must find a watcher
    if (res >= 0) {
        res = stream->sensor->start(&stream->config);
    }
    if (res < 0) {
        (void)cn_stream_stop(stream);
        return res;
    }
    expect_alert(stream);
    return CN_OK;
}

int cn_stream_motion(struct cn_stream *stream, const struct cn_motion_config *motion,
                     cn_stream_window on_motion, void *context) {
    int res = cn_stream_stop(stream);
    if (res < 0) {
        return res;
    }
    stream->motion = *motion;
    stream->on_window = on_motion;
    stream->context = context;
    stream->mode = MOTION;
    res = watch_alert(stream);
    if (res >= 0) {
        res = stream->sensor->motion(&stream->config, motion);
    }
    if (res < 0) {
        (void)cn_stream_stop(stream);
    }
    return res;
}

void cn_stream_stats(const struct cn_stream *stream, struct cn_stream_stats *stats) {
    *stats = stream->stats;
}

int cn_stream_stop(struct cn_stream *stream) {
    if (stream->watch >= 0) {
        cn_pin_unwatch(stream->watch);
    }
    cn_timer_stop(stream->silence);
    cn_timer_stop(stream->wanted);
    cn_pool_free(stream->ring.slots);
    cn_pool_free(stream->window);
    stream->ring.slots = NULL;
    stream->window = NULL;
    stream->watch = -1;
    stream->silence = 0;
    stream->wanted = 0;
    stream->waiting = false;
    if (stream->mode == STOPPED) {
        return CN_OK;
    }
    stream->mode = STOPPED;
    return stream->sensor->stop(&stream->config);
}

void cn_stream_free(struct cn_stream *stream) {
    (void)cn_stream_stop(stream); // a chip that does not answer must not keep the memory
    cn_pool_free(stream);
}
