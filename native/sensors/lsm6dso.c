// LSM6DSO: accelerometer and gyroscope in one FIFO of tagged words, watermark and latched wake-up on INT1.
// Registers: ST's driver lsm6dso-pid, lsm6dso_reg.h.
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/sensor.h"
#include "registers.h"

enum {
    FIFO_CTRL1 = 0x07,
    FIFO_CTRL2 = 0x08,
    FIFO_CTRL3 = 0x09,
    FIFO_CTRL4 = 0x0a,
    INT1_CTRL = 0x0d,
    WHO_AM_I = 0x0f,
    CTRL1_XL = 0x10,
    CTRL2_G = 0x11,
    CTRL3_C = 0x12,
    CTRL6_C = 0x15,
    CTRL8_XL = 0x17,
    WAKE_UP_SRC = 0x1b,
    FIFO_STATUS1 = 0x3a,
    TAP_CFG0 = 0x56,
    TAP_CFG2 = 0x58,
    WAKE_UP_THS = 0x5b,
    WAKE_UP_DUR = 0x5c,
    MD1_CFG = 0x5e,
    FIFO_DATA_OUT_TAG = 0x78,
};

enum {
    IDENTITY = 0x6c,
    FIFO_CONTINUOUS = 0x06,
    INT1_WATERMARK = 0x08,
    CTRL3_BLOCK_UPDATE = 0x40,
    CTRL3_AUTO_INCREMENT = 0x04,
    CTRL6_ACCELEROMETER_FRUGAL = 0x10, // low power up to 52 Hz, normal at 104 and 208 Hz
    CTRL8_CUT_OFF_ODR_100 = 0x80,
    CTRL8_FAST_SETTLING = 0x08,
    STATUS2_OVERRUN = 0x48, // the FIFO is full, or has been since the last look
    STATUS2_LEVEL = 0x03,   // bits 9 and 8
    TAP_CFG0_CLEAR_ON_READ = 0x40,
    TAP_CFG0_HIGH_PASS = 0x10,
    TAP_CFG0_LATCH = 0x01,
    TAP_CFG2_INTERRUPTS = 0x80,
    WAKE_FINE = 0x10, // a count of the threshold is range / 256, not range / 64
    MD1_WAKE_UP = 0x20,
    TAG_GYROSCOPE = 1,
    TAG_ACCELEROMETER = 2,
};

#define FIFO_WORDS 512
#define WORD_BYTES 7
#define BURST_WORDS 64 // more of them are read in several bursts: the stack holds one
#define FRUGAL_MILLIHZ 208000u
#define MOTION_RATE_HZ 26
#define THRESHOLD_MAX 63
#define DURATION_MAX 3

static const struct register_code rates[] = {{1600, 11},  {12500, 1},  {26000, 2},  {52000, 3},  {104000, 4},
                                             {208000, 5}, {416000, 6}, {833000, 7}, {1666000, 8}};

// Bits [3:2] of CTRL1_XL, and micro-g per count.
struct range_g {
    uint8_t range_g;
    uint8_t bits;
    uint16_t ug;
};
static const struct range_g ranges_g[] = {{2, 0, 61}, {4, 2, 122}, {8, 3, 244}, {16, 1, 488}};

// Bits [3:1] of CTRL2_G, and microdegrees per second per count.
struct range_dps {
    uint16_t range_dps;
    uint8_t bits;
    uint32_t udps;
};
static const struct range_dps ranges_dps[] = {
    {125, 1, 4375}, {250, 0, 8750}, {500, 2, 17500}, {1000, 4, 35000}, {2000, 6, 70000}};

static const struct range_g *find_range_g(uint8_t range_g) {
    for (size_t i = 0; i < sizeof ranges_g / sizeof ranges_g[0]; i++) {
        if (ranges_g[i].range_g == range_g) {
            return &ranges_g[i];
        }
    }
    return NULL;
}

static const struct range_dps *find_range_dps(uint16_t range_dps) {
    for (size_t i = 0; i < sizeof ranges_dps / sizeof ranges_dps[0]; i++) {
        if (ranges_dps[i].range_dps == range_dps) {
            return &ranges_dps[i];
        }
    }
    return NULL;
}

static bool has(const struct cn_sensor_config *config) {
    const struct range_dps *turn = find_range_dps(config->range_dps);
    unsigned words = config->watermark * (turn ? 2u : 1u);
    // the slowest rate is the accelerometer's alone
    bool has_rate = LOOK_UP(rates, config->rate_millihz) >= 0 && !(turn && config->rate_millihz == 1600);
    return has_rate && find_range_g(config->range_g) && (config->range_dps == 0 || turn) && words != 0 &&
           words < FIFO_WORDS;
}

