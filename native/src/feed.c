// Feed: keeps what a stream reports until it is asked for, and answers each question exactly once.
#include "cn/feed.h"

#include <string.h>

#include "cn/error.h"
#include "cn/pool.h"
#include "cn/timer.h"

enum mode { STOPPED, WINDOWS, MOTION };

struct cn_feed {
    struct cn_feed *next; // that is open
    struct cn_stream *stream;
    const struct cn_sensor *sensor;
    struct cn_sensor_config config;
    enum mode mode;
    cn_done done; // NULL: nothing is asked for
    void *token;
    int error;            // not told yet, or 0
    bool moved;           // a motion that was not told yet,
    uint64_t moved_at_us; // and its moment
    int timer;            // tells what is there already from the loop, or 0
};

static struct cn_feed *open_feeds;

// Two drivers of one chip would set it up against each other, and one of them would wait for ever.
static bool is_taken(const struct cn_sensor_config *config) {
    for (const struct cn_feed *feed = open_feeds; feed; feed = feed->next) {
        if (feed->config.bus == config->bus && feed->config.address == config->address) {
            return true;
        }
    }
    return false;
}

static void answer(struct cn_feed *feed, int error, uint64_t at_us) {
    cn_done done = feed->done;
    feed->done = NULL;
    cn_timer_stop(feed->timer);
    feed->timer = 0;
    done(feed->token, error, at_us);
}

static void on_window(void *context, uint64_t at_us) {
    struct cn_feed *feed = context;
    if (feed->done) {
        answer(feed, CN_OK, at_us);
    }
}

static void on_error(void *context, int error) {
    struct cn_feed *feed = context;
    feed->error = error;
    if (feed->done) {
        feed->error = 0;
        answer(feed, error, 0);
    }
}

static void on_motion(void *context, uint64_t at_us) {
    struct cn_feed *feed = context;
    if (feed->done) {
        answer(feed, CN_OK, at_us);
    } else if (!feed->moved) {
        feed->moved = true;
        feed->moved_at_us = at_us;
    }
}

// Tell what was there when it was asked for.
static void on_kept(void *context, uint64_t due_us) {
    (void)due_us;
    struct cn_feed *feed = context;
    feed->timer = 0;
    int error = feed->error;
    feed->error = 0;
    if (error < 0) {
        answer(feed, error, 0);
    } else if (feed->moved) {
        feed->moved = false;
        answer(feed, CN_OK, feed->moved_at_us);
    }
}

struct cn_feed *cn_feed_new(const struct cn_sensor *sensor, const struct cn_sensor_config *config,
                            int *error) {
    struct cn_feed *feed = cn_pool_alloc(sizeof *feed);
    if (!feed) {
        *error = CN_ERR_NO_MEMORY;
        return NULL;
    }
    *feed = (struct cn_feed){.sensor = sensor, .config = *config};
    struct cn_sensor_units units;
    // a range that the chip does not have shows here
    *error = is_taken(config) ? CN_ERR_BUSY : sensor->units(config, &units);
    if (*error >= 0) {
        feed->stream = cn_stream_new(sensor, config, error);
    }
    if (!feed->stream) {
        cn_pool_free(feed);
        return NULL;
    }
    feed->next = open_feeds;
    open_feeds = feed;
    return feed;
}

int cn_feed_configure(struct cn_feed *feed, uint32_t range_g, uint32_t range_dps, uint32_t watermark) {
    if (feed->mode == WINDOWS) {
        return CN_ERR_STATE;
    }
    int res = feed->mode == MOTION ? cn_feed_stop(feed) : CN_OK;
    if (res < 0) {
        return res;
    }
    struct cn_sensor_config config = feed->config;
    config.range_g = (uint8_t)range_g;
    config.range_dps = (uint16_t)range_dps;
    config.watermark = (uint16_t)watermark;
    res = cn_stream_configure(feed->stream, &config);
    if (res >= 0) {
        feed->config = config;
    }
    return res;
}

int cn_feed_start(struct cn_feed *feed, uint32_t samples, uint32_t hop) {
    if (feed->mode == MOTION) {
        int res = cn_feed_stop(feed);
        if (res < 0) {
            return res;
        }
    }
    int res = cn_stream_start(feed->stream, samples, hop, on_window, on_error, feed);
    if (res >= 0) {
        feed->mode = WINDOWS;
        feed->error = 0;
    }
    return res;
}

// Remember the question; what is known already is told from the loop.
static int ask(struct cn_feed *feed, cn_done done, void *token) {
    if (feed->error < 0 || feed->moved) {
        int timer = cn_timer_start(0, 0, on_kept, feed);
        if (timer < 0) {
            return timer;
        }
        feed->timer = timer;
    }
    feed->done = done;
    feed->token = token;
    return CN_OK;
}

int cn_feed_next(struct cn_feed *feed, cn_done done, void *token) {
    if (feed->mode != WINDOWS) {
        return CN_ERR_STATE;
    }
    if (feed->done) {
        return CN_ERR_BUSY;
    }
    if (feed->error == 0) {
        int res = cn_stream_want(feed->stream);
        // after an error the stream still owes the window of the question before: that one will do
        if (res < 0 && res != CN_ERR_BUSY) {
            return res;
        }
    }
    return ask(feed, done, token);
}

const int16_t *cn_feed_window(const struct cn_feed *feed, size_t *count, int *error) {
    *error = feed->mode == WINDOWS ? CN_OK : CN_ERR_STATE;
    return feed->mode == WINDOWS ? cn_stream_data(feed->stream, count) : NULL;
}

int cn_feed_arm_motion(struct cn_feed *feed, const struct cn_motion_config *motion) {
    int res = cn_feed_stop(feed);
    if (res < 0) {
        return res;
    }
    res = cn_stream_motion(feed->stream, motion, on_motion, feed);
    if (res >= 0) {
        feed->mode = MOTION;
    }
    return res;
}

int cn_feed_next_motion(struct cn_feed *feed, cn_done done, void *token) {
    if (feed->mode != MOTION) {
        return CN_ERR_STATE;
    }
    return feed->done ? CN_ERR_BUSY : ask(feed, done, token);
}

void cn_feed_units(const struct cn_feed *feed, struct cn_sensor_units *units) {
    (void)feed->sensor->units(&feed->config, units); // the ranges were checked when they were set
}

void cn_feed_stats(const struct cn_feed *feed, struct cn_stream_stats *stats) {
    cn_stream_stats(feed->stream, stats);
}

int cn_feed_stop(struct cn_feed *feed) {
    feed->mode = STOPPED;
    feed->moved = false;
    feed->error = 0;
    int res = cn_stream_stop(feed->stream);
    if (feed->done) {
        answer(feed, CN_ERR_CLOSED, 0);
    }
    return res;
}

void cn_feed_free(struct cn_feed *feed) {
    (void)cn_feed_stop(feed); // a chip that does not answer must not keep the memory
    struct cn_feed **link = &open_feeds;
    while (*link != feed) {
        link = &(*link)->next;
    }
    *link = feed->next;
    cn_stream_free(feed->stream);
    cn_pool_free(feed);
}
