// Request: a completion and a token, and a timer that fires at once where the result exists already.
#include "cn/request.h"

#include <stddef.h>

#include "cn/assert.h"
#include "cn/error.h"

bool cn_request_is_open(const struct cn_request *request) {
    return request->done != NULL;
}

int cn_request_open(struct cn_request *request, cn_done done, void *token, cn_timer_handler ready,
                    void *context) {
    CN_ASSERT(!request->done && done);
    int timer = ready ? cn_timer_start(0, 0, ready, context) : 0;
    if (timer < 0) {
        return timer;
    }
    *request = (struct cn_request){done, token, timer};
    return CN_OK;
}

void cn_request_complete(struct cn_request *request, int error, uint64_t value) {
    CN_ASSERT(request->done);
    struct cn_request completed = *request;
    *request = (struct cn_request){0};
    cn_timer_stop(completed.timer);
    completed.done(completed.token, error, value);
}
