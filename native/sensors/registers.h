// Register access over I2C for sensor drivers: tables of codes, tables of writes, burst reads.
#ifndef CN_SENSORS_REGISTERS_H
#define CN_SENSORS_REGISTERS_H

#include <stddef.h>
#include <stdint.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/sensor.h"

struct register_write {
    uint8_t address;
    uint8_t value;
};

// A value that the chip knows by a code.
struct register_code {
    uint32_t value;
    uint8_t bits;
};

static inline int register_code_of(const struct register_code *table, size_t count, uint32_t value) {
    for (size_t i = 0; i < count; i++) {
        if (table[i].value == value) {
            return table[i].bits;
        }
    }
    return CN_ERR_INVAL;
}
#define LOOK_UP(table, value) register_code_of(table, sizeof(table) / sizeof((table)[0]), value)

static inline int register_read(uint8_t bus, uint8_t device, uint8_t address, uint8_t *out, size_t count) {
    return hal_bus_transfer(bus, device, &address, 1, out, count);
}

// A burst that looks as after a reset needs a second look: at a register that a reset would have changed.
// CN_ERR_IO if it has. A chip that is reset in the middle of a burst lets go of the data line, and the rest
// reads as ones.
static inline int register_check_burst(const struct cn_sensor_config *config, bool suspect, uint8_t address,
                                       uint8_t expected) {
    uint8_t value;
    if (!suspect) {
        return 0;
    }
    int res = register_read(config->bus, config->address, address, &value, 1);
    return res < 0 ? res : value == expected ? 0 : CN_ERR_IO;
}

static inline int16_t register_int16(const uint8_t *bytes) {
    return (int16_t)(bytes[0] | bytes[1] << 8);
}

static inline int register_write_all(uint8_t bus, uint8_t device, const struct register_write *table,
                                     size_t count) {
    for (size_t i = 0; i < count; i++) {
        int res = hal_bus_transfer(bus, device, (const uint8_t *)&table[i], 2, NULL, 0);
        if (res < 0) {
            return res;
        }
    }
    return 0;
}

#define WRITE_ALL(config, table)                                                                             \
    register_write_all((config)->bus, (config)->address, table, sizeof(table) / sizeof((table)[0]))

#endif
