// What the files of this port share: the core's instructions and each other's functions.
#ifndef ESP32S3_PORT_H
#define ESP32S3_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "registers.h"

// Code and constants that are used while the flash cannot be read.
#define IN_RAM __attribute__((section(".iram.text"), noinline))

// Interrupts of the core, all of level 1 [core-isa.h]; one each for the sources that the port uses.
enum { IRQ_GPIO = 0, IRQ_UART = 1, IRQ_I2C = 2, IRQ_SPI = 3, IRQ_CAPTURE = 4, IRQ_TIME = 5, IRQ_COUNT = 6 };
// Those of parts that only some firmware has: their handlers are said by irq_handle.
enum { IRQ_BY_NEED = 8, IRQ_SERIAL = 8, IRQ_PULSE = 9, IRQ_END = 10 };
#define IRQ_LEVEL 3u // masks all that C handles

#define PORT_PINS 49u

// ---- interrupts (interrupts.c)

void irq_enable(unsigned irq, unsigned source);
// `irq`: IRQ_BY_NEED or a later one. dispatch.c
void irq_handle(unsigned irq, void (*isr)(void));
// Whether a handler would run if interrupts were not masked.
static inline bool irq_is_pending(void) {
    uint32_t pending, enabled;
    __asm volatile("rsr %0, interrupt\n rsr %1, intenable" : "=a"(pending), "=a"(enabled)::"memory");
    return (pending & enabled) != 0;
}
// Called with interrupts masked: wait for an interrupt and let it be handled.
static inline void wait_for_interrupt(void) {
    __asm volatile("waiti 0" ::: "memory");
}

void pins_isr(void);
void console_isr(void);
void bus_isr(void);
void spi_isr(void);
void capture_isr(void);
void time_isr(void);

// ---- time (hal_time.c)

void time_start(bool memory_kept);
// Let the clock end a wait at this moment. One alarm; a new one replaces it.
void time_alarm(uint64_t at_us);
void time_alarm_off(void);
// Let at least so long pass.
void time_pass(unsigned us);
// Keep the moment in memory that survives, for the start after a reset.
void time_keep(void);
// Periods of the slow clock, which goes on in every sleep.
uint64_t time_slow_ticks(void);
// Whether its period is measured, 7.5 ms after the start: until then what follows would wait for that.
bool time_slow_is_known(void);
// As many of them as `us` lasts, rounded up.
uint64_t time_slow_of(uint64_t us);
// Let time go on where it stands by the slow clock: from `since_us` on `ticks` of it have passed.
void time_slept(uint64_t since_us, uint64_t ticks);

// ---- sleep (sleep.c)

// The digital part stands still or loses its power, until one of `causes` (WAKE_...). Standing still ends
// before it begins if an interrupt is pending.
void sleep_start(uint32_t causes, bool deep);
void sleep_alarm(uint64_t slow_ticks);

// ---- why the chip started (hal_boot.c)

void boot_read_cause(void);
bool boot_keeps_memory(void);

// ---- clocks and the core's voltage (clock.c, voltage.c)

#define CLOCK_CRYSTAL_MHZ 40u
#define CLOCK_SLOW_IS_CRYSTAL (FACT_CLOCK_MHZ == CLOCK_CRYSTAL_MHZ)
void clock_start(void);
// From the crystal: what sleeps must run from it. Afterwards hal_clock sets one of the board's clocks again.
void clock_rest(void);
void voltage_start(void);
// Before the clock rises to `mhz`, and behind a fall to it.
void voltage_raise(unsigned mhz);
void voltage_lower(unsigned from_mhz, unsigned mhz);

// ---- fuses (fuses.c)

#define FUSE_BLOCK1 0u
#define FUSE_BLOCK2 192u
// `count` bits, at most 31, from a bit of both blocks on.
uint32_t fuse_read(unsigned at, unsigned count);

// ---- the rest

void watchdog_start(void);
void watchdogs_stop(void);
void brownout_start(void);
void console_start(void);
bool console_is_idle(void);
void console_flush(void);
// Somebody needs a clock that stands still in light sleep; until as many releases the core idles instead.
void sleep_hold(void);
void sleep_release(void);
void pins_start(void);
bool pin_exists(unsigned pin);
// Pins keep what they are through deep sleep; `false`: they are free again.
void pins_hold(bool hold);

#endif
