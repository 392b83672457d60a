// What the board's start-up needs of its port.
#ifndef CN_AN505_PORT_H
#define CN_AN505_PORT_H

#include <stdint.h>

// Start the instruction counter and open the pipes to the world.
void port_open(void);

// The handler of an interrupt line that stands for pins.
void port_pin_handler(uint32_t line);

#endif