static int units(const struct cn_sensor_config *config, struct cn_sensor_units *units) {
    if (!has(config)) {
        return CN_ERR_INVAL;
    }
    const struct range_g *range = find_range_g(config->range_g);
    const struct range_dps *turn = find_range_dps(config->range_dps);
    *units = (struct cn_sensor_units){.axes = turn ? 6 : 3, .mg_per_count = range->ug / 1000.0};
    units->mdps_per_count = turn ? turn->udps / 1000.0 : 0;
    return CN_OK;
}

static int clear(const struct cn_sensor_config *config) {
    uint8_t source;
    return register_read(config->bus, config->address, WAKE_UP_SRC, &source, 1);
}

static int start(const struct cn_sensor_config *config) {
    if (!has(config)) {
        return CN_ERR_INVAL;
    }
    int rate = LOOK_UP(rates, config->rate_millihz);
    const struct range_g *range = find_range_g(config->range_g);
    const struct range_dps *turn = find_range_dps(config->range_dps);
    unsigned words = config->watermark * (turn ? 2u : 1u);
    bool frugal = !turn && config->rate_millihz <= FRUGAL_MILLIHZ;
    const struct register_write setup[] = {
        {CTRL1_XL, 0}, // power down while the rest changes
        {CTRL2_G, 0},
        {FIFO_CTRL4, 0}, // bypass empties the FIFO
        {MD1_CFG, 0},
        {TAP_CFG2, 0},
        {CTRL3_C, CTRL3_BLOCK_UPDATE | CTRL3_AUTO_INCREMENT}, // interrupt is active high
        {CTRL6_C, frugal ? CTRL6_ACCELEROMETER_FRUGAL : 0},
        {CTRL8_XL, 0},
        {FIFO_CTRL1, (uint8_t)words},
        {FIFO_CTRL2, (uint8_t)(words >> 8)},
        {FIFO_CTRL3, (uint8_t)(rate | (turn ? rate << 4 : 0))},
        {INT1_CTRL, INT1_WATERMARK},
        {CTRL2_G, turn ? (uint8_t)(rate << 4 | turn->bits << 1) : 0},
        {CTRL1_XL, (uint8_t)(rate << 4 | range->bits << 2)},
        {FIFO_CTRL4, FIFO_CONTINUOUS}, // last, so that its first sample has all axes
    };
    return WRITE_ALL(config, setup);
}

// ---- the FIFO: a word is a tag and three axes; those of one moment have the same count in their tags

struct reader {
    struct cn_ring *ring;
    int16_t sample[6];
    uint8_t moment; // the count in the tags of what `sample` holds
    uint8_t have;   // bit 0 accelerometer, bit 1 gyroscope
    uint8_t whole;  // what a sample must have
    bool torn;      // a half had no other half
    int samples;
};

static int take(struct reader *reader, const uint8_t *word) {
    uint8_t sensor = word[0] >> 3, moment = word[0] >> 1 & 3;
    uint8_t part = sensor == TAG_ACCELEROMETER ? 1 : sensor == TAG_GYROSCOPE ? 2 : 0;
    if (!(part & reader->whole)) {
        return CN_ERR_IO; // no such word was asked for: the chip was reset, or is gone
    }
    if (reader->have && (reader->moment != moment || reader->have & part)) {
        reader->torn = true;
        reader->have = 0;
    }
    reader->moment = moment;
    reader->have |= part;
    for (int axis = 0; axis < 3; axis++) {
        reader->sample[axis + (part == 2 ? 3 : 0)] = register_int16(&word[1 + 2 * axis]);
    }
    if (reader->have == reader->whole) {
        (void)cn_ring_push(reader->ring, reader->sample, 1); // a full ring counts what it refuses
        reader->have = 0;
        reader->samples++;
    }
    return CN_OK;
}

static int read_words(const struct cn_sensor_config *config, struct reader *reader, unsigned words) {
    uint8_t burst[BURST_WORDS * WORD_BYTES];
    while (words > 0) {
        unsigned count = words < BURST_WORDS ? words : BURST_WORDS;
        size_t size = (size_t)count * WORD_BYTES;
        int res = register_read(config->bus, config->address, FIFO_DATA_OUT_TAG, burst, size);
        if (res >= 0) {
            res = register_check_burst(config, burst[size - 1] == 0xff, FIFO_CTRL4, FIFO_CONTINUOUS);
        }
        for (unsigned i = 0; res >= 0 && i < count; i++) {
            res = take(reader, &burst[(size_t)i * WORD_BYTES]);
        }
        if (res < 0) {
            return res;
        }
        words -= count;
    }
    return CN_OK;
}

