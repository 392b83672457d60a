// Register access over I2C for sensor drivers: single writes, tables of writes, burst reads.
#ifndef CN_SENSORS_REGISTERS_H
#define CN_SENSORS_REGISTERS_H

#include <stddef.h>
#include <stdint.h>

#include "cn/hal.h"

struct register_write {
    uint8_t address;
    uint8_t value;
};

static inline int register_read(uint8_t bus, uint8_t device, uint8_t address, uint8_t *out, size_t count) {
    return hal_bus_transfer(bus, device, &address, 1, out, count);
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

#endif
