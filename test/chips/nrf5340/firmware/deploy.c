// Says at each start which image is in force and whether it is whole, and deploys the next one over it.
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cn/hal.h"
#include "cn/pool.h"
#include "cn/wake.h"
#include "slots.h"

enum { IMAGE_BYTES = 130, BOARD_AT = 26, VERSION_AT = 64, CHUNK = 64 };

// The version that is left as it is; none by default: deploy forever.
#ifndef LAST
#define LAST 256
#endif

static uint8_t image[IMAGE_BYTES];

static void say(const char *what, long value) {
    char line[64];
    int length = snprintf(line, sizeof line, "%s %ld\n", what, value);
    hal_console_write(line, (size_t)length);
}

static void make_image(uint8_t version) {
    for (int i = 0; i < IMAGE_BYTES; i++) {
        image[i] = (uint8_t)(i * 7 + version);
    }
    uint32_t length = IMAGE_BYTES;
    memcpy(image, "CTNP", 4);
    memcpy(image + 16, &length, sizeof length);
    image[BOARD_AT] = 3;
    image[BOARD_AT + 1] = 0;
    image[VERSION_AT] = version;
}

static void deploy(uint8_t version) {
    make_image(version);
    say("begin", slots_begin(IMAGE_BYTES));
    int res = 0;
    for (int at = 0; at < IMAGE_BYTES && res == 0; at += CHUNK) {
        res = slots_write(image + at, (size_t)(IMAGE_BYTES - at < CHUNK ? IMAGE_BYTES - at : CHUNK));
    }
    say("write", res);
    say("commit", slots_commit());
}

int cn_main(void) {
    size_t room;
    cn_wake_init();
    const uint8_t *active = hal_app_image(&room);
    int version = active[VERSION_AT];
    make_image((uint8_t)version);
    bool whole = memcmp(active, image, IMAGE_BYTES) == 0;
    say("active", version);
    say("whole", whole);
    hal_mark(HAL_MARK_READY, (uint32_t)version | (uint32_t)whole << 8); // seen at once, unlike the console
    if (version == LAST) {
        for (;;) {
            hal_sleep(HAL_DEEP, HAL_FOREVER);
        }
    }
    say("too long", slots_begin(room + 1));
    say("not begun", slots_write(image, 4));
    deploy((uint8_t)(version + 1));
    active = hal_app_image(&room);
    say("active", active[VERSION_AT]);
    hal_reset();
}
