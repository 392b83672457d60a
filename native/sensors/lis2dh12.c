// LIS2DH12 (and LIS3DH, the same registers): stream FIFO with watermark, latched motion interrupt, high
// resolution. Registers: ST's driver lis2dh12-pid, lis2dh12_reg.h.
#include "cn/sensor.h"

#include <string.h>

#include "cn/cost.h"
#include "cn/error.h"
#include "registers.h"

enum {
    WHO_AM_I = 0x0f,
    CTRL1 = 0x20,
    CTRL2 = 0x21,
    CTRL3 = 0x22,
    CTRL4 = 0x23,
    CTRL5 = 0x24,
    CTRL6 = 0x25,
    REFERENCE = 0x26,
    OUT_X_L = 0x28,
    FIFO_CTRL = 0x2e,
    FIFO_SRC = 0x2f,
    INT1_CFG = 0x30,
    INT1_SRC = 0x31,
    INT1_THS = 0x32,
    INT1_DURATION = 0x33,
    AUTO_INCREMENT = 0x80,
};

enum {
    IDENTITY = 0x33,
    CTRL1_AXES = 0x07,
    CTRL1_LOW_POWER = 0x08,
    CTRL2_HIGH_PASS_INT1 = 0x01,
    CTRL3_WATERMARK = 0x04,
    CTRL3_MOTION = 0x40,
    CTRL4_BLOCK_UPDATE = 0x80,
    CTRL4_HIGH_RESOLUTION = 0x08,
    CTRL5_FIFO = 0x40,
    CTRL5_LATCH_INT1 = 0x08,
    FIFO_STREAM = 0x80,
    FIFO_SRC_OVERRUN = 0x40,
    FIFO_SRC_COUNT = 0x1f,
    INT1_ANY_AXIS_HIGH = 0x2a,
};

#define FIFO_SAMPLES 32
#define MOTION_RATE_HZ 25

static const struct register_code rates[] = {{1000, 1},   {10000, 2},  {25000, 3}, {50000, 4},
                                             {100000, 5}, {200000, 6}, {400000, 7}};

struct range {
    uint8_t range_g;
    uint8_t bits;
    uint8_t threshold_mg; // per count of INT1_THS
    uint8_t mg;           // per 16 counts: 12 bits left-aligned in 16 (data sheet table 4, high resolution)
};
static const struct range ranges[] = {{2, 0, 16, 1}, {4, 1, 32, 2}, {8, 2, 62, 4}, {16, 3, 186, 12}};

static const struct range *find_range(uint8_t range_g) {
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (ranges[i].range_g == range_g) {
            return &ranges[i];
        }
    }
    return NULL;
}

static uint8_t sampling(int rate_bits) {
    return (uint8_t)(rate_bits << 4 | CTRL1_AXES);
}

static int clear(const struct cn_sensor_config *config) {
    uint8_t source;
    return register_read(config->bus, config->address, INT1_SRC, &source, 1);
}

static bool has(const struct cn_sensor_config *config) {
    return LOOK_UP(rates, config->rate_millihz) >= 0 && find_range(config->range_g) &&
           config->range_dps == 0 && config->watermark != 0 && config->watermark < FIFO_SAMPLES;
}

static int start(const struct cn_sensor_config *config) {
    if (!has(config)) {
        return CN_ERR_INVAL;
    }
    int rate_bits = LOOK_UP(rates, config->rate_millihz);
    const struct range *range = find_range(config->range_g);
    const struct register_write setup[] = {
        {CTRL1, 0},     // power down while the rest changes
        {FIFO_CTRL, 0}, // bypass empties the FIFO: the only way to restart it
        {CTRL2, 0},
        {CTRL3, CTRL3_WATERMARK},
        {CTRL4, (uint8_t)(CTRL4_BLOCK_UPDATE | range->bits << 4 | CTRL4_HIGH_RESOLUTION)},
        {CTRL5, CTRL5_FIFO},
        {CTRL6, 0}, // interrupt is active high
        {INT1_CFG, 0},
        {FIFO_CTRL, (uint8_t)(FIFO_STREAM | config->watermark)},
        {CTRL1, sampling(rate_bits)},
    };
    return WRITE_ALL(config, setup);
}

// A burst is already what the ring holds: x y z in two bytes each, the low one first, as on all our cores.
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "a burst would need its bytes swapped");

// What a chip gives that was reset within the burst, or after the look at FIFO_SRC: its outputs are zero
// then. A sample that is exactly zero on all axes is rare, as one count is a thousandth of gravity.
static bool is_suspect(const uint8_t *burst, size_t size) {
    static const uint8_t zero[6];
    return burst[size - 1] == 0xff || memcmp(burst, zero, sizeof zero) == 0;
}

