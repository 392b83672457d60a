# Generated from boards/host/board.ts by tools/dev/gen. Edit that file, then run: npm run gen
set(CN_BOARD_TOOLCHAIN boards/gen/wasm32.cmake)
set(CN_BOARD_FOLDERS
    boards/virtual
    boards/host)
set(CN_BOARD_DEFINITIONS
    CN_BOARD_ID=0
    CN_DEEP_MIN_US=1500
    CN_JS_STACK_BYTES=131072
    CN_POOL_BYTES=163840
    CN_RETAINED_BYTES=7936)
set(CN_BOARD_COMPILE_OPTIONS)
set(CN_BOARD_LINK_OPTIONS
    -mexec-model=reactor
    -Wl,--stack-first)
