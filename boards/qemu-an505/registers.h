// Registers of the Cortex-M33 and of the mps2-an505 that this board uses.
#ifndef CN_AN505_REGISTERS_H
#define CN_AN505_REGISTERS_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

// CMSDK timer 0, secure alias: counts down at 20 MHz
#define TIMER_CTRL REGISTER(0x50000000u)
#define TIMER_VALUE REGISTER(0x50000004u)
#define TIMER_RELOAD REGISTER(0x50000008u)

#define NVIC_ISER(line) REGISTER(0xe000e100u + 4u * ((line) / 32u))
#define NVIC_ISPR(line) REGISTER(0xe000e200u + 4u * ((line) / 32u))
#define LINE_BIT(line) (1u << ((line) % 32u))

#define SCB_AIRCR REGISTER(0xe000ed0cu)
#define SCB_SHCSR REGISTER(0xe000ed24u)
#define SCB_CFSR REGISTER(0xe000ed28u)
#define SCB_HFSR REGISTER(0xe000ed2cu)
#define SCB_BFAR REGISTER(0xe000ed38u)
#define SCB_CPACR REGISTER(0xe000ed88u)

// Interrupt lines without a device in QEMU. Pins share them in threes only if a board has more
// than 32.
#define LINES 92u
#define LINE_TIMER 58u
#define LINE_PIN(pin) (60u + (pin) % 32u)
#define PIN_LINES 32u

#endif
