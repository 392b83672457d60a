// The board's facts that C needs; test/chips/nrf5340/facts.test.ts holds them against board.ts.
#ifndef NRF5340_FACTS_H
#define NRF5340_FACTS_H

#define FACT_SDA 34u             // P1.02, Arduino header
#define FACT_SCL 35u             // P1.03
#define FACT_ANALOG_INPUTS 0x0fu // AIN0 to AIN3, one bit each: the others are wired to the kit's own parts
#define FACT_ANALOG_FULL_SCALE_UV 3600000u
#define FACT_PDM_CLOCK 37u  // P1.05, Arduino header
#define FACT_PDM_DATA 38u   // P1.06
#define FACT_CONSOLE_TX 20u // P0.20, VCOM0 of the debug chip
// The kit's flash memory, not for apps [Zephyr's device tree of the kit].
#define FACT_FLASH_DATA 13u   // P0.13, its IO0
#define FACT_FLASH_CLOCK 17u  // P0.17
#define FACT_FLASH_SELECT 18u // P0.18, low selects it
// Pins at which a high level may end off, and those at which a low one may, one bit each.
#define FACT_WAKE_HIGH_PINS (1ull << 36 | 1ull << 39)
#define FACT_WAKE_LOW_PINS (1ull << 23)
#define FACT_BUS_TIMEOUT_US 10000u
#ifndef HAL_WATCHDOG_US
#define HAL_WATCHDOG_US 8000000u
#endif

#endif
