# What CMake must know of the board `qemu-an505`: sources beside boards/qemu-an505/*.c, definitions, flags.
foreach(name ask boot clock edges hal link post)
    list(APPEND CN_BOARD_SOURCES boards/virtual/${name}.c)
endforeach()
# a shallow sleep pays up to 0.8 uC / 550 uA (energy of the kit: wake_charge and constlat)
set(CN_BOARD_DEFINITIONS CN_POOL_BYTES=163840 CN_RETAINED_BYTES=4096 CN_JS_STACK_BYTES=16384
    CN_DEEP_MIN_US=1500)
set(CN_BOARD_COMPILE_OPTIONS -mcpu=cortex-m33 -mthumb -mfpu=fpv5-sp-d16 -mfloat-abi=hard)
set(CN_BOARD_LINK_SCRIPT boards/qemu-an505/link.ld)
set(CN_BOARD_LINK_OPTIONS -nostartfiles -specs=nano.specs -specs=nosys.specs -Wl,--defsym=STACK_BYTES=24576)
