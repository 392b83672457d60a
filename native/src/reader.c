// Reader: one retry for a transfer that fails, a restart for a chip that fails, and no window across what was
// lost.
#include "cn/reader.h"

#include "cn/error.h"
#include "cn/hal.h"

// A drain can find the watermark reached again; a line that stays high longer than this is a fault.
#define DRAINS_AT_ONCE 4

// ---- start and restart

int cn_reader_start(struct cn_reader *reader) {
    reader->period_us = 1000000000u / reader->config.rate_millihz;
    int res = cn_sensor_probe(reader->sensor, &reader->config);
    if (res < 0) {
        return res;
    }
    bool turns = reader->config.range_dps > 0;
    reader->unsettled = turns ? reader->sensor->settle_us / reader->period_us + 1 : 0;
    return reader->sensor->start(&reader->config);
}

// Samples were lost somewhere before now: a window must not join what is left as if nothing had happened.
static void discard(struct cn_reader *reader) {
    reader->stats.dropped += cn_windows_break(&reader->windows);
    reader->stats.gaps++;
}

int cn_reader_restart(struct cn_reader *reader) {
    reader->stats.restarts++;
    discard(reader);
    (void)hal_bus_recover(reader->config.bus); // its failure shows in the next transfer
    return cn_reader_start(reader);
}

// ---- drain

// One read of the FIFO. *lost: samples were, by the chip, within a burst, or because the ring was full.
static int attempt(struct cn_reader *reader, bool *lost) {
    struct cn_ring *ring = &reader->windows.ring;
    bool overrun = false;
    uint32_t before = ring->head;
    ring->dropped = 0;
    reader->looked_us = hal_now_us();
    int count = reader->sensor->drain(&reader->config, ring, &overrun);
    // a read that failed may have brought some before it did
    reader->stats.samples += ring->head - before + ring->dropped;
    reader->stats.dropped += ring->dropped;
    if (count < 0) {
        reader->stats.bus_errors++;
    } else {
        reader->stats.overruns += overrun;
    }
    *lost = *lost || overrun || ring->dropped > 0;
    return count;
}

// The gyroscope's first samples mean nothing.
static void settle(struct cn_reader *reader) {
    if (reader->unsettled > 0) {
        uint32_t skipped = cn_ring_skip(&reader->windows.ring, reader->unsettled);
        reader->unsettled -= skipped;
        reader->stats.dropped += skipped;
    }
}

static int drain_once(struct cn_reader *reader) {
    bool lost = false;
    int count = attempt(reader, &lost);
    if (count < 0) {
        (void)hal_bus_recover(reader->config.bus);
        count = attempt(reader, &lost);
    }
    if (count >= 0) {
        if (lost) {
            discard(reader);
        }
        settle(reader);
    }
    return count;
}

// The moment of the newest sample, after `count` were read because of the alert at `at_us`, or `again`
// without a new alert.
static void date(struct cn_reader *reader, uint32_t count, uint64_t at_us, bool again) {
    uint32_t period_us = reader->period_us;
    // samples beyond the watermark came after the alert
    uint32_t first = again ? 0 : reader->config.watermark;
    uint64_t newest_us = again ? reader->newest_us : at_us;
    newest_us += (uint64_t)(count > first ? count - first : 0) * period_us;
    // an edge that was answered already, or samples that were lost, do not count that far; but the newest
    // sample was at most a period old when the FIFO was looked at
    if (newest_us + period_us < reader->looked_us) {
        newest_us = reader->looked_us - period_us;
    }
    // the chip's clock may run a little faster than ours
    reader->newest_us = newest_us < hal_now_us() ? newest_us : hal_now_us();
}

int cn_reader_drain(struct cn_reader *reader, uint64_t at_us) {
    for (int i = 0; i < DRAINS_AT_ONCE; i++) {
        int count = drain_once(reader);
        if (count < 0) {
            return cn_reader_restart(reader);
        }
        if (count > 0) {
            date(reader, (uint32_t)count, at_us, i > 0);
        }
        // the line is a level: still high means that the watermark was reached again and no new edge will
        // come
        if (hal_pin_read(reader->config.alert_pin) <= 0) {
            break;
        }
    }
    return CN_OK;
}

uint64_t cn_reader_hand_out(struct cn_reader *reader) {
    cn_windows_hand_out(&reader->windows);
    reader->stats.windows++;
    return reader->newest_us - (uint64_t)cn_ring_count(&reader->windows.ring) * reader->period_us;
}
