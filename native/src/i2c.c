// I2C for apps: the board moves the bytes; a bus that is stuck is freed for whoever comes next.
#include "cn/i2c.h"

#include "cn/assert.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/hal.h"

int cn_i2c_transfer(uint32_t bus, uint32_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                    size_t rx_len) {
    CN_ASSERT(bus <= UINT8_MAX && address <= 127);
    hal_spend(CN_COST_TRANSFER);
    int res = hal_bus_transfer((uint8_t)bus, (uint8_t)address, tx, tx_len, rx, rx_len);
    if (res == CN_ERR_TIMEOUT) {
        (void)hal_bus_recover((uint8_t)bus); // its failure shows in the next transfer
    }
    return res;
}
