// Completion: how native code says that something it was asked for is done.
#ifndef CN_DONE_H
#define CN_DONE_H

#include <stdint.h>

// Call it exactly once for each `token` that was accepted, from the loop: never from inside the function that
// took the token, unless that function fails, and then not at all. Closing what was asked completes with
// CN_ERR_CLOSED, from inside the close. `error` is 0 or CN_ERR_*; `value` is what the function's header says.
typedef void (*cn_done)(void *token, int error, uint64_t value);

#endif
