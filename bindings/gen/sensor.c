// Generated from bindings/api/sensor.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/stream.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_handle_class sensor_stream_class;

struct sensor_stream_configure_options {uint32_t range_g; uint32_t range_dps; uint32_t watermark;};
static const struct cn_option sensor_stream_configure_options_fields[] = {
    {"rangeG", CN_MEMBER(struct sensor_stream_configure_options, range_g), true, 0, {{(uint32_t)1u, (uint32_t)64u}}},
    {"rangeDps", CN_MEMBER(struct sensor_stream_configure_options, range_dps), false, 0, {{(uint32_t)0u, (uint32_t)4000u}}},
    {"watermark", CN_MEMBER(struct sensor_stream_configure_options, watermark), true, 0, {{(uint32_t)1u, (uint32_t)511u}}},
};
static JSValue js_sensor_stream_configure(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Stream.configure"};
    struct sensor_stream_configure_options options = {.range_dps = 0u};
    struct cn_stream *self = NULL;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, sensor_stream_configure_options_fields, 3, &options) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_stream_configure(self, options.range_g, options.range_dps, options.watermark));
}

struct sensor_stream_start_options {uint32_t samples; uint32_t hop;};
static const struct cn_option sensor_stream_start_options_fields[] = {
    {"samples", CN_MEMBER(struct sensor_stream_start_options, samples), true, 0, {{(uint32_t)1u, (uint32_t)4096u}}},
    {"hop", CN_MEMBER(struct sensor_stream_start_options, hop), true, 0, {{(uint32_t)1u, (uint32_t)4096u}}},
};
static JSValue js_sensor_stream_start(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Stream.start"};
    struct sensor_stream_start_options options = {0};
    struct cn_stream *self = NULL;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, sensor_stream_start_options_fields, 2, &options) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_stream_start(self, options.samples, options.hop));
}

static JSValue js_sensor_stream_next(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Stream.next"};
    JSValue result = JS_EXCEPTION;
    struct cn_stream *self = NULL;
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
        int res = cn_stream_next(self, cn_token_done, token);
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
    struct cn_stream *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        return cn_failed(&call);
    }
    const int16_t *view = cn_stream_window(self, &view_count, &error);
    return cn_give_view(&call, error, this_val, &sensor_stream_class, view, view_count, sizeof *view, JS_TYPED_ARRAY_INT16);
}

static const struct cn_option sensor_stream_arm_motion_options_fields[] = {
    {"thresholdMg", CN_MEMBER(struct cn_motion_config, threshold_mg), true, 0, {{(uint32_t)1u, (uint32_t)32000u}}},
    {"durationMs", CN_MEMBER(struct cn_motion_config, duration_ms), false, 0, {{(uint32_t)0u, (uint32_t)60000u}}},
};
static JSValue js_sensor_stream_arm_motion(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Stream.armMotion"};
    struct cn_motion_config options = {.duration_ms = 0u};
    struct cn_stream *self = NULL;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, sensor_stream_arm_motion_options_fields, 2, &options) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        return cn_failed(&call);
    }
    cn_handle_detach(ctx, this_val, &sensor_stream_class);
    return cn_give_nothing(&call, cn_stream_arm_motion(self, &options));
}

static JSValue js_sensor_stream_next_motion(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Stream.nextMotion"};
    JSValue result = JS_EXCEPTION;
    struct cn_stream *self = NULL;
    struct cn_token *token = NULL;
    JSValue made = JS_UNDEFINED;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(token = cn_token_new(ctx, this_val, cn_convert_us, "Stream.nextMotion", &made)) ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        goto done;
    }
    {
        int res = cn_stream_next_motion(self, cn_token_done, token);
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

static const struct cn_field sensor_stream_units_fields[] = {
    {"axes", CN_MEMBER(struct cn_sensor_units, axes), 0, NULL},
    {"mgPerCount", CN_MEMBER(struct cn_sensor_units, mg_per_count), 0, NULL},
    {"mdpsPerCount", CN_MEMBER(struct cn_sensor_units, mdps_per_count), 0, NULL},
};
static JSValue js_sensor_stream_units(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Stream.units"};
    struct cn_stream *self = NULL;
    struct cn_sensor_units made_of;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        return cn_failed(&call);
    }
    cn_stream_units(self, &made_of);
    return cn_give_record(&call, 0, &made_of, sensor_stream_units_fields, 3);
}

