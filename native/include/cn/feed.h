// Feed: a stream for one consumer that asks for one window or motion at a time and is told once.
#ifndef CN_FEED_H
#define CN_FEED_H

#include "cn/done.h"
#include "cn/sensor.h"

struct cn_feed;

// Check that the chip answers and is the right one. NULL and `*error` on failure: CN_ERR_BUSY if another feed
// has it, CN_ERR_INVAL for a rate, range or watermark that the chip does not have.
struct cn_feed *cn_feed_new(const struct cn_sensor *sensor, const struct cn_sensor_config *config,
                            int *error);

// Take over other ranges and another watermark for what is started next. Ends a watch for
// motion. CN_ERR_STATE while it samples, CN_ERR_INVAL for a range that the chip does not have.
int cn_feed_configure(struct cn_feed *feed, uint32_t range_g, uint32_t range_dps, uint32_t watermark);

// Collect windows of `samples` samples, a new one every `hop` samples. CN_ERR_STATE if it runs already.
int cn_feed_start(struct cn_feed *feed, uint32_t samples, uint32_t hop);

// Ask for the next window: `done` receives the moment of its newest sample. One question at a time:
// CN_ERR_BUSY. An error of the chip since the last answer is the next answer.
int cn_feed_next(struct cn_feed *feed, cn_done done, void *token);

// The window: int16 [samples][axes], raw counts, overwritten after the next cn_feed_next. NULL and
// CN_ERR_STATE if not started.
const int16_t *cn_feed_window(const struct cn_feed *feed, size_t *count, int *error);

// Stop sampling and arm motion detection. A motion that comes before cn_feed_next_motion asks is kept.
int cn_feed_arm_motion(struct cn_feed *feed, const struct cn_motion_config *motion);

// Ask for the next motion: `done` receives its moment. CN_ERR_STATE if it is not armed.
int cn_feed_next_motion(struct cn_feed *feed, cn_done done, void *token);

void cn_feed_units(const struct cn_feed *feed, struct cn_sensor_units *units);
void cn_feed_stats(const struct cn_feed *feed, struct cn_stream_stats *stats);

// Stop the chip. What is asked for completes with CN_ERR_CLOSED, from inside these.
int cn_feed_stop(struct cn_feed *feed);
void cn_feed_free(struct cn_feed *feed);

#endif
