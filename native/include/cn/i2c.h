// I2C for apps: one transfer, in order with those of the sensor drivers, which run in the same loop.
#ifndef CN_I2C_H
#define CN_I2C_H

#include <stddef.h>
#include <stdint.h>

// Write `tx_len` bytes to the 7-bit `address`, then (repeated start) read `rx_len`; either may be 0, and both
// 0 ask whether anything answers. The core sleeps meanwhile and interrupts are served. Task context only.
// Returns 0, CN_ERR_INVAL (no such bus), CN_ERR_NO_DEVICE, CN_ERR_IO (a byte was not acknowledged) or
// CN_ERR_TIMEOUT: a line was held, and was freed by hand if it could be.
int cn_i2c_transfer(uint32_t bus, uint32_t address, const uint8_t *tx, size_t tx_len, uint8_t *rx,
                    size_t rx_len);

#endif
