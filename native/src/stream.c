// Stream: the life of an open sensor, the looks after its chip, and the one place that completes what is
// asked for.
#include "cn/stream.h"

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "cn/pool.h"
#include "cn/reader.h"
#include "cn/request.h"

// A chip is silent when this many watermarks' time has passed without an alert.
#define SILENCE_WATERMARKS 4
// Room beside the window that is being filled, so that a script may be late: two full FIFOs, but of a deep
// FIFO not more than eight watermarks.
#define RING_FIFOS 2
#define RING_WATERMARKS 8
#define RING_LEAST 64
// Interval between attempts to arm a chip that does not answer.
#define REARM_US 1000000u
// Interval between re-checks of a chip that watches for motion: it reports nothing until motion comes.
#define RECHECK_US 60000000u

enum mode { STOPPED, WINDOWS, MOTION };

struct cn_stream {
    struct cn_stream *next; // that is open
    struct cn_reader reader;
    struct cn_motion_config motion;
    struct cn_request request; // for a window or a motion
    enum mode mode;
    int error;            // of the chip, not reported yet, or 0
    bool moved;           // a motion came that is not reported yet,
    uint64_t moved_at_us; // and its moment
    int watch;            // slot of the alert pin, or -1
    int look;             // timer of the next look at the chip, or 0
};

static struct cn_stream *open_streams;

// ---- completion

static bool is_ready(struct cn_stream *stream) {
    if (stream->error < 0) {
        return true;
    }
    return stream->mode == MOTION ? stream->moved : cn_windows_fill(&stream->reader.windows);
}

// Complete what is asked for, if it is there. Who calls this must not touch the stream afterwards.
static void deliver(struct cn_stream *stream) {
    if (!cn_request_is_open(&stream->request) || !is_ready(stream)) {
        return;
    }
    int error = stream->error;
    uint64_t at_us = 0;
    if (error < 0) {
        stream->error = 0;
    } else if (stream->mode == MOTION) {
        stream->moved = false;
        at_us = stream->moved_at_us;
    } else {
        at_us = cn_reader_hand_out(&stream->reader);
    }
    cn_request_complete(&stream->request, error, at_us);
}

static void on_ready(void *context, uint64_t due_us) {
    (void)due_us;
    deliver(context);
}

static int ask(struct cn_stream *stream, enum mode mode, cn_done done, void *token) {
    if (stream->mode != mode) {
        return CN_ERR_STATE;
    }
    if (cn_request_is_open(&stream->request)) {
        return CN_ERR_BUSY;
    }
    return cn_request_open(&stream->request, done, token, is_ready(stream) ? on_ready : NULL, stream);
}

int cn_stream_next(struct cn_stream *stream, cn_done done, void *token) {
    return ask(stream, WINDOWS, done, token);
}

int cn_stream_next_motion(struct cn_stream *stream, cn_done done, void *token) {
    return ask(stream, MOTION, done, token);
}

const int16_t *cn_stream_window(const struct cn_stream *stream, size_t *count, int *error) {
    const struct cn_windows *windows = &stream->reader.windows;
    *error = stream->mode == WINDOWS ? CN_OK : CN_ERR_STATE;
    *count = (size_t)windows->samples * windows->ring.axes;
    return windows->window;
}

// ---- looks after the chip

static void look_after(struct cn_stream *stream, uint64_t delay_us, cn_timer_handler handler) {
    cn_timer_stop(stream->look);
    int timer = cn_timer_after(delay_us, 0, handler, stream);
    stream->look = timer > 0 ? timer : 0; // a full table costs the supervision, not the samples
}

static void on_alert(void *context, uint64_t at_us, uint32_t edges);
static void on_silence(void *context, uint64_t due_us);

static void expect_alert(struct cn_stream *stream) {
    const struct cn_reader *reader = &stream->reader;
    look_after(stream, (uint64_t)SILENCE_WATERMARKS * reader->config.watermark * reader->period_us,
               on_silence);
}

static void on_silence(void *context, uint64_t due_us) {
    (void)due_us;
    struct cn_stream *stream = context;
    stream->look = 0;
    if (hal_pin_read(stream->reader.config.alert_pin) > 0) {
        // the chip has raised its line, but the loop was too busy to see it
        uint8_t pin;
        uint64_t at_us;
        if (cn_pin_slot_raised(stream->watch, &pin, &at_us)) {
            expect_alert(stream); // the loop comes to it next
        } else {
            on_alert(stream, hal_now_us(), 1);
        }
        return;
    }
    int res = cn_reader_restart(&stream->reader);
    if (res < 0) {
        stream->reader.stats.bus_errors++;
        stream->error = res;
    }
    expect_alert(stream);
    deliver(stream);
}

