// Generated from boards/esp32s3-devkitc/board.ts by tools/dev/gen. Edit that file, then run: npm run gen
#ifndef BOARD_PINS_H
#define BOARD_PINS_H

#include <stdint.h>

#define PIN_PULL_UP 0x01u
#define PIN_PULL_DOWN 0x02u
#define PIN_ACTIVE_LOW 0x04u // an output that is on when low, an input that is pressed when low
#define PIN_WAKES 0x08u // ends off by its active level
#define PIN_FALLS_IN_OFF 0x10u // an output that loses its level in off

struct board_pin {
    uint8_t number; // as in hal.h
    uint8_t flags;
};

// The pins that apps see.
static const struct board_pin board_pins[] = {
    {4, PIN_PULL_DOWN | PIN_WAKES}, // imuInt: GPIO4: INT1 of the accelerometer
    {5, PIN_PULL_DOWN | PIN_WAKES}, // imu6Int: GPIO5: INT1 of the 6-axis IMU
    {6, 0}, // imu6Power: GPIO6: load switch of the 6-axis IMU, on when high
    {47, 0}, // led: GPIO47: an LED on a breadboard; the RGB LED of the board wants a signal of its own
    {0, PIN_PULL_UP | PIN_ACTIVE_LOW | PIN_WAKES}, // button: GPIO0, boot button: low when pressed
    {8, 0}, // sda: GPIO8, data line of i2c0
    {9, 0}, // scl: GPIO9, clock line of i2c0
    {1, PIN_WAKES}, // d0: GPIO1, free; rx of uart0
    {2, PIN_WAKES}, // d1: GPIO2, free; tx of uart0
    {15, PIN_WAKES}, // d7: GPIO15, free
    {16, PIN_WAKES}, // d8: GPIO16, free
    {17, PIN_WAKES}, // d9: GPIO17, free
    {18, PIN_WAKES}, // d10: GPIO18, free; the usual select pin of spi0
    {11, 0}, // spiMosi: GPIO11: data to the devices of spi0
    {12, 0}, // spiSck: GPIO12: clock of spi0
    {13, 0}, // spiMiso: GPIO13: data from the devices of spi0
    {41, 0}, // pdmClock: GPIO41: clock of the microphone
    {42, 0}, // pdmData: GPIO42: data of the microphone
};

// What the port uses by itself; PIN_NONE: the board has no such pin.
#define PIN_NONE 0xffu
#define PIN_SDA 8u // GPIO8, data line of i2c0
#define PIN_SCL 9u // GPIO9, clock line of i2c0
#define PIN_SPI_SCK 12u // GPIO12: clock of spi0
#define PIN_SPI_MOSI 11u // GPIO11: data to the devices of spi0
#define PIN_SPI_MISO 13u // GPIO13: data from the devices of spi0
#define PIN_PDM_CLOCK 41u // GPIO41: clock of the microphone
#define PIN_PDM_DATA 42u // GPIO42: data of the microphone
#define PIN_CONSOLE_TX 43u // GPIO43, TX of UART0 at the kit
#define PIN_FLASH_DATA PIN_NONE
#define PIN_FLASH_CLOCK 30u // GPIO30, SPICLK
#define PIN_FLASH_SELECT 29u // GPIO29, SPICS0
#define PIN_UART_TX 2u // GPIO2, free; tx of uart0
#define PIN_UART_RX 1u // GPIO1, free; rx of uart0

// Levels that pins of the board's own parts are given at each start, one bit each.
#define PINS_START_HIGH 0ull
#define PINS_START_LOW 0ull

// Pins of the board's own parts, one bit each: apps do not get them.
#define PINS_OWN (1ull << 43 | 1ull << 44 | 1ull << 19 | 1ull << 20 | 1ull << 26 | 1ull << 27 | 1ull << 28 | 1ull << 29 | 1ull << 30 | 1ull << 31 | 1ull << 32)

#endif
