// What the board's start-up needs of its port.
#ifndef CN_AN505_PORT_H
#define CN_AN505_PORT_H

// Start the instruction counter and open the pipes to the world.
void port_open(void);

#endif
