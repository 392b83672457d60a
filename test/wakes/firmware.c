// A small device that tells of each event it handles by a mark: a button, a second pin, a timer, windows.
#include "cn/hal.h"
#include "cn/loop.h"
#include "cn/pin.h"
#include "cn/pool.h"
#include "cn/stream.h"
#include "cn/timer.h"

// Which of them run: bits of the image's first byte.
enum { WITH_STREAM = 1, WITH_TIMER = 2, WITH_SECOND = 4 };
enum { RATE_HZ = 400, WATERMARK = 10, TICK_US = 10000, INFERENCE = 200000, TICK_WORK = 3000 };
enum { BUTTON_WORK = 2000 }; // before it looks at the pin: an edge meanwhile must be kept

// What a mark stands for here. Its value: the moment of the event in microseconds, modulo 2^32.
#define BUTTON_SEEN HAL_MARK_READY
#define TICK_SEEN HAL_MARK_SCRIPT_BEGIN
#define SECOND_SEEN HAL_MARK_SCRIPT_END

static struct cn_stream *stream;

static void on_button(void *context, uint64_t at_us, uint32_t edges) {
    (void)context;
    (void)edges;
    hal_mark(BUTTON_SEEN, (uint32_t)at_us);
    hal_spend(BUTTON_WORK);
    (void)hal_pin_read(PIN_BUTTON);
}

static void on_second(void *context, uint64_t at_us, uint32_t edges) {
    (void)context;
    (void)edges;
    hal_mark(SECOND_SEEN, (uint32_t)at_us);
}

static void on_tick(void *context, uint64_t due_us) {
    (void)context;
    hal_mark(TICK_SEEN, (uint32_t)due_us);
    hal_spend(TICK_WORK);
}

static void on_window(void *token, int error, uint64_t at_us) {
    (void)token;
    (void)at_us;
    if (error < 0) {
        hal_panic("the sensor fails");
    }
    hal_mark(HAL_MARK_INVOKE_BEGIN, 0);
    hal_spend(INFERENCE);
    hal_mark(HAL_MARK_INVOKE_END, 0);
    hal_console_write("window\n", 7);
    cn_stream_next(stream, on_window, NULL);
}

static void start_stream(void) {
    static const struct cn_sensor_config imu = {
        .address = 0x19,
        .alert_pin = PIN_IMU_INT,
        .range_g = 2,
        .watermark = WATERMARK,
        .rate_millihz = 1000 * RATE_HZ,
    };
    int error;
    stream = cn_stream_new(&cn_lis2dh12, &imu, &error);
    if (!stream || cn_stream_start(stream, 2 * WATERMARK, WATERMARK) < 0) {
        hal_panic("no stream");
    }
    cn_stream_next(stream, on_window, NULL);
}

static void watch(uint8_t pin, cn_pin_handler handler) {
    hal_pin_mode(pin, HAL_PIN_INPUT_PULL_DOWN);
    if (cn_pin_watch(pin, HAL_EDGE_RISING, handler, NULL) < 0) {
        hal_panic("no watch");
    }
}

static bool no_jobs(void *context) {
    (void)context;
    return false;
}

int cn_main(void) {
    size_t size;
    void *block = hal_pool(&size);
    cn_pool_init(block, size);
    cn_loop_init();
    const uint8_t *image = hal_app_image(0, &size);
    if (image[0] & WITH_STREAM) {
        start_stream();
    }
    if (image[0] & WITH_TIMER) {
        cn_timer_after(TICK_US, TICK_US, on_tick, NULL);
    }
    if (image[0] & WITH_SECOND) {
        watch(PIN_IMU_INT, on_second);
    }
    watch(PIN_BUTTON, on_button);
    static const struct cn_loop_script script = {no_jobs, NULL};
    cn_loop_run(&script);
}
