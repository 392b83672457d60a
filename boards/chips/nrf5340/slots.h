// The two app slots: deploying into the one that is not in use, and choosing one at boot.
#ifndef NRF5340_SLOTS_H
#define NRF5340_SLOTS_H

#include <stddef.h>
#include <stdint.h>

// Room for an image: a slot without its trailer.
size_t slots_room(void);

// Begin to write an image of `length` bytes: the slot that is not in use is emptied. CN_ERR_INVAL if it does
// not fit.
int slots_begin(size_t length);

// Write the next `length` bytes; all but the last call in multiples of 4. CN_ERR_STATE before slots_begin,
// CN_ERR_INVAL beyond the announced length.
int slots_write(const uint8_t *bytes, size_t length);

// Make the written image the one that hal_app_image gives. CN_ERR_STATE if bytes are missing, CN_ERR_CORRUPT
// if it is no app image or was not written as given. Until this returns, the old image stays in force.
int slots_commit(void);

#endif
