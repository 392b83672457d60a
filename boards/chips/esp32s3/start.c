// From the ROM to cn_main: watchdogs, memory, windows to flash, clocks; all of it before the flash is mapped
// lies in RAM.
#include "cn/hal.h"
#include "port.h"
#include "rom.h"

extern uint32_t link_bss[], link_bss_end[];
extern uint8_t link_flash_end[], link_stack_bottom[];

int cn_main(void);

#define DATA_WINDOW 0x3c000000u
#define PAGE_KB 64u
#define CORE_0_SHUT 1u

// One table serves both buses: page n of either window is page n of the flash. Sizes of the caches are IDF's
// defaults.
IN_RAM static void map_flash(void) {
    uint32_t pages = ((uint32_t)link_flash_end - DATA_WINDOW + PAGE_KB * 1024u - 1) / (PAGE_KB * 1024u);
    (void)Cache_Disable_ICache();
    (void)Cache_Disable_DCache();
    rom_config_instruction_cache_mode(0x4000, 8, 32);
    rom_config_data_cache_mode(0x8000, 8, 32);
    Cache_MMU_Init();
    (void)Cache_Dbus_MMU_Set(0, DATA_WINDOW, 0, PAGE_KB, pages, 0);
    REG(EXTMEM_ICACHE_CTRL1) &= ~CORE_0_SHUT;
    REG(EXTMEM_DCACHE_CTRL1) &= ~CORE_0_SHUT;
    Cache_Invalidate_ICache_All();
    Cache_Invalidate_DCache_All();
    Cache_Enable_ICache(0);
    Cache_Enable_DCache(0);
}

// The core's two data breakpoints watch the lowest bytes of the stack, as IDF does
// [esp_cpu.c, esp_cpu_set_watchpoint]: a store there ends in a fault, not in data below. A frame that skips
// more than they watch is not seen; the script's own limit lies 8 KB higher.
#define WATCHED 64u
#define WATCH_STORES BIT(31) // of DBREAKC; its mask of 0 leaves all 64 bytes open

static void limit_stack(void) {
    __asm volatile("wsr %0, dbreaka0\n wsr %1, dbreaka1\n wsr %2, dbreakc0\n wsr %2, dbreakc1\n isync" ::"a"(
                       link_stack_bottom),
                   "a"(link_stack_bottom + WATCHED), "a"(WATCH_STORES));
}

// The second core stays as a reset leaves it: its clock gated, in reset.
#define CORE_1_RESET BIT(2)

__attribute__((noreturn, used)) IN_RAM void start(void) {
    watchdogs_stop();
    REG(SYSTEM_CORE_1_CONTROL_0) = CORE_1_RESET;
    // volatile: memset lies in flash
    for (volatile uint32_t *at = link_bss; at < link_bss_end; at++) {
        *at = 0;
    }
    map_flash();
    limit_stack();
    boot_read_cause();
    clock_start();
    console_start();
    time_start(boot_keeps_memory());
    pins_start();
    watchdog_start();
    brownout_start();
    (void)hal_clock(HAL_CLOCK_SLOW);
    hal_irq_unlock(0);
    cn_main();
    hal_panic("cn_main has returned");
}
