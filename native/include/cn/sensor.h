// Sensors: one table of functions a chip, and the stream that turns FIFO interrupts into windows.
#ifndef CN_SENSOR_H
#define CN_SENSOR_H

#include <stdbool.h>
#include "cn/ring.h"

struct cn_sensor_config {
    uint8_t bus;
    uint8_t address;    // 7 bit
    uint8_t alert_pin;  // the board pin wired to the chip's interrupt output
    bool switched;      // the chip's supply comes from a rail of its own,
    uint8_t supply_pin; // switched on by a high level here
    uint8_t range_g;
    uint16_t range_dps; // of the gyroscope; 0: it is off, and a sample has three axes
    uint16_t watermark; // samples in the FIFO that end a sleep
    uint32_t rate_millihz;
};

struct cn_motion_config {
    uint16_t threshold_mg;
    uint16_t duration_ms;
};

// What a sample holds: x y z of the accelerometer and, for six axes, x y z of the gyroscope.
struct cn_sensor_units {
    uint8_t axes;
    uint32_t mg_q16;   // milli-g per count, times 65536
    uint32_t mdps_q16; // millidegrees per second per count, times 65536; 0 for three axes
};

// All return 0 or a negative CN_ERR_*: CN_ERR_NO_DEVICE (no answer), CN_ERR_WRONG_DEVICE (other identity),
// CN_ERR_INVAL (a rate, range or threshold the chip does not have), CN_ERR_IO.
struct cn_sensor {
    const char *name;
    uint8_t identity_register;
    uint8_t identity;
    uint16_t fifo_samples;
    uint32_t start_up_us;   // from supply to the first transfer
    uint32_t settle_us;     // of the gyroscope: what it gives before is thrown away
    uint8_t armed_register; // holds armed_value while the chip watches for motion, and not after a reset
    uint8_t armed_value;
    int (*start)(const struct cn_sensor_config *config);
    // Read the whole FIFO into the ring and clear the interrupt; returns samples read, or an error.
    // Sets *overrun if samples were lost since the last drain: by the chip, or by an error within a burst.
    int (*drain)(const struct cn_sensor_config *config, struct cn_ring *ring, bool *overrun);
    // Arm motion detection (lowest power; the FIFO stops); the alert pin rises on motion and stays.
    int (*motion)(const struct cn_sensor_config *config, const struct cn_motion_config *motion);
    // Clear the motion interrupt, so that the alert pin falls.
    int (*clear)(const struct cn_sensor_config *config);
    int (*stop)(const struct cn_sensor_config *config);
    // CN_ERR_INVAL if the chip does not have the configured rate, ranges or watermark.
    int (*units)(const struct cn_sensor_config *config, struct cn_sensor_units *units);
};

extern const struct cn_sensor cn_lis2dh12, cn_lsm6dso;

// Whether the chip answers with the right identity.
int cn_sensor_probe(const struct cn_sensor *sensor, const struct cn_sensor_config *config);

// The identity that answered the last probe, 0 to 255; CN_ERR_NO_DEVICE if nothing did.
int cn_sensor_answered(void);

// One running sensor: FIFO -> ring -> windows. All its memory is taken from the pool by cn_stream_new and
// cn_stream_start; sampling itself allocates nothing.
struct cn_stream;

typedef void (*cn_stream_window)(void *context, uint64_t at_us);
typedef void (*cn_stream_error)(void *context, int error);

struct cn_stream_stats {
    uint32_t samples;  // read from the chip
    uint32_t windows;  // handed out
    uint32_t dropped;  // thrown away: nobody asked, before a gap, at a stop, or the gyroscope had not settled
    uint32_t waiting;  // read and not yet part of a window: samples is always what the windows brought and
                       // these two
    uint32_t gaps;     // times a window was begun anew because samples were lost
    uint32_t overruns; // drains that found the chip's FIFO had lost samples
    uint32_t bus_errors; // transfers that failed, whether or not a retry helped
    uint32_t restarts;   // times the chip had fallen silent or forgotten its task and was set up again
};

// Check that the chip answers and is the right one. NULL and `*error` on failure.
// A chip on a switched rail is off between this and cn_stream_start or cn_stream_motion.
struct cn_stream *cn_stream_new(const struct cn_sensor *sensor, const struct cn_sensor_config *config,
                                int *error);

// Take over another rate, range or watermark. CN_ERR_STATE while it runs, CN_ERR_INVAL for a range that the
// chip does not have; wiring must stay as it is.
int cn_stream_configure(struct cn_stream *stream, const struct cn_sensor_config *config);

// Collect windows of `samples` samples, a new one every `hop` samples (1 to samples). When one is complete
// and wanted (cn_stream_want), `on_window` is called from the loop with the moment of its newest sample.
// `on_error` is called from the loop when the chip could not be read nor restarted; sampling is then retried.
int cn_stream_start(struct cn_stream *stream, uint32_t samples, uint32_t hop, cn_stream_window on_window,
                    cn_stream_error on_error, void *context);

// Ask for the next window: on_window is called once, now or later from the loop, never from inside this call.
int cn_stream_want(struct cn_stream *stream);

// The window: int16 [samples][axes], raw counts. Valid until the next cn_stream_want or cn_stream_free.
const int16_t *cn_stream_data(const struct cn_stream *stream, size_t *count);

// Stop sampling and arm motion detection; `on_motion` is called from the loop at each motion.
int cn_stream_motion(struct cn_stream *stream, const struct cn_motion_config *motion,
                     cn_stream_window on_motion, void *context);

void cn_stream_stats(const struct cn_stream *stream, struct cn_stream_stats *stats);
int cn_stream_stop(struct cn_stream *stream);
void cn_stream_free(struct cn_stream *stream);

#endif
