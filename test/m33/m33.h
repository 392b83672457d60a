// What a bare test program for the emulated Cortex-M33 is given, and what it defines.
#ifndef TEST_M33_H
#define TEST_M33_H

#include <stdint.h>

// The program; its result is the exit code of QEMU.
int m33_main(void);

void m33_print(const char *text);
void m33_print_hex(uint32_t value);

// Instructions since the start, to one in five.
uint32_t m33_instructions(void);

#endif