static const struct cn_field sensor_stream_stats_fields[] = {
    {"samples", CN_MEMBER(struct cn_stream_stats, samples), 0, NULL},
    {"windows", CN_MEMBER(struct cn_stream_stats, windows), 0, NULL},
    {"dropped", CN_MEMBER(struct cn_stream_stats, dropped), 0, NULL},
    {"waiting", CN_MEMBER(struct cn_stream_stats, waiting), 0, NULL},
    {"gaps", CN_MEMBER(struct cn_stream_stats, gaps), 0, NULL},
    {"overruns", CN_MEMBER(struct cn_stream_stats, overruns), 0, NULL},
    {"busErrors", CN_MEMBER(struct cn_stream_stats, bus_errors), 0, NULL},
    {"restarts", CN_MEMBER(struct cn_stream_stats, restarts), 0, NULL},
};
static JSValue js_sensor_stream_stats(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Stream.stats"};
    struct cn_stream *self = NULL;
    struct cn_stream_stats made_of;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        return cn_failed(&call);
    }
    cn_stream_stats(self, &made_of);
    return cn_give_record(&call, 0, &made_of, sensor_stream_stats_fields, 8);
}

static JSValue js_sensor_stream_stop(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Stream.stop"};
    struct cn_stream *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &sensor_stream_class))) {
        return cn_failed(&call);
    }
    cn_handle_detach(ctx, this_val, &sensor_stream_class);
    return cn_give_nothing(&call, cn_stream_stop(self));
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
    struct cn_stream *self = native;
    cn_stream_free(self);
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

static const struct cn_option sensor_lis2dh12_options_fields[] = {
    {"bus", CN_MEMBER(struct cn_sensor_config, bus), true, 0, {{(uint32_t)0u, (uint32_t)7u}}},
    {"address", CN_MEMBER(struct cn_sensor_config, address), true, 0, {{(uint32_t)8u, (uint32_t)119u}}},
    {"alertPin", CN_MEMBER(struct cn_sensor_config, alert_pin), true, 0, {{(uint32_t)0u, (uint32_t)254u}}},
    {"switched", CN_MEMBER(struct cn_sensor_config, switched), false, 0, {{0, 0}}},
    {"supplyPin", CN_MEMBER(struct cn_sensor_config, supply_pin), false, 0, {{(uint32_t)0u, (uint32_t)254u}}},
    {"rateMillihz", CN_MEMBER(struct cn_sensor_config, rate_millihz), true, 0, {{(uint32_t)1u, (uint32_t)10000000u}}},
    {"rangeG", CN_MEMBER(struct cn_sensor_config, range_g), true, 0, {{(uint32_t)1u, (uint32_t)64u}}},
    {"rangeDps", CN_MEMBER(struct cn_sensor_config, range_dps), false, 0, {{(uint32_t)0u, (uint32_t)4000u}}},
    {"watermark", CN_MEMBER(struct cn_sensor_config, watermark), true, 0, {{(uint32_t)1u, (uint32_t)511u}}},
};
static JSValue js_sensor_lis2dh12(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "sensor.lis2dh12"};
    JSValue result = JS_EXCEPTION;
    struct cn_sensor_config options = {.switched = false, .supply_pin = 0u, .range_dps = 0u};
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, sensor_lis2dh12_options_fields, 9, &options) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &sensor_stream_class))) {
        goto done;
    }
    {
        void *native = cn_stream_new(&cn_lis2dh12, &options, &error);
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

static const struct cn_option sensor_lsm6dso_options_fields[] = {
    {"bus", CN_MEMBER(struct cn_sensor_config, bus), true, 0, {{(uint32_t)0u, (uint32_t)7u}}},
    {"address", CN_MEMBER(struct cn_sensor_config, address), true, 0, {{(uint32_t)8u, (uint32_t)119u}}},
    {"alertPin", CN_MEMBER(struct cn_sensor_config, alert_pin), true, 0, {{(uint32_t)0u, (uint32_t)254u}}},
    {"switched", CN_MEMBER(struct cn_sensor_config, switched), false, 0, {{0, 0}}},
    {"supplyPin", CN_MEMBER(struct cn_sensor_config, supply_pin), false, 0, {{(uint32_t)0u, (uint32_t)254u}}},
    {"rateMillihz", CN_MEMBER(struct cn_sensor_config, rate_millihz), true, 0, {{(uint32_t)1u, (uint32_t)10000000u}}},
    {"rangeG", CN_MEMBER(struct cn_sensor_config, range_g), true, 0, {{(uint32_t)1u, (uint32_t)64u}}},
    {"rangeDps", CN_MEMBER(struct cn_sensor_config, range_dps), false, 0, {{(uint32_t)0u, (uint32_t)4000u}}},
    {"watermark", CN_MEMBER(struct cn_sensor_config, watermark), true, 0, {{(uint32_t)1u, (uint32_t)511u}}},
};
static JSValue js_sensor_lsm6dso(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "sensor.lsm6dso"};
    JSValue result = JS_EXCEPTION;
    struct cn_sensor_config options = {.switched = false, .supply_pin = 0u, .range_dps = 0u};
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, sensor_lsm6dso_options_fields, 9, &options) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &sensor_stream_class))) {
        goto done;
    }
    {
        void *native = cn_stream_new(&cn_lsm6dso, &options, &error);
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
    if (cn_arg_count(&call, argc, 0) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_sensor_answered());
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
