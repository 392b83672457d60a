# Generated from boards/esp32s3-devkitc/board.ts by tools/dev/gen. Edit that file, then run: npm run gen
set(CN_BOARD_TOOLCHAIN boards/gen/xtensa-lx7.cmake)
set(CN_BOARD_FOLDERS
    boards/flashed
    boards/chips/esp32s3
    boards/esp32s3-devkitc)
set(CN_BOARD_DEFINITIONS
    CN_BOARD_ID=4
    CN_DEEP_MIN_US=2200
    CN_JS_STACK_BYTES=131072
    CN_POOL_BYTES=163840
    CN_RETAINED_BYTES=7936)
set(CN_BOARD_COMPILE_OPTIONS
    -mlongcalls
    -fno-gcse-lm
    -idirafter
    /usr/include/newlib)
set(CN_BOARD_LINK_OPTIONS
    -nostdlib
    -Wl,--no-warn-rwx-segments)
set(CN_BOARD_LINK_SCRIPT boards/chips/esp32s3/link.ld)
