// The firmware's main: pool, core, choice of the app, engine, app, loop.
#include "main.h"

#include "cn/console.h"
#include "cn/cost.h"
#include "cn/crash.h"
#include "cn/error.h"
#include "cn/format.h"
#include "cn/hal.h"
#include "cn/loop.h"
#include "cn/pool.h"
#include "cn/timer.h"
#include "bind.h"
#include "engine.h"
#include "image.h"

static struct cn_image image;

// ---- which app

#define NONE (-1)
static int chosen = NONE; // its place
static bool starting;     // it has not slept yet

static void say(const char *what, const char *why, int code) {
    char text[160];
    cn_snprintf(text, sizeof text, "%s: %s (%s)", what, why, cn_error_name(code));
    cn_console_line(CN_CONSOLE_ERROR, text);
}

static int check(int place, struct cn_image *into, const char **why) {
    size_t room;
    const uint8_t *bytes = hal_app_image((unsigned)place, &room);
    *why = "there is no app image";
    return bytes ? cn_image_check(bytes, room, into, why) : CN_ERR_BAD_IMAGE;
}

static bool has_image(int place) {
    size_t room;
    return hal_app_image((unsigned)place, &room) != NULL;
}

// The first that is right and has not failed; if all that are right have, the first of those. `image` is its.
static int choose(void) {
    int failed = NONE;
    for (int place = 0; place == 0 || has_image(place); place++) {
        const char *why;
        int error = check(place, &image, &why);
        if (error < 0) {
            say("catnap: the app image is refused", why, error);
        } else if (hal_app_failures((unsigned)place) < HAL_APP_STARTS) {
            return place;
        } else if (failed == NONE) {
            failed = place;
        }
    }
    const char *why;
    return failed == NONE || check(failed, &image, &why) < 0 ? NONE : failed;
}

// What runs in place of another is said, and the other is not tried again.
static void settle(void) {
    for (int place = 0; place < chosen; place++) {
        if (hal_app_failures((unsigned)place) >= HAL_APP_STARTS) {
            hal_app_give_up((unsigned)place);
            cn_console_line(CN_CONSOLE_WARN, "catnap: the newer app fails at its start");
        }
    }
    if (chosen > 0) {
        cn_console_line(CN_CONSOLE_WARN, "catnap: the older app runs in its place");
    }
}

// Whether another app could run if this one goes on failing.
static bool has_other(void) {
    for (int place = 0; has_image(place); place++) {
        struct cn_image other;
        const char *why;
        if (place != chosen && hal_app_failures((unsigned)place) < HAL_APP_STARTS &&
            check(place, &other, &why) == 0) {
            return true;
        }
    }
    return false;
}

// ---- its life

#define BACK_OFF_US 500000u // doubled by each crash of a row
#define BACK_OFF_STEPS 11u

// 0 when the app runs; else what is wrong has been said.
static int start(void) {
    size_t length;
    hal_spend(CN_COST_BOOT);
    chosen = choose();
    if (chosen == NONE) {
        return CN_ERR_BAD_IMAGE;
    }
    settle();
    starting = true;
    hal_app_begins((unsigned)chosen);
    cn_image_run(&image);
    const uint8_t *bytecode = cn_image_section(&image, CN_SECTION_BYTECODE, 0, &length);
    int error = cn_engine_open(image.flags & 0xff, bytecode, length);
    if (error < 0) {
        say("catnap: the engine does not start", cn_error_text(error), error);
        return error;
    }
    return cn_engine_start();
}

static void restart(void *context, uint64_t due_us) {
    (void)context;
    (void)due_us;
    hal_reset();
}

// What the image's flags ask for when the app has ended: nothing, a restart after 1 s, 2 s, 4 s up to 17 min,
// or, with the last of its tries gone, off until somebody resets the chip.
static void follow_policy(unsigned in_a_row) {
    unsigned tries = image.flags >> CN_IMAGE_TRIES_SHIFT; // 0: the app stays as it is
    if (tries > 0 && in_a_row >= tries) {
        (void)hal_off(NULL, 0, HAL_FOREVER);
    } else if (tries > 0) {
        uint32_t delay_us = BACK_OFF_US << (in_a_row < BACK_OFF_STEPS ? in_a_row : BACK_OFF_STEPS);
        (void)cn_timer_after(delay_us, 0, restart, NULL);
    }
}

// After an error at its top level an app has no state that could be trusted: it ends, the chip sleeps. At its
// start it is tried again if there is another app that could take its place after too many tries.
static void end_app(int error) {
    bool is_running = cn_image_running() != NULL;
    unsigned in_a_row = 0;
    cn_engine_close();
    cn_loop_init();
    if (is_running) {
        cn_console_line(CN_CONSOLE_ERROR, "catnap: the app has ended");
        in_a_row = cn_crash_note(CN_CRASH_ENDED);
    }
    hal_mark(HAL_MARK_ENDED, (uint32_t)-error);
    if (starting && has_other()) {
        hal_reset();
    }
    starting = false;
    if (is_running) {
        follow_policy(in_a_row);
    }
}

static bool run_jobs(void *context) {
    bool ran = cn_engine_run_jobs(context);
    if (ran && cn_engine_failed()) {
        end_app(CN_ERR_STATE);
    }
    return ran;
}

int cn_main(void) {
    size_t size;
    void *block = hal_pool(&size);
    cn_image_run(NULL);
    cn_pool_init(block, size);
    cn_loop_init();
    cn_crash_begin();
    int error = start();
    if (error < 0) {
        end_app(error);
    } else {
        hal_mark(HAL_MARK_READY, 0);
    }
    const struct cn_loop_script script = {run_jobs, NULL};
    while (cn_loop_turn(&script)) {
    }
    if (starting) {
        starting = false;
        hal_app_holds();
    }
    cn_loop_run(&script);
}
