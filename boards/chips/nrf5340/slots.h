// The two app slots; hal.h has which one is tried first and how its starts are counted.
#ifndef NRF5340_SLOTS_H
#define NRF5340_SLOTS_H

// Forget which starts have failed.
void slots_forgive(void);

#endif
