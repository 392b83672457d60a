# What CMake must know of the board `nrf5340dk`: definitions, flags, memory. The C files are the chip family's and boards/nrf5340dk/*.c.
set(CN_BOARD_CHIP nrf5340)
set(CN_BOARD_INCLUDES boards/nrf5340dk)
# a shallow sleep pays up to 0.8 uC / 550 uA (energy.md, wake_charge and constlat)
set(CN_BOARD_DEFINITIONS CN_JS_STACK_BYTES=16384 CN_DEEP_MIN_US=1500)
set(CN_BOARD_COMPILE_OPTIONS -mcpu=cortex-m33 -mthumb -mfpu=fpv5-sp-d16 -mfloat-abi=hard)
# 2.3 KB less of the engine at the same number of instructions; each alone is under one
set(CN_BOARD_ENGINE_OPTIONS -fno-move-loop-invariants -fno-tree-ter -fno-schedule-insns2)
set(CN_BOARD_LINK_SCRIPT boards/chips/nrf5340/link.ld)
set(CN_BOARD_LINK_OPTIONS -nostartfiles -specs=nano.specs -specs=nosys.specs -Wl,--no-warn-rwx-segments
    -Wl,--defsym=link_pool_size=163840 -Wl,--defsym=link_stack_size=24576 -Wl,--defsym=link_retained_size=4096)
