// The firmware's own main and image check with an engine that is none: an app is a version and what it does
// at its start. Says at each start what runs.
#include "cn/error.h"
#include "cn/format.h"
#include "cn/hal.h"
#include "engine.h"
#include "image.h"
#include "main.h"

enum does { SLEEPS, PANICS, HANGS, ENDS };

// The first byte of an app.
static const uint8_t *version;

int cn_engine_open(uint32_t intrinsics, const uint8_t *bytecode, size_t length) {
    (void)intrinsics;
    (void)length;
    version = bytecode;
    return 0;
}

int cn_engine_start(void) {
    char line[16];
    int length = cn_snprintf(line, sizeof line, "runs %u\n", version[0]);
    hal_console_write(line, (size_t)length);
    hal_mark(HAL_MARK_ISR, version[0]); // seen at once, unlike the console
    switch ((enum does)version[1]) {
    case PANICS:
        hal_panic("as the test asks");
    case HANGS:
        for (;;) {
            hal_now_us();
        }
    case ENDS:
        return CN_ERR_STATE;
    case SLEEPS:
    default:
        return 0;
    }
}

void cn_engine_close(void) {}

bool cn_engine_run_jobs(void *context) {
    (void)context;
    return false;
}

bool cn_engine_failed(void) {
    return false;
}
