// Generated from boards/nrf5340dk/board.ts by tools/dev/gen. Edit that file, then run: npm run gen
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
    {36, PIN_PULL_DOWN | PIN_WAKES}, // imuInt: P1.04, Arduino D2: INT1 of the accelerometer
    {39, PIN_PULL_DOWN | PIN_WAKES}, // imu6Int: P1.07, Arduino D5: INT1 of the 6-axis IMU
    {40, 0}, // imu6Power: P1.08, Arduino D6: load switch of the 6-axis IMU, on when high
    {28, PIN_ACTIVE_LOW}, // led: P0.28, LED1
    {23, PIN_PULL_UP | PIN_ACTIVE_LOW | PIN_WAKES}, // button: P0.23, button 1: low when pressed
    {34, 0}, // sda: P1.02, data line of i2c0
    {35, 0}, // scl: P1.03, clock line of i2c0
    {32, PIN_WAKES}, // d0: P1.00, Arduino D0, free; rx of uart0
    {33, PIN_WAKES}, // d1: P1.01, Arduino D1, free; tx of uart0
    {41, PIN_WAKES}, // d7: P1.09, Arduino D7, free
    {42, PIN_WAKES}, // d8: P1.10, Arduino D8, free
    {43, PIN_WAKES}, // d9: P1.11, Arduino D9, free
    {44, PIN_WAKES}, // d10: P1.12, Arduino D10, free; the usual select pin of spi0
    {45, 0}, // spiMosi: P1.13, Arduino D11: data to the devices of spi0
    {46, 0}, // spiMiso: P1.14, Arduino D12: data from the devices of spi0
    {47, 0}, // spiSck: P1.15, Arduino D13: clock of spi0
    {37, 0}, // pdmClock: P1.05, Arduino D3: clock of the microphone
    {38, 0}, // pdmData: P1.06, Arduino D4: data of the microphone
    {4, PIN_WAKES}, // a0: P0.04, Arduino A0, free
    {5, PIN_WAKES}, // a1: P0.05, Arduino A1, free
    {6, PIN_WAKES}, // a2: P0.06, Arduino A2, free
    {7, PIN_WAKES}, // a3: P0.07, Arduino A3, free
    {25, PIN_WAKES}, // a4: P0.25, Arduino A4, free
    {26, PIN_WAKES}, // a5: P0.26, Arduino A5, free
    {10, PIN_WAKES}, // p010: P0.10, trace connector, free
    {11, PIN_WAKES}, // p011: P0.11, trace connector, free
    {12, PIN_WAKES}, // p012: P0.12, trace connector, free
    {27, PIN_WAKES}, // p027: P0.27, free
    {24, PIN_PULL_UP | PIN_ACTIVE_LOW | PIN_WAKES}, // button2: P0.24, button 2: low when pressed
    {8, PIN_PULL_UP | PIN_ACTIVE_LOW | PIN_WAKES}, // button3: P0.08, button 3: low when pressed
    {9, PIN_PULL_UP | PIN_ACTIVE_LOW | PIN_WAKES}, // button4: P0.09, button 4: low when pressed
    {29, PIN_ACTIVE_LOW}, // led2: P0.29, LED2
    {30, PIN_ACTIVE_LOW}, // led3: P0.30, LED3
    {31, PIN_ACTIVE_LOW}, // led4: P0.31, LED4
};

// What the port uses by itself; PIN_NONE: the board has no such pin.
#define PIN_NONE 0xffu
#define PIN_SDA 34u // P1.02, data line of i2c0
#define PIN_SCL 35u // P1.03, clock line of i2c0
#define PIN_SPI_SCK 47u // P1.15, Arduino D13: clock of spi0
#define PIN_SPI_MOSI 45u // P1.13, Arduino D11: data to the devices of spi0
#define PIN_SPI_MISO 46u // P1.14, Arduino D12: data from the devices of spi0
#define PIN_PDM_CLOCK 37u // P1.05, Arduino D3: clock of the microphone
#define PIN_PDM_DATA 38u // P1.06, Arduino D4: data of the microphone
#define PIN_CONSOLE_TX 20u // P0.20, VCOM0 of the debug chip
#define PIN_FLASH_DATA 13u // P0.13, IO0 of the flash memory MX25R64
#define PIN_FLASH_CLOCK 17u // P0.17
#define PIN_FLASH_SELECT 18u // P0.18, low selects it
#define PIN_UART_TX 33u // P1.01, Arduino D1, free; tx of uart0
#define PIN_UART_RX 32u // P1.00, Arduino D0, free; rx of uart0

// Levels that pins of the board's own parts are given at each start, one bit each.
#define PINS_START_HIGH (1ull << 15 | 1ull << 16)
#define PINS_START_LOW 0ull

// Pins of the board's own parts, one bit each: apps do not get them.
#define PINS_OWN (1ull << 20 | 1ull << 13 | 1ull << 17 | 1ull << 18 | 1ull << 15 | 1ull << 16)

#endif
