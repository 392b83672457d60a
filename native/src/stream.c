// Stream: turns a sensor's FIFO interrupts into windows; one per open sensor.
#include <string.h>

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/pin.h"
#include "cn/pool.h"
#include "cn/rail.h"
#include "cn/sensor.h"
#include "cn/timer.h"

// A chip is silent when this many watermarks' time has passed without an interrupt.
#define SILENCE_WATERMARKS 4
// Room beside the window that is being filled, so that a script may be late: two full FIFOs, but of a deep
// FIFO not more than eight watermarks.
#define RING_FIFOS 2
#define RING_WATERMARKS 8
#define RING_LEAST 64
// A drain can find the watermark reached again; a line that stays high longer than this is a fault.
#define DRAINS_AT_ONCE 4
// How long to wait before the next attempt to arm a chip that does not answer.
#define REARM_US 1000000u
// A chip that watches for motion says nothing until it comes: so often it is asked whether it still does.
#define MOTION_CHECK_US 60000000u

enum mode { STOPPED, WINDOWS, MOTION };

struct cn_stream {
    const struct cn_sensor *sensor;
    struct cn_sensor_config config;
    struct cn_motion_config motion;
    struct cn_stream_stats stats;
    struct cn_ring ring;
    int16_t *window; // [samples][axes], raw counts
    uint32_t axes;
    uint32_t samples, hop;
    uint32_t filled;    // samples in the window,
    uint32_t kept;      // and how many of them were part of the window before it
    uint32_t unsettled; // samples still to be thrown away until the gyroscope has settled
    uint64_t newest_us; // moment of the newest sample read from the chip
    uint64_t asked_us;  // and of the look at its FIFO
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

static int answered = CN_ERR_NO_DEVICE;

static void on_alert(void *context, uint64_t at_us, uint32_t edges);

static uint64_t period_us(const struct cn_stream *stream) {
    return 1000000000u / stream->config.rate_millihz;
}

// ---- the chip on its bus and rail

int cn_sensor_probe(const struct cn_sensor *sensor, const struct cn_sensor_config *config) {
    uint8_t identity;
    answered = CN_ERR_NO_DEVICE;
    int res = hal_bus_transfer(config->bus, config->address, &sensor->identity_register, 1, &identity, 1);
    if (res < 0) {
        return res;
    }
    answered = identity;
    return identity == sensor->identity ? CN_OK : CN_ERR_WRONG_DEVICE;
}

int cn_sensor_answered(void) {
    return answered;
}

static int power_on(const struct cn_stream *stream) {
    const struct cn_sensor_config *config = &stream->config;
    return config->switched ? cn_rail_on(config->supply_pin, stream->sensor->start_up_us) : CN_OK;
}

static void power_off(const struct cn_stream *stream) {
    if (stream->config.switched) {
        cn_rail_off(stream->config.supply_pin);
    }
}

// Set the chip up for sampling; the supply is on.
static int start_chip(struct cn_stream *stream) {
    int res = cn_sensor_probe(stream->sensor, &stream->config);
    if (res < 0) {
        return res;
    }
    bool turns = stream->config.range_dps > 0;
    stream->unsettled = turns ? (uint32_t)(stream->sensor->settle_us / period_us(stream)) + 1 : 0;
    return stream->sensor->start(&stream->config);
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
    *error = power_on(stream);
    if (*error >= 0) {
        *error = cn_sensor_probe(sensor, config);
        if (*error == CN_ERR_TIMEOUT) {
            (void)hal_bus_recover(config->bus); // held low, perhaps since before our start
            *error = cn_sensor_probe(sensor, config);
        }
        if (*error >= 0) {
            *error = sensor->stop(config);
        }
        power_off(stream);
    }
    if (*error < 0) {
        cn_pool_free(stream);
        return NULL;
    }
    return stream;
}

int cn_stream_configure(struct cn_stream *stream, const struct cn_sensor_config *config) {
    if (stream->mode != STOPPED) {
        return CN_ERR_STATE;
    }
    struct cn_sensor_units units;
    int res = stream->sensor->units(config, &units);
    if (res >= 0) {
        stream->config = *config;
    }
    return res;
}

// ---- windows

// Move samples from the ring into the window; returns whether it is complete.
static bool fill(struct cn_stream *stream) {
    if (stream->broken) {
        stream->filled = stream->kept = 0;
        stream->handed = false;
        stream->broken = false;
    }
    if (stream->handed) {
        uint32_t kept = stream->samples - stream->hop;
        memmove(stream->window, stream->window + (size_t)stream->hop * stream->axes,
                (size_t)kept * stream->axes * sizeof(int16_t));
        stream->filled = stream->kept = kept;
        stream->handed = false;
    }
    int16_t *end = stream->window + (size_t)stream->filled * stream->axes;
    stream->filled += cn_ring_pop(&stream->ring, end, stream->samples - stream->filled);
    return stream->filled == stream->samples;
}

// Samples in the window that no window has brought yet.
static uint32_t unfinished(const struct cn_stream *stream) {
    return stream->broken || stream->handed ? 0 : stream->filled - stream->kept;
}

static void throw_away(struct cn_stream *stream) {
    stream->stats.dropped += cn_ring_skip(&stream->ring, UINT32_MAX) + unfinished(stream);
    stream->broken = true;
}

// Samples were lost somewhere before now: a window must not join what is left as if nothing had happened.
static void discard(struct cn_stream *stream) {
    throw_away(stream);
    stream->stats.gaps++;
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
    *count = (size_t)stream->samples * stream->axes;
    return stream->window;
}

// ---- the chip

static void on_silence(void *context, uint64_t due_us);

static void expect_alert(struct cn_stream *stream) {
    cn_timer_stop(stream->silence);
    uint64_t patience_us = period_us(stream) * stream->config.watermark * SILENCE_WATERMARKS;
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
    return start_chip(stream);
}

static void on_silence(void *context, uint64_t due_us) {
    (void)due_us;
    struct cn_stream *stream = context;
    stream->silence = 0;
    if (hal_pin_read(stream->config.alert_pin) > 0) {
        // it has spoken, but the loop was too busy to listen
        uint8_t pin;
        uint64_t at_us;
        if (cn_pin_slot_raised(stream->watch, &pin, &at_us)) {
            expect_alert(stream); // the loop comes to it next
        } else {
            on_alert(stream, hal_now_us(), 1);
        }
        return;
    }
    int res = restart(stream);
    expect_alert(stream);
    if (res < 0) {
        stream->stats.bus_errors++;
        report(stream, res);
    }
}

// The gyroscope's first samples mean nothing.
static void settle(struct cn_stream *stream) {
    if (stream->unsettled > 0) {
        uint32_t skipped = cn_ring_skip(&stream->ring, stream->unsettled);
        stream->unsettled -= skipped;
        stream->stats.dropped += skipped;
    }
}

// One read of the FIFO. *lost: samples were, by the chip, within a burst, or because the ring was full.
static int attempt(struct cn_stream *stream, bool *lost) {
    bool overrun = false;
    uint32_t before = atomic_load(&stream->ring.head);
    stream->asked_us = hal_now_us();
    int count = stream->sensor->drain(&stream->config, &stream->ring, &overrun);
    uint32_t refused = atomic_exchange(&stream->ring.dropped, 0);
    // a read that failed may have brought some before it did
    stream->stats.samples += atomic_load(&stream->ring.head) - before + refused;
    stream->stats.dropped += refused;
    if (count < 0) {
        stream->stats.bus_errors++;
    } else {
        stream->stats.overruns += overrun;
    }
    *lost = *lost || overrun || refused > 0;
    return count;
}

static int drain_once(struct cn_stream *stream) {
    bool lost = false;
    int count = attempt(stream, &lost);
    if (count < 0) {
        (void)hal_bus_recover(stream->config.bus);
        count = attempt(stream, &lost);
    }
    if (count >= 0) {
        if (lost) {
            discard(stream);
        }
        settle(stream);
    }
    return count;
}

// The moment of the newest sample, after `count` were read because of an interrupt at `at_us`, or `again` at
// once.
static void date(struct cn_stream *stream, uint32_t count, uint64_t at_us, bool again) {
    // samples beyond the watermark came after the interrupt
    uint32_t first = again ? 0 : stream->config.watermark;
    uint64_t newest_us = again ? stream->newest_us : at_us;
    newest_us += (count > first ? count - first : 0) * period_us(stream);
    // an edge that was answered already, or samples that were lost, do not count that far; but the newest
    // sample was at most a period old when the FIFO was looked at
    if (newest_us + period_us(stream) < stream->asked_us) {
        newest_us = stream->asked_us - period_us(stream);
    }
    // the chip's clock may run a little faster than ours
    stream->newest_us = newest_us < hal_now_us() ? newest_us : hal_now_us();
}

static void drain(struct cn_stream *stream, uint64_t at_us) {
    for (int i = 0; i < DRAINS_AT_ONCE; i++) {
        int count = drain_once(stream);
        if (count < 0) {
            int res = restart(stream);
            if (res < 0) {
                report(stream, res);
            }
            return;
        }
        if (count > 0) {
            date(stream, (uint32_t)count, at_us, i > 0);
        }
        // the line is a level: still high means that the watermark was reached again and no new edge will
        // come
        if (hal_pin_read(stream->config.alert_pin) <= 0) {
            return;
        }
    }
}

static int arm_chip(struct cn_stream *stream) {
    int res = cn_sensor_probe(stream->sensor, &stream->config);
    return res < 0 ? res : stream->sensor->motion(&stream->config, &stream->motion);
}

static void on_rearm(void *context, uint64_t due_us);
static void on_check(void *context, uint64_t due_us);

static void look_again(struct cn_stream *stream, uint32_t after_us, cn_timer_handler handler) {
    cn_timer_stop(stream->silence);
    int timer = cn_timer_start(hal_now_us() + after_us, 0, handler, stream);
    stream->silence = timer > 0 ? timer : 0;
}

// Without this the line stays high and no further motion makes an edge: it is tried until it works.
static void rearm(struct cn_stream *stream) {
    stream->stats.restarts++;
    (void)hal_bus_recover(stream->config.bus);
    if (arm_chip(stream) < 0) {
        stream->stats.bus_errors++;
        look_again(stream, REARM_US, on_rearm);
    } else {
        look_again(stream, MOTION_CHECK_US, on_check);
    }
}

static void on_rearm(void *context, uint64_t due_us) {
    (void)due_us;
    struct cn_stream *stream = context;
    stream->silence = 0;
    rearm(stream);
}

// A chip that was reset would watch no more, and nobody would hear of it.
static void on_check(void *context, uint64_t due_us) {
    (void)due_us;
    struct cn_stream *stream = context;
    const struct cn_sensor *sensor = stream->sensor;
    const struct cn_sensor_config *config = &stream->config;
    stream->silence = 0;
    uint8_t value;
    int res = hal_bus_transfer(config->bus, config->address, &sensor->armed_register, 1, &value, 1);
    stream->stats.bus_errors += res < 0;
    if (res < 0 || value != sensor->armed_value) {
        rearm(stream);
    } else {
        look_again(stream, MOTION_CHECK_US, on_check);
    }
}

static void on_alert(void *context, uint64_t at_us, uint32_t edges) {
    (void)edges; // the line is a level: the drain looks at it
    struct cn_stream *stream = context;
    if (stream->mode == MOTION) {
        if (stream->sensor->clear(&stream->config) < 0) {
            stream->stats.bus_errors++;
            rearm(stream);
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

// Supply, then the watch on the alert pin: before the chip starts, as its first edge must find a watcher.
static int enter(struct cn_stream *stream, enum mode mode) {
    int res = power_on(stream);
    if (res < 0) {
        return res;
    }
    stream->mode = mode; // from here on cn_stream_stop takes everything back
    return watch_alert(stream);
}

static int allocate(struct cn_stream *stream, uint32_t samples) {
    uint32_t fifos = (uint32_t)RING_FIFOS * stream->sensor->fifo_samples;
    uint32_t watermarks = (uint32_t)RING_WATERMARKS * stream->config.watermark;
    uint32_t capacity = RING_LEAST;
    while (capacity < fifos && capacity < watermarks) {
        capacity *= 2;
    }
    int16_t *slots = cn_pool_alloc((size_t)capacity * stream->axes * sizeof *slots);
    int16_t *window = cn_pool_alloc((size_t)samples * stream->axes * sizeof *window);
    if (!slots || !window) {
        cn_pool_free(slots);
        cn_pool_free(window);
        return CN_ERR_NO_MEMORY;
    }
    cn_ring_init(&stream->ring, slots, capacity, stream->axes);
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
    struct cn_sensor_units units;
    int res = stream->sensor->units(&stream->config, &units);
    if (res >= 0) {
        stream->axes = units.axes;
        res = allocate(stream, samples);
    }
    if (res >= 0) {
        res = enter(stream, WINDOWS);
    }
    if (res < 0) {
        (void)cn_stream_stop(stream);
        return res;
    }
    stream->samples = samples;
    stream->hop = hop;
    stream->broken = true; // nothing is in the window yet
    stream->on_window = on_window;
    stream->on_error = on_error;
    stream->context = context;
    res = start_chip(stream);
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
    res = enter(stream, MOTION);
    if (res >= 0) {
        res = arm_chip(stream);
    }
    if (res < 0) {
        (void)cn_stream_stop(stream);
        return res;
    }
    look_again(stream, MOTION_CHECK_US, on_check);
    return res;
}

void cn_stream_stats(const struct cn_stream *stream, struct cn_stream_stats *stats) {
    *stats = stream->stats;
    stats->waiting = stream->ring.slots ? cn_ring_count(&stream->ring) + unfinished(stream) : 0;
}

int cn_stream_stop(struct cn_stream *stream) {
    if (stream->ring.slots) {
        throw_away(stream);
    }
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
    int res = stream->sensor->stop(&stream->config);
    power_off(stream);
    return res;
}

void cn_stream_free(struct cn_stream *stream) {
    (void)cn_stream_stop(stream); // a chip that does not answer must not keep the memory
    cn_pool_free(stream);
}
