// Generated from bindings/api/sensor.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/feed.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_handle_class sensor_stream_class;

static JSValue js_sensor_stream_configure(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Stream.configure"};
    JSValue result = JS_EXCEPTION;
    uint32_t options_range_g = 0u;
    uint32_t options_range_dps = 0u;
    uint32_t options_watermark = 0u;
    struct cn_feed *self = NULL;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_options(&call, argv[0], "options", false) < 0 ||
        cn_option_u32(&call, argv[0], "rangeG", true, 1u, 64u, &options_range_g) < 0 ||
        cn_option_u32(&call, argv[0], "rangeDps", false, 0u, 4000u, &options_range_dps) < 0 ||
        cn_option_u32(&call, argv[0], "watermark", true, 1u, 511u, &options_watermark) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    {
        int res = cn_feed_configure(self, options_range_g, options_range_dps, options_watermark);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        result = JS_UNDEFINED;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_stream_start(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Stream.start"};
    JSValue result = JS_EXCEPTION;
    uint32_t options_samples = 0u;
    uint32_t options_hop = 0u;
    struct cn_feed *self = NULL;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_options(&call, argv[0], "options", false) < 0 ||
        cn_option_u32(&call, argv[0], "samples", true, 1u, 4096u, &options_samples) < 0 ||
        cn_option_u32(&call, argv[0], "hop", true, 1u, 4096u, &options_hop) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    {
        int res = cn_feed_start(self, options_samples, options_hop);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        result = JS_UNDEFINED;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_stream_next(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Stream.next"};
    JSValue result = JS_EXCEPTION;
    struct cn_feed *self = NULL;
    struct cn_token *token = NULL;
    JSValue made = JS_UNDEFINED;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_options(&call, argv[0], "step", false) < 0 ||
        cn_arg_options(&call, argv[1], "item", false) < 0 ||
        cn_arg_function(&call, argv[2], "failed") < 0 ||
        !(token = cn_token_step(ctx, this_val, argv, "Stream.next", &made)) ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    {
        int res = cn_feed_next(self, cn_token_done, token);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        token = NULL;
        result = made;
        made = JS_UNDEFINED;
    }
done:
    if (token) {
        cn_token_drop(ctx, token);
    }
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_stream_window(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Stream.window"};
    JSValue result = JS_EXCEPTION;
    struct cn_feed *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    {
        const int16_t *view = cn_feed_window(self, &view_count, &error);
        if (!view) {
            cn_throw_code(&call, error);
            goto done;
        }
        result = cn_view_new(ctx, this_val, &sensor_stream_class, (void *)view, view_count, sizeof *view, JS_TYPED_ARRAY_INT16);
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_stream_arm_motion(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Stream.armMotion"};
    JSValue result = JS_EXCEPTION;
    uint32_t options_threshold_mg = 0u;
    uint32_t options_duration_ms = 0u;
    struct cn_feed *self = NULL;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_options(&call, argv[0], "options", false) < 0 ||
        cn_option_u32(&call, argv[0], "thresholdMg", true, 1u, 32000u, &options_threshold_mg) < 0 ||
        cn_option_u32(&call, argv[0], "durationMs", false, 0u, 60000u, &options_duration_ms) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    cn_handle_detach(ctx, this_val, &sensor_stream_class);
    {
        int res = cn_feed_arm_motion(self, &(const struct cn_motion_config){.threshold_mg = options_threshold_mg, .duration_ms = options_duration_ms});
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        result = JS_UNDEFINED;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_stream_next_motion(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Stream.nextMotion"};
    JSValue result = JS_EXCEPTION;
    struct cn_feed *self = NULL;
    struct cn_token *token = NULL;
    JSValue made = JS_UNDEFINED;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(token = cn_token_new(ctx, this_val, cn_convert_us, "Stream.nextMotion", &made)) ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    {
        int res = cn_feed_next_motion(self, cn_token_done, token);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        token = NULL;
        result = made;
        made = JS_UNDEFINED;
    }
done:
    if (token) {
        cn_token_drop(ctx, token);
    }
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed_promise(&call) : result;
}

static JSValue js_sensor_stream_units(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Stream.units"};
    JSValue result = JS_EXCEPTION;
    struct cn_feed *self = NULL;
    struct cn_sensor_units made_of;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    {
        cn_feed_units(self, &made_of);
    }
    result = JS_NewObject(ctx);
    if (JS_IsException(result) ||
        !cn_field(ctx, result, "axes", JS_NewUint32(ctx, made_of.axes)) ||
        !cn_field(ctx, result, "mgQ16", JS_NewUint32(ctx, made_of.mg_q16)) ||
        !cn_field(ctx, result, "mdpsQ16", JS_NewUint32(ctx, made_of.mdps_q16))) {
        JS_FreeValue(ctx, result);
        result = JS_EXCEPTION;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_stream_stats(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Stream.stats"};
    JSValue result = JS_EXCEPTION;
    struct cn_feed *self = NULL;
    struct cn_stream_stats made_of;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    {
        cn_feed_stats(self, &made_of);
    }
    result = JS_NewObject(ctx);
    if (JS_IsException(result) ||
        !cn_field(ctx, result, "samples", JS_NewUint32(ctx, made_of.samples)) ||
        !cn_field(ctx, result, "windows", JS_NewUint32(ctx, made_of.windows)) ||
        !cn_field(ctx, result, "dropped", JS_NewUint32(ctx, made_of.dropped)) ||
        !cn_field(ctx, result, "waiting", JS_NewUint32(ctx, made_of.waiting)) ||
        !cn_field(ctx, result, "gaps", JS_NewUint32(ctx, made_of.gaps)) ||
        !cn_field(ctx, result, "overruns", JS_NewUint32(ctx, made_of.overruns)) ||
        !cn_field(ctx, result, "busErrors", JS_NewUint32(ctx, made_of.bus_errors)) ||
        !cn_field(ctx, result, "restarts", JS_NewUint32(ctx, made_of.restarts))) {
        JS_FreeValue(ctx, result);
        result = JS_EXCEPTION;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_stream_stop(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Stream.stop"};
    JSValue result = JS_EXCEPTION;
    struct cn_feed *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    cn_handle_detach(ctx, this_val, &sensor_stream_class);
    {
        int res = cn_feed_stop(self);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        result = JS_UNDEFINED;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_stream_class_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argc;
    (void)argv;
    return cn_handle_close(ctx, this_val, &sensor_stream_class);
}

static const JSCFunctionListEntry sensor_stream_class_methods[] = {
    JS_CFUNC_DEF("configure", 1, js_sensor_stream_configure),
    JS_CFUNC_DEF("start", 1, js_sensor_stream_start),
    JS_CFUNC_DEF("next", 3, js_sensor_stream_next),
    JS_CFUNC_DEF("window", 0, js_sensor_stream_window),
    JS_CFUNC_DEF("armMotion", 1, js_sensor_stream_arm_motion),
    JS_CFUNC_DEF("nextMotion", 0, js_sensor_stream_next_motion),
    JS_CFUNC_DEF("units", 0, js_sensor_stream_units),
    JS_CFUNC_DEF("stats", 0, js_sensor_stream_stats),
    JS_CFUNC_DEF("stop", 0, js_sensor_stream_stop),
    JS_CFUNC_DEF("close", 0, js_sensor_stream_class_close),
};

static void sensor_stream_class_close_native(void *native) {
    struct cn_feed *self = native;
    cn_feed_free(self);
}

static JSClassID sensor_stream_class_id;
static const struct cn_handle_class sensor_stream_class = {
    .name = "Stream",
    .id = &sensor_stream_class_id,
    .close = sensor_stream_class_close_native,
    .functions = sensor_stream_class_methods,
    .function_count = 10,
    .slots = 0,
};

static JSValue js_sensor_lis2dh12(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "sensor.lis2dh12"};
    JSValue result = JS_EXCEPTION;
    uint32_t options_bus = 0u;
    uint32_t options_address = 0u;
    uint32_t options_alert_pin = 0u;
    bool options_switched = false;
    uint32_t options_supply_pin = 0u;
    uint32_t options_rate_millihz = 0u;
    uint32_t options_range_g = 0u;
    uint32_t options_range_dps = 0u;
    uint32_t options_watermark = 0u;
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_options(&call, argv[0], "options", false) < 0 ||
        cn_option_u32(&call, argv[0], "bus", true, 0u, 7u, &options_bus) < 0 ||
        cn_option_u32(&call, argv[0], "address", true, 8u, 119u, &options_address) < 0 ||
        cn_option_u32(&call, argv[0], "alertPin", true, 0u, 254u, &options_alert_pin) < 0 ||
        cn_option_bool(&call, argv[0], "switched", false, &options_switched) < 0 ||
        cn_option_u32(&call, argv[0], "supplyPin", false, 0u, 254u, &options_supply_pin) < 0 ||
        cn_option_u32(&call, argv[0], "rateMillihz", true, 1u, 10000000u, &options_rate_millihz) < 0 ||
        cn_option_u32(&call, argv[0], "rangeG", true, 1u, 64u, &options_range_g) < 0 ||
        cn_option_u32(&call, argv[0], "rangeDps", false, 0u, 4000u, &options_range_dps) < 0 ||
        cn_option_u32(&call, argv[0], "watermark", true, 1u, 511u, &options_watermark) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &sensor_stream_class))) {
        goto done;
    }
    {
        void *native = cn_feed_new(&cn_lis2dh12, &(const struct cn_sensor_config){.bus = options_bus, .address = options_address, .alert_pin = options_alert_pin, .switched = options_switched, .supply_pin = options_supply_pin, .rate_millihz = options_rate_millihz, .range_g = options_range_g, .range_dps = options_range_dps, .watermark = options_watermark}, &error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &sensor_stream_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_lsm6dso(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "sensor.lsm6dso"};
    JSValue result = JS_EXCEPTION;
    uint32_t options_bus = 0u;
    uint32_t options_address = 0u;
    uint32_t options_alert_pin = 0u;
    bool options_switched = false;
    uint32_t options_supply_pin = 0u;
    uint32_t options_rate_millihz = 0u;
    uint32_t options_range_g = 0u;
    uint32_t options_range_dps = 0u;
    uint32_t options_watermark = 0u;
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_options(&call, argv[0], "options", false) < 0 ||
        cn_option_u32(&call, argv[0], "bus", true, 0u, 7u, &options_bus) < 0 ||
        cn_option_u32(&call, argv[0], "address", true, 8u, 119u, &options_address) < 0 ||
        cn_option_u32(&call, argv[0], "alertPin", true, 0u, 254u, &options_alert_pin) < 0 ||
        cn_option_bool(&call, argv[0], "switched", false, &options_switched) < 0 ||
        cn_option_u32(&call, argv[0], "supplyPin", false, 0u, 254u, &options_supply_pin) < 0 ||
        cn_option_u32(&call, argv[0], "rateMillihz", true, 1u, 10000000u, &options_rate_millihz) < 0 ||
        cn_option_u32(&call, argv[0], "rangeG", true, 1u, 64u, &options_range_g) < 0 ||
        cn_option_u32(&call, argv[0], "rangeDps", false, 0u, 4000u, &options_range_dps) < 0 ||
        cn_option_u32(&call, argv[0], "watermark", true, 1u, 511u, &options_watermark) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &sensor_stream_class))) {
        goto done;
    }
    {
        void *native = cn_feed_new(&cn_lsm6dso, &(const struct cn_sensor_config){.bus = options_bus, .address = options_address, .alert_pin = options_alert_pin, .switched = options_switched, .supply_pin = options_supply_pin, .rate_millihz = options_rate_millihz, .range_g = options_range_g, .range_dps = options_range_dps, .watermark = options_watermark}, &error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &sensor_stream_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_sensor_answered(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argv;
    const struct cn_call call = {ctx, "sensor.answered"};
    JSValue result = JS_EXCEPTION;
    if (cn_arg_count(&call, argc, 0) < 0) {
        goto done;
    }
    {
        int res = cn_sensor_answered();
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        result = JS_NewInt32(ctx, res);
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static const JSCFunctionListEntry sensor_functions[] = {
    JS_CFUNC_DEF("lis2dh12", 1, js_sensor_lis2dh12),
    JS_CFUNC_DEF("lsm6dso", 1, js_sensor_lsm6dso),
    JS_CFUNC_DEF("answered", 0, js_sensor_answered),
};

static const struct cn_handle_class *const sensor_classes[] = {&sensor_stream_class};
const struct cn_service cn_service_sensor = {
    .module = "catnap:sensor",
    .functions = sensor_functions,
    .function_count = 3,
    .classes = sensor_classes,
    .class_count = 1,
};