static int drain(const struct cn_sensor_config *config, struct cn_ring *ring, bool *overrun) {
    uint8_t status[2];
    int res = register_read(config->bus, config->address, FIFO_STATUS1, status, sizeof status);
    if (res < 0) {
        return res;
    }
    bool lost = (status[1] & STATUS2_OVERRUN) != 0;
    unsigned words = status[0] | (unsigned)(status[1] & STATUS2_LEVEL) << 8;
    struct reader reader = {.ring = ring, .whole = config->range_dps ? 3 : 1};
    *overrun = true; // from here on what a failed read has taken out is gone
    res = read_words(config, &reader, words);
    if (res >= 0 && reader.have) {
        res = read_words(config, &reader, 1); // the other half has come meanwhile, or an overrun took it
    }
    if (res < 0) {
        return res;
    }
    *overrun = lost || reader.torn;
    hal_spend(CN_COST_DRAIN + words * CN_COST_WORD);
    return reader.samples;
}

// ---- motion

static int motion(const struct cn_sensor_config *config, const struct cn_motion_config *motion) {
    const struct range_g *range = find_range_g(config->range_g);
    int rate = LOOK_UP(rates, MOTION_RATE_HZ * 1000u);
    uint32_t duration = (uint32_t)motion->duration_ms * MOTION_RATE_HZ / 1000;
    uint32_t full_mg = config->range_g * 1000u;
    uint32_t fine = motion->threshold_mg * 256u / full_mg;
    uint32_t threshold = fine <= THRESHOLD_MAX ? fine : motion->threshold_mg * 64u / full_mg;
    if (!range || threshold == 0 || threshold > THRESHOLD_MAX || duration > DURATION_MAX) {
        return CN_ERR_INVAL;
    }
    const struct register_write setup[] = {
        {CTRL1_XL, 0},
        {CTRL2_G, 0},
        {FIFO_CTRL4, 0},
        {INT1_CTRL, 0},
        {CTRL3_C, CTRL3_BLOCK_UPDATE | CTRL3_AUTO_INCREMENT},
        {CTRL6_C, CTRL6_ACCELEROMETER_FRUGAL},
        // gravity must not count as motion, not even while the filter settles
        {CTRL8_XL, CTRL8_CUT_OFF_ODR_100 | CTRL8_FAST_SETTLING},
        // a level that stays until it is read cannot be missed by a sleeping chip
        {TAP_CFG0, TAP_CFG0_CLEAR_ON_READ | TAP_CFG0_HIGH_PASS | TAP_CFG0_LATCH},
        {WAKE_UP_THS, (uint8_t)threshold},
        {WAKE_UP_DUR, (uint8_t)(duration << 5 | (fine <= THRESHOLD_MAX ? WAKE_FINE : 0))},
        {MD1_CFG, MD1_WAKE_UP},
        {TAP_CFG2, TAP_CFG2_INTERRUPTS},
        {CTRL1_XL, (uint8_t)(rate << 4 | range->bits << 2)},
    };
    int res = WRITE_ALL(config, setup);
    return res < 0 ? res : clear(config); // what was latched before is not motion
}

static int stop(const struct cn_sensor_config *config) {
    static const struct register_write off[] = {{CTRL1_XL, 0},  {CTRL2_G, 0}, {FIFO_CTRL4, 0},
                                                {INT1_CTRL, 0}, {MD1_CFG, 0}, {TAP_CFG2, 0}};
    int res = WRITE_ALL(config, off);
    return res < 0 ? res : clear(config); // the line of an earlier motion, perhaps before off, must fall
}

const struct cn_sensor cn_lsm6dso = {
    .name = "LSM6DSO",
    .identity_register = WHO_AM_I,
    .identity = IDENTITY,
    .fifo_samples = FIFO_WORDS / 2,
    .armed_register = MD1_CFG,
    .armed_value = MD1_WAKE_UP,
    .start_up_us = 10000, // boot after supply [data sheet as remembered]
    .settle_us = 70000,   // twice the gyroscope's typical turn-on time [data sheet as remembered]
    .start = start,
    .drain = drain,
    .motion = motion,
    .clear = clear,
    .stop = stop,
    .units = units,
};
