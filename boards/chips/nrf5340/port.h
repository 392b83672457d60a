// What the files of this port share: register access, the core's instructions, and each other's functions.
#ifndef NRF5340_PORT_H
#define NRF5340_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "registers.h"

#define REG(base, offset) (*(volatile uint32_t *)((base) + (offset)))
#define REG_AT(base, offset, stride, index) REG((base), (offset) + (stride) * (index))
#define P_BASE(pin) ((pin) < 32 ? P0_BASE : P1_BASE)
#define P_BIT(pin) (1u << ((pin)&31))
#define PORT_PINS 48u // P0.00 to P1.15

// Registers of the core (Armv8-M Architecture Reference Manual, D1.2)
#define SCS_BASE 0xe000e000u
#define SCS_ICTR 0x004u
#define SYSTICK_CTRL 0x010u
#define SYSTICK_RELOAD 0x014u
#define SYSTICK_VALUE 0x018u
#define NVIC_ENABLE 0x100u
#define NVIC_DISABLE 0x180u
#define NVIC_CLEAR_PENDING 0x280u
#define NVIC_PRIORITY 0x400u
#define SCB_AIRCR 0xd0cu
#define SCB_SHCSR 0xd24u
#define SCB_CFSR 0xd28u
#define SCB_HFSR 0xd2cu
#define SCB_CPACR 0xd88u

// Lower is more urgent, 0 to 7. The time base comes first: every other handler asks it for the moment.
enum { PRIORITY_TIME = 1, PRIORITY_PINS = 2, PRIORITY_BUS = 3, PRIORITY_CONSOLE = 4 };

static inline void cpu_barrier(void) {
    __asm volatile("dsb\n isb" ::: "memory");
}

// Clear an event so that the write has landed before the handler returns: reading it back waits for the bus.
static inline void event_clear(uint32_t base, uint32_t offset) {
    REG(base, offset) = 0;
    (void)REG(base, offset);
}

// ---- interrupts (interrupts.c)

void irq_enable(unsigned irq, unsigned priority);

// The handler of TIMER0 to TIMER2; in a table of vectors it would be in every firmware.
extern void (*counters_handler)(void);

// ---- time (hal_time.c). A tick is one period of the 32.768 kHz clock; ticks do not start at zero.

// `memory_kept`: whether memory that survives a reset holds what it held before this start.
void time_start(bool memory_kept);
uint64_t time_ticks(void);
// The first tick at which hal_now_us() is `at_us` or later; UINT64_MAX for moments out of reach.
uint64_t time_tick_of(uint64_t at_us);
// Let the clock end a wait at `tick` or up to four ticks after it, or before it when an alarm was set a
// moment ago. One alarm; a new one replaces it.
void time_alarm(uint64_t tick);
void time_alarm_off(void);
// Keep the moment in memory that survives, for the start after a reset.
void time_keep(void);

// ---- waiting (wait.c)

// Called with interrupts masked: wait for any enabled interrupt, or return at once if erratum 160 forbids.
void wait_for_interrupt(void);
// Sleep until one of two events of a serial peripheral, whose handler masks `interrupts`; false if the tick
// comes first.
bool wait_for_event(uint32_t base, uint32_t event, uint32_t other, uint32_t interrupts, uint64_t until_tick);

// ---- the crystal of the fast clock (crystal.c). Task context.

// Have it run; may sleep for 2 ms. False: it did not start.
bool crystal_take(void);
void crystal_release(void);

// ---- the third serial box, an I2C bus or a serial port (hal_bus.c)

// Have its interrupt, for a serial port; false if a bus is wired to it.
bool serial_box_take(void (*isr)(void));
void serial_box_release(void);

// ---- EasyDMA reaches memory only

#define DMA_START 0x20000000u
#define DMA_BYTES 0x80000u

static inline bool dma_reaches(const void *at) {
    return (uintptr_t)at - DMA_START < DMA_BYTES;
}

// ---- why the chip started (hal_boot.c)

void boot_read_cause(void);
bool boot_keeps_memory(void);
bool boot_by_reset_pin(void);

// ---- the rest

void uicr_open_debug_port(void);
void clock_start(void);
void power_start(void);
void watchdog_start(void);
// Does nothing on a board without such a memory. The time must run.
void outer_flash_sleep(void);
void console_flush(void);
void pins_forget(void);
// Whether an app may have the pin: the chip has it, and no part of the board's own uses it.
bool pin_is_free(unsigned pin);
// All pins as after power-on.
void pins_reset(void);
// The pin whose latched level ended off, or 0xff.
uint8_t pins_woke(void);

#endif
