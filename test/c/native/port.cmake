# The native test board: this machine, under ASan and UBSan, with the bytecode compiler.
set(CN_BOARD_COMPILER ON)
set(CN_BOARD_DEFINITIONS CN_JS_STACK_BYTES=262144 CN_BOARD_ID=9)
set(CN_BOARD_ENGINE_DEFINITIONS DUMP_LEAKS=1) # with its own assertions
set(CN_BOARD_ENGINE_OPTIONS -fno-sanitize=undefined) # it shifts into the sign bit; ASan stays
set(CN_BOARD_COMPILE_OPTIONS -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g)
list(APPEND CN_BOARD_REPLACED native/src/pool.c) # by pool_malloc.c
set(CN_BOARD_INCLUDES test/c/native)
