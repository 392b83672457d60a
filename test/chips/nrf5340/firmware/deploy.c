// The firmware's own main and image check with an engine that is none: an app is a version and what it does
// at its start. Says at each start what runs; most apps deploy the next version once they have slept, and
// reset.
#include <stdio.h>
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/power.h"
#include "cn/sha256.h"
#include "cn/timer.h"
#include "engine.h"
#include "image.h"
#include "main.h"
#include "slots.h"

// As the test makes them: header, one section, its 16 bytes.
enum { IMAGE_BYTES = 144, HEADER_BYTES = 128, CHUNK = 64, HASH_AT = 32 };
enum { VERSION_AT = HEADER_BYTES, DOES_AT = HEADER_BYTES + 1, NEXT_AT = HEADER_BYTES + 2 };
enum does { DEPLOYS, SLEEPS, PANICS, HANGS, ENDS };

static _Alignas(4) uint8_t image[IMAGE_BYTES];
static const uint8_t *app;

static void report(const char *what, long value) {
    char line[64];
    int length = snprintf(line, sizeof line, "%s %ld\n", what, value);
    hal_console_write(line, (size_t)length);
}

// The running image with another version; what it does then is what the running one says of its next.
static void make_next(void) {
    memcpy(image, app - HEADER_BYTES, IMAGE_BYTES);
    image[VERSION_AT]++;
    image[DOES_AT] = image[NEXT_AT];
    const struct cn_sha256_part parts[] = {{image, HASH_AT}, {image + 64, IMAGE_BYTES - 64}};
    cn_sha256(parts, 2, image + HASH_AT);
}

static int write_all(void) {
    int res = 0;
    for (int at = 0; at < IMAGE_BYTES && res == 0; at += CHUNK) {
        res = slots_write(image + at, (size_t)(IMAGE_BYTES - at < CHUNK ? IMAGE_BYTES - at : CHUNK));
    }
    return res;
}

static void deploy(void *context, uint64_t due_us) {
    (void)context;
    (void)due_us;
    make_next();
    report("begin", slots_begin(IMAGE_BYTES));
    report("write", write_all());
    report("commit", slots_commit());
    cn_power_reset();
}

int cn_engine_open(uint32_t intrinsics, const uint8_t *bytecode, size_t length) {
    (void)intrinsics;
    (void)length;
    app = bytecode;
    return 0;
}

int cn_engine_start(void) {
    report("runs", app[0]);
    hal_mark(HAL_MARK_ISR, app[0]); // seen at once, unlike the console
    switch ((enum does)app[1]) {
    case PANICS:
        hal_panic("as the test asks");
    case HANGS:
        for (;;) {
            hal_now_us();
        }
    case ENDS:
        return CN_ERR_STATE;
    case SLEEPS:
        return 0;
    default:
        break;
    }
    report("too long", slots_begin(slots_room() + 1));
    report("not begun", slots_write(image, 4));
    cn_timer_after(1000, 0, deploy, NULL);
    return 0;
}

void cn_engine_close(void) {}

bool cn_engine_run_jobs(void *context) {
    (void)context;
    return false;
}

bool cn_engine_failed(void) {
    return false;
}
