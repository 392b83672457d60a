// From reset to cn_main: what the chip needs before anything else, then memory, clocks and interrupts.
#include <string.h>

#include "cn/hal.h"
#include "pins.h"
#include "port.h"
#include "slots.h"

#define FPU_FULL_ACCESS (0xfu << 20)
#define FAULTS_OF_THEIR_OWN (7u << 16) // memory, bus and usage faults instead of one hard fault
#define TRIMS 32u

extern uint32_t link_stack_top[], link_stack_bottom[];
extern uint32_t link_data_from[], link_data[], link_data_end[], link_bss[], link_bss_end[];

int cn_main(void);

// Factory trims of clocks and regulators: pairs of address and value that the boot code must apply.
static void apply_trims(void) {
    for (unsigned i = 0; i < TRIMS; i++) {
        uint32_t address = REG_AT(FICR_BASE, FICR_TRIMCNF_ADDR, FICR_TRIMCNF_ADDR_STRIDE, i);
        if (address == 0xffffffffu) {
            return;
        }
        REG(address, 0) = REG_AT(FICR_BASE, FICR_TRIMCNF_DATA, FICR_TRIMCNF_DATA_STRIDE, i);
    }
}

static void start_memory(void) {
    memcpy(link_data, link_data_from, (size_t)((uint8_t *)link_data_end - (uint8_t *)link_data));
    memset(link_bss, 0, (size_t)((uint8_t *)link_bss_end - (uint8_t *)link_bss));
}

static void drive(uint32_t port, uint32_t high, uint32_t low) {
    if (high | low) {
        REG(port, GPIO_OUTSET) = high;
        REG(port, GPIO_OUTCLR) = low;
        REG(port, GPIO_DIRSET) = high | low;
    }
}

// Outputs that keep their levels, in System OFF too.
static void drive_own_pins(void) {
    drive(P0_BASE, (uint32_t)PINS_START_HIGH, (uint32_t)PINS_START_LOW);
    drive(P1_BASE, (uint32_t)(PINS_START_HIGH >> 32), (uint32_t)(PINS_START_LOW >> 32));
}

__attribute__((noreturn, used)) static void start(void) {
    apply_trims();
    uicr_open_debug_port();
    REG(CACHE_BASE, CACHE_ENABLE) = CACHE_ENABLE_ENABLE;
    REG(SCS_BASE, SCB_CPACR) |= FPU_FULL_ACCESS;
    REG(SCS_BASE, SCB_SHCSR) |= FAULTS_OF_THEIR_OWN;
    cpu_barrier();
    start_memory();
    boot_read_cause();
    if (boot_by_reset_pin()) {
        slots_forgive(); // whoever presses it wants another try
    }
    power_start();
    clock_start();
    time_start(boot_keeps_memory());
    watchdog_start();
    drive_own_pins();
    outer_flash_sleep();
    cn_main();
    hal_panic("cn_main has returned");
}

// The stack grows into a limit that the core checks, not into the data below it.
__attribute__((naked, noreturn)) void link_reset(void) {
    __asm volatile("ldr r0, =link_stack_bottom\n"
                   "msr msplim, r0\n"
                   "b start\n");
}