static void on_rearm(void *context, uint64_t due_us);
static void on_recheck(void *context, uint64_t due_us);

static int arm(struct cn_stream *stream) {
    const struct cn_reader *reader = &stream->reader;
    int res = cn_sensor_arm(reader->sensor, &reader->config, &stream->motion);
    if (res >= 0) {
        look_after(stream, RECHECK_US, on_recheck);
    }
    return res;
}

// Without this the line stays high and no further motion makes an edge: it is tried until it works.
static void rearm(struct cn_stream *stream) {
    stream->reader.stats.restarts++;
    (void)hal_bus_recover(stream->reader.config.bus);
    if (arm(stream) < 0) {
        stream->reader.stats.bus_errors++;
        look_after(stream, REARM_US, on_rearm);
    }
}

static void on_rearm(void *context, uint64_t due_us) {
    (void)due_us;
    struct cn_stream *stream = context;
    stream->look = 0;
    rearm(stream);
}

// A chip that was reset no longer watches, and nothing else would show it.
static void on_recheck(void *context, uint64_t due_us) {
    (void)due_us;
    struct cn_stream *stream = context;
    struct cn_reader *reader = &stream->reader;
    stream->look = 0;
    bool armed;
    reader->stats.bus_errors += cn_sensor_is_armed(reader->sensor, &reader->config, &armed) < 0;
    if (armed) {
        look_after(stream, RECHECK_US, on_recheck);
    } else {
        rearm(stream);
    }
}

static void on_motion(struct cn_stream *stream, uint64_t at_us) {
    struct cn_reader *reader = &stream->reader;
    if (reader->sensor->clear(&reader->config) < 0) {
        reader->stats.bus_errors++;
        rearm(stream);
    }
    // of several that nobody has asked for the first counts
    if (!stream->moved) {
        stream->moved = true;
        stream->moved_at_us = at_us;
    }
}

static void on_alert(void *context, uint64_t at_us, uint32_t edges) {
    (void)edges; // the line is a level: the drain looks at it
    struct cn_stream *stream = context;
    if (stream->mode == MOTION) {
        on_motion(stream, at_us);
    } else {
        int res = cn_reader_drain(&stream->reader, at_us);
        if (res < 0) {
            stream->error = res;
        }
        expect_alert(stream);
    }
    deliver(stream);
}

// ---- open and close

// Two drivers of one chip would set it up against each other, and one of the two would wait forever.
static bool is_taken(const struct cn_sensor_config *config) {
    for (const struct cn_stream *stream = open_streams; stream; stream = stream->next) {
        const struct cn_sensor_config *other = &stream->reader.config;
        if (other->bus == config->bus && other->address == config->address) {
            return true;
        }
    }
    return false;
}

// Look for the chip and put it to rest.
static int find_chip(const struct cn_sensor *sensor, const struct cn_sensor_config *config) {
    int res = cn_sensor_power_on(sensor, config);
    if (res < 0) {
        return res;
    }
    res = cn_sensor_probe(sensor, config);
    if (res == CN_ERR_TIMEOUT) {
        (void)hal_bus_recover(config->bus); // held low, perhaps since before our start
        res = cn_sensor_probe(sensor, config);
    }
    if (res >= 0) {
        res = sensor->stop(config);
    }
    cn_sensor_power_off(config);
    return res;
}

struct cn_stream *cn_stream_new(const struct cn_sensor *sensor, const struct cn_sensor_config *config,
                                int *error) {
    struct cn_stream *stream = cn_pool_alloc(sizeof *stream);
    if (!stream) {
        *error = CN_ERR_NO_MEMORY;
        return NULL;
    }
    struct cn_sensor_units units;
    *error = is_taken(config) ? CN_ERR_BUSY : sensor->units(config, &units);
    if (*error >= 0) {
        *error = find_chip(sensor, config);
    }
    if (*error < 0) {
        cn_pool_free(stream);
        return NULL;
    }
    *stream = (struct cn_stream){
        .next = open_streams, .reader = {.sensor = sensor, .config = *config}, .mode = STOPPED, .watch = -1};
    open_streams = stream;
    return stream;
}

void cn_stream_free(struct cn_stream *stream) {
    (void)cn_stream_stop(stream); // a chip that does not answer must not keep the memory
    struct cn_stream **link = &open_streams;
    while (*link != stream) {
        link = &(*link)->next;
    }
    *link = stream->next;
    cn_pool_free(stream);
}

