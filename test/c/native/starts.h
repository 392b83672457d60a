// Several starts of the board with two apps in its flash.
#ifndef CN_NATIVE_STARTS_H
#define CN_NATIVE_STARTS_H

#include <stddef.h>

#include "board.h"

// Start the board with both images, up to six times as long as it resets, and say what each start printed and
// how it ended. `spoil`: what is made wrong in the first image: "hash", "engine", "board"; NULL: nothing.
int run_starts(const struct board_app apps[2], size_t pool_size, const char *spoil);

#endif
