// What is wired to the native test board: an accelerometer on pin 23 of bus 0.
#ifndef CN_TEST_DEVICES_H
#define CN_TEST_DEVICES_H

void devices_plug(void);

#endif
