// Generated from boards/nrf5340dk/board.ts by tools/dev/gen. Edit that file, then run: npm run gen
#ifndef BOARD_FACTS_H
#define BOARD_FACTS_H

#define FACT_BOARD_ID 3u // in the image and in the firmware (SPEC.md)
#define FACT_CLOCK_MHZ 64u // of the core
#define FACT_FAST_CLOCK_MHZ 128u // of phases that are wanted done soon
#define FACT_WATCHDOG_US 8000000u // awake without a sign of progress
#define FACT_BUS_TIMEOUT_US 10000u // of a transfer
#define FACT_ANALOG_INPUTS 0x3fu // inputs of the converter, one bit each
#define FACT_ANALOG_FULL_SCALE_UV 3600000u // what would read as 4096

#endif
