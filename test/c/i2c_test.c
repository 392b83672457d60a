// I2C and SPI for apps: bytes and errors pass through, a stuck bus is freed, a device is selected around its
// bytes.
#include "board/board.h"
#include "check.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/i2c.h"
#include "cn/spi.h"

static int echo(void *context, const uint8_t *tx, size_t tx_len, uint8_t *rx, size_t rx_len) {
    (void)context;
    for (size_t i = 0; i < rx_len; i++) {
        rx[i] = (uint8_t)(i < tx_len ? tx[i] + 1 : 0xee);
    }
    return CN_OK;
}

static void passes(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    board_attach(0x42, echo, NULL);
    static const uint8_t out[] = {7, 8};
    uint8_t into[3] = {0};
    CHECK_EQ(cn_i2c_transfer(0, 0x42, out, 2, into, 3), 0);
    CHECK_EQ(into[0], 8);
    CHECK_EQ(into[1], 9);
    CHECK_EQ(into[2], 0xee);
    CHECK_EQ(cn_i2c_transfer(0, 0x42, NULL, 0, NULL, 0), 0);
    CHECK_EQ(board_log.spent, 2 * CN_COST_TRANSFER);
}

static void fails(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    board_attach(0x42, echo, NULL);
    static const int errors[] = {CN_ERR_IO, CN_ERR_NO_DEVICE, CN_ERR_INVAL};
    for (int i = 0; i < 3; i++) {
        board_fail_transfer(1, errors[i]);
        CHECK_EQ(cn_i2c_transfer(0, 0x42, NULL, 0, NULL, 0), errors[i]);
    }
    CHECK_EQ(cn_i2c_transfer(0, 0x43, NULL, 0, NULL, 0), CN_ERR_NO_DEVICE);
    CHECK_EQ(board_log.recoveries, 0);
}

static void frees(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    board_attach(0x42, echo, NULL);
    board_fail_transfer(1, CN_ERR_TIMEOUT);
    CHECK_EQ(cn_i2c_transfer(0, 0x42, NULL, 0, NULL, 0), CN_ERR_TIMEOUT);
    CHECK_EQ(board_log.recoveries, 1);
    CHECK_EQ(cn_i2c_transfer(0, 0x42, NULL, 0, NULL, 0), 0);
    CHECK_EQ(board_log.recoveries, 1);
}

static void selects(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    static const uint8_t out[] = {0x0f};
    uint8_t into[2] = {0};
    CHECK_EQ(cn_spi_open(BOARD_SPI_SELECT, false), 0);
    CHECK_EQ(hal_pin_read(BOARD_SPI_SELECT), 1);
    CHECK_EQ(cn_spi_transfer(0, BOARD_SPI_SELECT, false, 0, 1000000, out, 1, into, 2), 0);
    CHECK_EQ(into[0], 0xf0);
    CHECK_EQ(into[1], 0xff);
    CHECK_EQ(hal_pin_read(BOARD_SPI_SELECT), 1);
    CHECK_EQ(cn_spi_open(BOARD_SPI_SELECT, true), 0);
    CHECK_EQ(hal_pin_read(BOARD_SPI_SELECT), 0);
    CHECK_EQ(cn_spi_transfer(0, CN_SPI_NO_SELECT, false, 3, 125000, out, 1, into, 1), 0);
    CHECK_EQ(into[0], 0xf0);
}

static void spi_fails(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    CHECK_EQ(cn_spi_open(250, false), CN_ERR_INVAL);
    CHECK_EQ(cn_spi_transfer(0, 250, false, 0, 1000000, NULL, 0, NULL, 0), CN_ERR_INVAL);
    CHECK_EQ(board_log.transfers, 0);
    CHECK_EQ(cn_spi_transfer(0, BOARD_SPI_SELECT, false, 0, 124999, NULL, 0, NULL, 0), CN_ERR_UNSUPPORTED);
    CHECK_EQ(hal_pin_read(BOARD_SPI_SELECT), 1);
    CHECK_EQ(cn_spi_transfer(1, BOARD_SPI_SELECT, false, 0, 1000000, NULL, 0, NULL, 0), CN_ERR_INVAL);
}

int main(void) {
    static const struct test tests[] = {
        {"bytes go out and come back, and a transfer costs what it costs", passes},
        {"errors of the board come back as they are, and free nothing", fails},
        {"a bus that is stuck is reported once and freed for the next transfer", frees},
        {"an SPI device is selected around its bytes, by the level that selects it", selects},
        {"a pin, a bus and a clock that are not there are errors, and the device is let go of", spi_fails},
    };
    return RUN_TESTS(tests);
}
