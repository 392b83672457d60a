// SPI for apps: the select pin around what the board exchanges.
#include "cn/spi.h"

#include "cn/assert.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/hal.h"

static int select_device(uint32_t select, bool high) {
    return select == CN_SPI_NO_SELECT ? CN_OK : hal_pin_write((uint8_t)select, high);
}

int cn_spi_open(uint32_t select, bool active_high) {
    int res = select == CN_SPI_NO_SELECT ? CN_OK : hal_pin_mode((uint8_t)select, HAL_PIN_OUTPUT);
    return res < 0 ? res : select_device(select, !active_high);
}

int cn_spi_transfer(uint32_t bus, uint32_t select, bool active_high, uint32_t mode, uint32_t hz,
                    const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len) {
    CN_ASSERT(bus <= UINT8_MAX && select <= UINT8_MAX && mode <= 3);
    const struct hal_spi how = {hz, (uint8_t)mode};
    hal_spend(CN_COST_TRANSFER);
    int res = select_device(select, active_high);
    if (res < 0) {
        return res;
    }
    res = hal_spi_transfer((uint8_t)bus, &how, tx, tx_len, rx, rx_len);
    (void)select_device(select, !active_high); // it was written before: it cannot fail
    return res;
}
