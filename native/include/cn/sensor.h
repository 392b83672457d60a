// Sensors: one table of functions a chip, how it is wired and set up, and whether it is there.
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
    double mg_per_count;   // milli-g
    double mdps_per_count; // millidegrees per second; 0 for three axes
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

// Switch the chip's supply on, where it has a rail of its own, and off again. Every success of the first
// needs one call of the second.
int cn_sensor_power_on(const struct cn_sensor *sensor, const struct cn_sensor_config *config);
void cn_sensor_power_off(const struct cn_sensor_config *config);

// Whether the chip answers with the right identity.
int cn_sensor_probe(const struct cn_sensor *sensor, const struct cn_sensor_config *config);

// The identity that answered the last probe, 0 to 255; CN_ERR_NO_DEVICE if nothing did.
int cn_sensor_answered(void);

// Set the chip up to report motion; it must answer the probe first.
int cn_sensor_arm(const struct cn_sensor *sensor, const struct cn_sensor_config *config,
                  const struct cn_motion_config *motion);

// Whether the chip still watches for motion: a chip that was reset does not.
int cn_sensor_is_armed(const struct cn_sensor *sensor, const struct cn_sensor_config *config, bool *armed);

#endif
