// Reader: reads a chip's FIFO into windows, sets up again a chip that fails, and knows the moments of
// samples.
#ifndef CN_READER_H
#define CN_READER_H

#include "cn/stream.h"
#include "cn/windows.h"

// A part of a stream, which sets `sensor` and `config`, opens `windows` and switches the supply.
struct cn_reader {
    const struct cn_sensor *sensor;
    struct cn_sensor_config config;
    struct cn_windows windows;
    struct cn_stream_stats stats; // without `waiting`
    uint32_t period_us;           // from one sample to the next; set by cn_reader_start
    uint32_t unsettled;           // samples still to be thrown away until the gyroscope has settled
    uint64_t newest_us;           // moment of the newest sample read from the chip
    uint64_t looked_us;           // moment of the last look at its FIFO
};

// Set the chip up for sampling.
int cn_reader_start(struct cn_reader *reader);

// The chip does not answer, or reports nothing: free the bus and set the chip up again.
int cn_reader_restart(struct cn_reader *reader);

// Read all samples because of the alert at `at_us`. A chip that cannot be read is restarted; returns the
// error of the restart.
int cn_reader_drain(struct cn_reader *reader, uint64_t at_us);

// Hand the complete window out; returns the moment of its newest sample.
uint64_t cn_reader_hand_out(struct cn_reader *reader);

#endif
