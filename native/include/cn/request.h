// Request: what one consumer asks for, one thing at a time, and how it is completed from the loop.
#ifndef CN_REQUEST_H
#define CN_REQUEST_H

#include <stdbool.h>

#include "cn/done.h"
#include "cn/timer.h"

// All zeros: nothing is asked for. Its fields belong to cn_request_*.
struct cn_request {
    cn_done done; // NULL: it is not open
    void *token;
    int timer; // calls `ready`
};

bool cn_request_is_open(const struct cn_request *request);

// Open a request that is not open. When what it asks for exists already, `ready` is called with `context`
// from the loop, never from inside this call, unless the request is completed before; NULL when it does not.
// CN_ERR_FULL leaves it closed.
int cn_request_open(struct cn_request *request, cn_done done, void *token, cn_timer_handler ready,
                    void *context);

// Complete the open request, from the loop or from a close. `done` may open the next one.
void cn_request_complete(struct cn_request *request, int error, uint64_t value);

#endif
