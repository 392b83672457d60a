// Generated from boards/thingy53/board.ts by tools/dev/gen. Edit that file, then run: npm run gen
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
    {11, PIN_PULL_DOWN | PIN_WAKES}, // imuInt: P0.11, edge pin P18: INT1 of the accelerometer
    {32, PIN_PULL_DOWN | PIN_WAKES}, // imu6Int: P1.00, edge pin P6: INT1 of the 6-axis IMU
    {33, 0}, // imu6Power: P1.01, edge pin P5: load switch of the 6-axis IMU, on when high
    {40, 0}, // led: P1.08, red of the RGB LED
    {38, 0}, // ledGreen: P1.06, green of the RGB LED
    {39, 0}, // ledBlue: P1.07, blue of the RGB LED
    {46, PIN_PULL_UP | PIN_ACTIVE_LOW | PIN_WAKES}, // button: P1.14, button 1: low when pressed
    {45, PIN_PULL_UP | PIN_ACTIVE_LOW | PIN_WAKES}, // button2: P1.13, button 2: low when pressed
    {9, 0}, // sda: P0.09, edge pin P16: data line of i2c0
    {10, 0}, // scl: P0.10, edge pin P17: clock line of i2c0
    {41, 0}, // pdmClock: P1.09: clock of the microphone VM3011
    {27, 0}, // pdmData: P0.27: data of the microphone VM3011
};

// What the port uses by itself; PIN_NONE: the board has no such pin.
#define PIN_NONE 0xffu
#define PIN_SDA 9u // P0.09, edge pin P16: data line of i2c0
#define PIN_SCL 10u // P0.10, edge pin P17: clock line of i2c0
#define PIN_SPI_SCK PIN_NONE
#define PIN_SPI_MOSI PIN_NONE
#define PIN_SPI_MISO PIN_NONE
#define PIN_PDM_CLOCK 41u // P1.09: clock of the microphone VM3011
#define PIN_PDM_DATA 27u // P0.27: data of the microphone VM3011
#define PIN_CONSOLE_TX 12u // P0.12, edge pin P19
#define PIN_FLASH_DATA 13u // P0.13, IO0 of the flash memory MX25R64
#define PIN_FLASH_CLOCK 17u // P0.17
#define PIN_FLASH_SELECT 18u // P0.18, low selects it
#define PIN_UART_TX PIN_NONE
#define PIN_UART_RX PIN_NONE

// Levels that pins of the board's own parts are given at each start, one bit each.
#define PINS_START_HIGH (1ull << 31)
#define PINS_START_LOW (1ull << 15)

// Pins of the board's own parts, one bit each: apps do not get them.
#define PINS_OWN (1ull << 12 | 1ull << 13 | 1ull << 17 | 1ull << 18 | 1ull << 15 | 1ull << 31)

#endif
