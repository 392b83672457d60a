// Stream: a sensor's samples as windows, or its motion, for one consumer that asks for one at a time.
#ifndef CN_STREAM_H
#define CN_STREAM_H

#include "cn/done.h"
#include "cn/sensor.h"

// All its memory is taken from the pool by cn_stream_new and cn_stream_start; sampling allocates nothing.
struct cn_stream;

struct cn_stream_stats {
    uint32_t samples;  // read from the chip
    uint32_t windows;  // handed out
    uint32_t dropped;  // thrown away: nobody asked, before a gap, at a stop, or the gyroscope had not settled
    uint32_t waiting;  // read and not yet part of a window: samples is always what the windows brought and
                       // these two
    uint32_t gaps;     // times a window was started over because samples were lost
    uint32_t overruns; // drains that found the chip's FIFO had lost samples
    uint32_t bus_errors; // transfers that failed, whether or not a retry helped
    uint32_t restarts;   // times the chip had fallen silent or forgotten its task and was set up again
};

// Check that the chip answers and is the right one. NULL and `*error` on failure: CN_ERR_BUSY if another
// stream has it, CN_ERR_INVAL for a rate, range or watermark that the chip does not have. A chip on a
// switched rail is off until cn_stream_start or cn_stream_arm_motion.
struct cn_stream *cn_stream_new(const struct cn_sensor *sensor, const struct cn_sensor_config *config,
                                int *error);

// Take over other ranges and another watermark for what is started next. Ends a watch for motion.
// CN_ERR_STATE while it samples, CN_ERR_INVAL for a range that the chip does not have.
int cn_stream_configure(struct cn_stream *stream, uint32_t range_g, uint32_t range_dps, uint32_t watermark);

// Collect windows of `samples` samples, a new one every `hop` samples (1 to samples). Ends a watch for
// motion. CN_ERR_STATE if it samples already.
int cn_stream_start(struct cn_stream *stream, uint32_t samples, uint32_t hop);

// Ask for the next window: `done` receives the moment of its newest sample. CN_ERR_BUSY while something is
// asked for. An error since the last completion, of a chip that could be neither read nor restarted,
// completes the next request; sampling is retried.
int cn_stream_next(struct cn_stream *stream, cn_done done, void *token);

// The window: int16 [samples][axes], raw counts, overwritten after the next cn_stream_next. NULL and
// CN_ERR_STATE if it does not sample.
const int16_t *cn_stream_window(const struct cn_stream *stream, size_t *count, int *error);

// Stop sampling and arm motion detection. A motion that comes before cn_stream_next_motion asks is kept.
int cn_stream_arm_motion(struct cn_stream *stream, const struct cn_motion_config *motion);

// Ask for the next motion: `done` receives its moment. CN_ERR_STATE if motion detection is not armed.
int cn_stream_next_motion(struct cn_stream *stream, cn_done done, void *token);

void cn_stream_units(const struct cn_stream *stream, struct cn_sensor_units *units);
void cn_stream_stats(const struct cn_stream *stream, struct cn_stream_stats *stats);

// Stop the chip. What is asked for completes with CN_ERR_CLOSED, from inside these.
int cn_stream_stop(struct cn_stream *stream);
void cn_stream_free(struct cn_stream *stream);

#endif