static int drain(const struct cn_sensor_config *config, struct cn_ring *ring, bool *overrun) {
    uint8_t status;
    int res = register_read(config->bus, config->address, FIFO_SRC, &status, 1);
    if (res < 0) {
        return res;
    }
    *overrun = (status & FIFO_SRC_OVERRUN) != 0;
    // the count has five bits: a full FIFO says 31 and overrun
    int count = *overrun ? FIFO_SAMPLES : status & FIFO_SRC_COUNT;
    if (count == 0) {
        return 0;
    }
    int16_t samples[FIFO_SAMPLES * 3];
    uint8_t *burst = (uint8_t *)samples;
    size_t size = (size_t)count * 6;
    bool lost = *overrun;
    *overrun = true; // from here on what a failed read has taken out is gone
    res = register_read(config->bus, config->address, OUT_X_L | AUTO_INCREMENT, burst, size);
    if (res >= 0) {
        uint8_t expected = sampling(LOOK_UP(rates, config->rate_millihz));
        res = register_check_burst(config, is_suspect(burst, size), CTRL1, expected);
    }
    if (res < 0) {
        return res;
    }
    *overrun = lost;
    (void)cn_ring_push(ring, samples, (uint32_t)count); // a full ring counts what it refuses
    hal_spend(CN_COST_DRAIN + (uint32_t)count * CN_COST_SAMPLE);
    return count;
}

static int motion(const struct cn_sensor_config *config, const struct cn_motion_config *motion) {
    const struct range *range = find_range(config->range_g);
    int rate_bits = LOOK_UP(rates, MOTION_RATE_HZ * 1000);
    uint32_t threshold = range ? motion->threshold_mg / range->threshold_mg : 0;
    uint32_t duration = (uint32_t)motion->duration_ms * MOTION_RATE_HZ / 1000;
    if (threshold == 0 || threshold > 0x7f || duration > 0x7f) {
        return CN_ERR_INVAL;
    }
    const struct register_write setup[] = {
        {CTRL1, 0},
        {FIFO_CTRL, 0},
        {CTRL2, CTRL2_HIGH_PASS_INT1}, // gravity must not count as motion
        {CTRL3, CTRL3_MOTION},
        {CTRL4, (uint8_t)(CTRL4_BLOCK_UPDATE | range->bits << 4)},
        {CTRL5, CTRL5_LATCH_INT1}, // a level that stays until it is read cannot be missed by a sleeping chip
        {CTRL6, 0},
        {INT1_THS, (uint8_t)threshold},
        {INT1_DURATION, (uint8_t)duration},
        {CTRL1, sampling(rate_bits) | CTRL1_LOW_POWER},
    };
    int res = WRITE_ALL(config, setup);
    if (res < 0) {
        return res;
    }
    uint8_t ignored;
    res = register_read(config->bus, config->address, REFERENCE, &ignored, 1); // resets the high-pass filter
    if (res < 0) {
        return res;
    }
    const struct register_write arm[] = {{INT1_CFG, INT1_ANY_AXIS_HIGH}};
    res = WRITE_ALL(config, arm);
    return res < 0 ? res : clear(config); // what was latched before is not motion
}

static int stop(const struct cn_sensor_config *config) {
    static const struct register_write off[] = {{CTRL1, 0}, {CTRL3, 0}, {INT1_CFG, 0}, {FIFO_CTRL, 0}};
    int res = WRITE_ALL(config, off);
    return res < 0 ? res : clear(config); // the line of an earlier motion, perhaps before off, must fall
}

static int units(const struct cn_sensor_config *config, struct cn_sensor_units *units) {
    if (!has(config)) {
        return CN_ERR_INVAL;
    }
    const struct range *range = find_range(config->range_g);
    *units = (struct cn_sensor_units){.axes = 3, .mg_per_count = range->mg / 16.0};
    return CN_OK;
}

const struct cn_sensor cn_lis2dh12 = {
    .name = "LIS2DH12",
    .identity_register = WHO_AM_I,
    .identity = IDENTITY,
    .fifo_samples = FIFO_SAMPLES,
    .armed_register = INT1_CFG,
    .armed_value = INT1_ANY_AXIS_HIGH,
    .start_up_us = 5000, // boot after supply [data sheet as remembered]
    .start = start,
    .drain = drain,
    .motion = motion,
    .clear = clear,
    .stop = stop,
    .units = units,
};