void cn_stream_units(const struct cn_stream *stream, struct cn_sensor_units *units) {
    // the ranges were checked when they were set
    (void)stream->reader.sensor->units(&stream->reader.config, units);
}

void cn_stream_stats(const struct cn_stream *stream, struct cn_stream_stats *stats) {
    *stats = stream->reader.stats;
    stats->waiting = cn_windows_waiting(&stream->reader.windows);
}

// ---- start and stop

int cn_stream_configure(struct cn_stream *stream, uint32_t range_g, uint32_t range_dps, uint32_t watermark) {
    if (stream->mode == WINDOWS) {
        return CN_ERR_STATE;
    }
    int res = cn_stream_stop(stream);
    if (res < 0) {
        return res;
    }
    struct cn_sensor_config config = stream->reader.config;
    config.range_g = (uint8_t)range_g;
    config.range_dps = (uint16_t)range_dps;
    config.watermark = (uint16_t)watermark;
    struct cn_sensor_units units;
    res = stream->reader.sensor->units(&config, &units);
    if (res >= 0) {
        stream->reader.config = config;
    }
    return res;
}

// Supply, then the watch on the alert pin: before the chip starts, as its first edge must find a watcher.
static int enter(struct cn_stream *stream, enum mode mode) {
    const struct cn_sensor_config *config = &stream->reader.config;
    int res = cn_sensor_power_on(stream->reader.sensor, config);
    if (res < 0) {
        return res;
    }
    stream->mode = mode; // from here on cn_stream_stop takes everything back
    res = hal_pin_mode(config->alert_pin, HAL_PIN_INPUT_PULL_DOWN);
    if (res < 0) {
        return res;
    }
    stream->watch = cn_pin_watch(config->alert_pin, HAL_EDGE_RISING, on_alert, stream);
    return stream->watch < 0 ? stream->watch : CN_OK;
}

static int open_windows(struct cn_reader *reader, uint32_t samples, uint32_t hop) {
    struct cn_sensor_units units;
    int res = reader->sensor->units(&reader->config, &units);
    if (res < 0) {
        return res;
    }
    uint32_t fifos = (uint32_t)RING_FIFOS * reader->sensor->fifo_samples;
    uint32_t watermarks = (uint32_t)RING_WATERMARKS * reader->config.watermark;
    uint32_t capacity = RING_LEAST;
    while (capacity < fifos && capacity < watermarks) {
        capacity *= 2;
    }
    return cn_windows_open(&reader->windows, samples, hop, units.axes, capacity);
}

int cn_stream_start(struct cn_stream *stream, uint32_t samples, uint32_t hop) {
    if (stream->mode == WINDOWS) {
        return CN_ERR_STATE;
    }
    int res = cn_stream_stop(stream);
    if (res < 0) {
        return res;
    }
    if (samples == 0 || hop == 0 || hop > samples) {
        return CN_ERR_INVAL;
    }
    res = open_windows(&stream->reader, samples, hop);
    if (res >= 0) {
        res = enter(stream, WINDOWS);
    }
    if (res >= 0) {
        res = cn_reader_start(&stream->reader);
    }
    if (res < 0) {
        (void)cn_stream_stop(stream);
        return res;
    }
    expect_alert(stream);
    return CN_OK;
}

int cn_stream_arm_motion(struct cn_stream *stream, const struct cn_motion_config *motion) {
    int res = cn_stream_stop(stream);
    if (res < 0) {
        return res;
    }
    stream->motion = *motion;
    res = enter(stream, MOTION);
    if (res >= 0) {
        res = arm(stream);
    }
    if (res < 0) {
        (void)cn_stream_stop(stream);
    }
    return res;
}

int cn_stream_stop(struct cn_stream *stream) {
    struct cn_reader *reader = &stream->reader;
    reader->stats.dropped += cn_windows_close(&reader->windows);
    if (stream->watch >= 0) {
        cn_pin_unwatch(stream->watch);
    }
    cn_timer_stop(stream->look);
    stream->watch = -1;
    stream->look = 0;
    stream->error = 0;
    stream->moved = false;
    int res = CN_OK;
    if (stream->mode != STOPPED) {
        stream->mode = STOPPED;
        res = reader->sensor->stop(&reader->config);
        cn_sensor_power_off(&reader->config);
    }
    if (cn_request_is_open(&stream->request)) {
        cn_request_complete(&stream->request, CN_ERR_CLOSED, 0);
    }
    return res;
}
