// The two app slots: deploying into the one that is not in use. hal.h has which one is tried first.
#ifndef NRF5340_SLOTS_H
#define NRF5340_SLOTS_H

#include <stddef.h>
#include <stdint.h>

// Room for an image: a slot without its trailer.
size_t slots_room(void);

// Begin to write an image of `length` bytes: the slot whose app does not run is emptied. CN_ERR_INVAL if it
// does not fit; CN_ERR_STATE before the app that runs has come to its first sleep, while the other one had.
int slots_begin(size_t length);

// Write the next `length` bytes; all but the last call in multiples of 4. CN_ERR_STATE before slots_begin,
// CN_ERR_INVAL beyond the announced length.
int slots_write(const uint8_t *bytes, size_t length);

// Make the written image the one that is tried first. CN_ERR_STATE if bytes are missing, CN_ERR_CORRUPT if it
// is no app image or was not written as given. Until this returns, the old image is.
int slots_commit(void);

// Forget which starts have failed.
void slots_forgive(void);

#endif
