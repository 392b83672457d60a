// SPI for apps: a device with its select pin; one exchange, in order with all other transfers of the loop.
#ifndef CN_SPI_H
#define CN_SPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CN_SPI_NO_SELECT 255u

// Make `select` an output that selects nothing; CN_SPI_NO_SELECT: the device is always selected. Returns 0 or
// CN_ERR_INVAL: no such pin.
int cn_spi_open(uint32_t select, bool active_high);

// Select, exchange as many bytes as the longer of the two has (zeros behind the end of `tx`), deselect. The
// core sleeps meanwhile and interrupts are served. Task context only. Returns 0, CN_ERR_INVAL (no such bus)
// or CN_ERR_UNSUPPORTED (slower than the board's slowest clock).
int cn_spi_transfer(uint32_t bus, uint32_t select, bool active_high, uint32_t mode, uint32_t hz,
                    const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len);

#endif
