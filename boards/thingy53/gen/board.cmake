# Generated from boards/thingy53/board.ts by tools/dev/gen. Edit that file, then run: npm run gen
set(CN_BOARD_TOOLCHAIN boards/gen/cortex-m33.cmake)
set(CN_BOARD_FOLDERS
    boards/flashed
    boards/chips/nrf5340
    boards/thingy53)
set(CN_BOARD_DEFINITIONS
    CN_BOARD_ID=5
    CN_DEEP_MIN_US=1500
    CN_JS_STACK_BYTES=131072
    CN_POOL_BYTES=163840
    CN_RETAINED_BYTES=7936)
set(CN_BOARD_COMPILE_OPTIONS
    -mcpu=cortex-m33
    -mthumb
    -mfpu=fpv5-sp-d16
    -mfloat-abi=hard)
set(CN_BOARD_LINK_OPTIONS
    -nostartfiles
    -specs=nano.specs
    -specs=nosys.specs
    -Wl,--no-warn-rwx-segments)
set(CN_BOARD_LINK_SCRIPT boards/chips/nrf5340/link.ld)
