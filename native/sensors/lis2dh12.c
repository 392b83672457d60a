// LIS2DH12 (and LIS3DH, the same registers): stream FIFO with watermark, latched motion interrupt, high
// resolution. Registers: shared/hardware/energy.md, "Sensor registers", read there from ST's driver.
#include "cn/sensor.h"

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

struct code {
    uint16_t value;
    uint8_t bits;
    uint8_t threshold_mg; // of INT1_THS, per count; ranges only
};

static const struct code rates[] = {{1, 1, 0},   {10, 2, 0},  {25, 3, 0}, {50, 4, 0},
                                    {100, 5, 0}, {200, 6, 0}, {400, 7, 0}};
static const struct code ranges[] = {{2, 0, 16}, {4, 1, 32}, {8, 2, 62}, {16, 3, 186}};

static const struct code *look_up(const struct code *table, size_t count, uint16_t value) {
    for (size_t i = 0; i < count; i++) {
        if (table[i].value == value) {
            return &table[i];
        }
    }
    return NULL;
}
#define LOOK_UP(table, value) look_up(table, sizeof(table) / sizeof((table)[0]), value)
#define WRITE_ALL(config, table)                                                                             \
    register_write_all((config)->bus, (config)->address, table, sizeof(table) / sizeof((table)[0]))

static int check_identity(const struct cn_sensor_config *config) {
    uint8_t identity;
    int res = register_read(config->bus, config->address, WHO_AM_I, &identity, 1);
    if (res < 0) {
        return res;
    }
    return identity == IDENTITY ? CN_OK : CN_ERR_WRONG_DEVICE;
}

static int clear(const struct cn_sensor_config *config) {
    uint8_t source;
    return register_read(config->bus, config->address, INT1_SRC, &source, 1);
}

static int start(const struct cn_sensor_config *config) {
    const struct code *rate = LOOK_UP(rates, config->rate_hz);
    const struct code *range = LOOK_UP(ranges, config->range_g);
    if (!rate || !range || config->watermark == 0 || config->watermark >= FIFO_SAMPLES) {
        return CN_ERR_INVAL;
    }
    int res = check_identity(config);
    if (res < 0) {
        return res;
    }
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
        {CTRL1, (uint8_t)(rate->bits << 4 | CTRL1_AXES)},
    };
    return WRITE_ALL(config, setup);
}

// A chip that is reset in the middle of a burst lets go of the data line: the rest reads as ones. Only then
// is a second look needed.
static int check_burst(const struct cn_sensor_config *config, uint8_t last) {
    uint8_t mode;
    if (last != 0xff) {
        return CN_OK;
    }
    int res = register_read(config->bus, config->address, FIFO_CTRL, &mode, 1);
    return res < 0 ? res : mode == (FIFO_STREAM | config->watermark) ? CN_OK : CN_ERR_IO;
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
    uint8_t burst[FIFO_SAMPLES * 6];
    res = register_read(config->bus, config->address, OUT_X_L | AUTO_INCREMENT, burst, (size_t)count * 6);
    if (res >= 0) {
        res = check_burst(config, burst[count * 6 - 1]);
    }
    if (res < 0) {
        *overrun = true; // samples that were clocked out before the error are gone from the FIFO
        return res;
    }
    for (int i = 0; i < count; i++) {
        struct cn_sample sample;
        for (int axis = 0; axis < 3; axis++) {
            const uint8_t *bytes = &burst[i * 6 + axis * 2];
            sample.axis[axis] = (int16_t)(bytes[0] | bytes[1] << 8);
        }
        (void)cn_ring_push(ring, sample); // a full ring counts what it refuses
    }
    hal_spend(CN_COST_DRAIN + (uint32_t)count * CN_COST_SAMPLE);
    return count;
}

static int motion(const struct cn_sensor_config *config, const struct cn_motion_config *motion) {
    const struct code *range = LOOK_UP(ranges, config->range_g);
    const struct code *rate = LOOK_UP(rates, MOTION_RATE_HZ);
    uint32_t threshold = range ? motion->threshold_mg / range->threshold_mg : 0;
    uint32_t duration = (uint32_t)motion->duration_ms * MOTION_RATE_HZ / 1000;
    if (threshold == 0 || threshold > 0x7f || duration > 0x7f) {
        return CN_ERR_INVAL;
    }
    int res = check_identity(config);
    if (res < 0) {
        return res;
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
        {CTRL1, (uint8_t)(rate->bits << 4 | CTRL1_LOW_POWER | CTRL1_AXES)},
    };
    res = WRITE_ALL(config, setup);
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

static int scale_mg_q16(uint8_t range_g) {
    // 12 bits left-aligned in 16: 1, 2, 4 and 12 mg per 16 counts (data sheet table 4, high resolution)
    switch (range_g) {
    case 2:
        return 65536 / 16;
    case 4:
        return 2 * 65536 / 16;
    case 8:
        return 4 * 65536 / 16;
    case 16:
        return 12 * 65536 / 16;
    default:
        return CN_ERR_INVAL;
    }
}

const struct cn_sensor cn_lis2dh12 = {
    .name = "LIS2DH12",
    .fifo_samples = FIFO_SAMPLES,
    .probe = check_identity,
    .start = start,
    .drain = drain,
    .motion = motion,
    .clear = clear,
    .stop = stop,
    .scale_mg_q16 = scale_mg_q16,
};
