// The firmware's main: pool, core, image check, engine, app, loop.
#include "main.h"

#include "cn/console.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/format.h"
#include "cn/hal.h"
#include "cn/loop.h"
#include "cn/pool.h"
#include "bind.h"
#include "engine.h"
#include "image.h"

static struct cn_image image;

static void refuse(const char *what, const char *why, int code) {
    char text[160];
    cn_snprintf(text, sizeof text, "%s: %s (%s)", what, why, cn_error_name(code));
    cn_console_line(CN_CONSOLE_ERROR, text);
}

// 0 when the app runs; else what is wrong has been said.
static int start(void) {
    size_t room, length;
    const char *why;
    const uint8_t *bytes = hal_app_image(&room);
    hal_spend(CN_COST_BOOT);
    int error = cn_image_check(bytes, room, &image, &why);
    if (error < 0) {
        refuse("catnap: the app image is refused", why, error);
        return error;
    }
    cn_image_run(&image);
    const uint8_t *bytecode = cn_image_section(&image, CN_SECTION_BYTECODE, 0, &length);
    error = cn_engine_open(image.flags & 0xff, bytecode, length);
    if (error < 0) {
        refuse("catnap: the engine does not start", cn_error_text(error), error);
        return error;
    }
    return cn_engine_start();
}

// After an error at its top level an app has no state that could be trusted: it ends, the chip sleeps.
static void end_app(int error) {
    cn_engine_close();
    cn_loop_init();
    if (cn_image_running()) {
        cn_console_line(CN_CONSOLE_ERROR, "catnap: the app has ended");
    }
    hal_mark(HAL_MARK_ENDED, (uint32_t)-error);
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
    int error = start();
    if (error < 0) {
        end_app(error);
    } else {
        hal_mark(HAL_MARK_READY, 0);
    }
    const struct cn_loop_script script = {run_jobs, NULL};
    cn_loop_run(&script);
}
