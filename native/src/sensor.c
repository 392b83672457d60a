// Sensors: what a stream asks of a chip beside its FIFO: supply, identity, motion detection.
#include "cn/sensor.h"

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/rail.h"

static int answered = CN_ERR_NO_DEVICE;

int cn_sensor_power_on(const struct cn_sensor *sensor, const struct cn_sensor_config *config) {
    return config->switched ? cn_rail_on(config->supply_pin, sensor->start_up_us) : CN_OK;
}

void cn_sensor_power_off(const struct cn_sensor_config *config) {
    if (config->switched) {
        cn_rail_off(config->supply_pin);
    }
}

static int read_register(const struct cn_sensor_config *config, const uint8_t *address, uint8_t *value) {
    return hal_bus_transfer(config->bus, config->address, address, 1, value, 1);
}

int cn_sensor_probe(const struct cn_sensor *sensor, const struct cn_sensor_config *config) {
    uint8_t identity;
    answered = CN_ERR_NO_DEVICE;
    int res = read_register(config, &sensor->identity_register, &identity);
    if (res < 0) {
        return res;
    }
    answered = identity;
    return identity == sensor->identity ? CN_OK : CN_ERR_WRONG_DEVICE;
}

int cn_sensor_answered(void) {
    return answered;
}

int cn_sensor_arm(const struct cn_sensor *sensor, const struct cn_sensor_config *config,
                  const struct cn_motion_config *motion) {
    int res = cn_sensor_probe(sensor, config);
    return res < 0 ? res : sensor->motion(config, motion);
}

int cn_sensor_is_armed(const struct cn_sensor *sensor, const struct cn_sensor_config *config, bool *armed) {
    uint8_t value;
    int res = read_register(config, &sensor->armed_register, &value);
    *armed = res >= 0 && value == sensor->armed_value;
    return res;
}
