// Generated from boards/esp32s3-devkitc/board.ts by tools/dev/gen. Edit that file, then run: npm run gen
#ifndef BOARD_FACTS_H
#define BOARD_FACTS_H

#define FACT_BOARD_ID 4u // in the image and in the firmware (SPEC.md)
#define FACT_CLOCK_MHZ 40u // of the core
#define FACT_FAST_CLOCK_MHZ 240u // of phases that are wanted done soon
#define FACT_WATCHDOG_US 8000000u // awake without a sign of progress
#define FACT_BUS_TIMEOUT_US 10000u // of a transfer
#define FACT_ANALOG_INPUTS 0x480u // inputs of the converter, one bit each
#define FACT_ANALOG_FULL_SCALE_UV 3100000u // what would read as 4096

#endif
