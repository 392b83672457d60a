// Generated from bindings/api/microphone.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/microphone.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_handle_class microphone_microphone_class;

static JSValue js_microphone_microphone_start(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Microphone.start"};
    JSValue result = JS_EXCEPTION;
    uint32_t options_samples = 0u;
    uint32_t options_hop = 0u;
    struct cn_microphone *self = NULL;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_options(&call, argv[0], "options", false) < 0 ||
        cn_option_u32(&call, argv[0], "samples", true, 1u, 32768u, &options_samples) < 0 ||
        cn_option_u32(&call, argv[0], "hop", true, 1u, 32768u, &options_hop) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &microphone_microphone_class))) {
        goto done;
    }
    {
        int res = cn_microphone_start(self, options_samples, options_hop);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        result = JS_UNDEFINED;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_microphone_microphone_next(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Microphone.next"};
    JSValue result = JS_EXCEPTION;
    struct cn_microphone *self = NULL;
    struct cn_token *token = NULL;
    JSValue made = JS_UNDEFINED;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_options(&call, argv[0], "step", false) < 0 ||
        cn_arg_options(&call, argv[1], "item", false) < 0 ||
        cn_arg_function(&call, argv[2], "failed") < 0 ||
        !(token = cn_token_step(ctx, this_val, argv, "Microphone.next", &made)) ||
        !(self = cn_handle_native(&call, this_val, "this", &microphone_microphone_class))) {
        goto done;
    }
    {
        int res = cn_microphone_next(self, cn_token_done, token);
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

static JSValue js_microphone_microphone_window(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Microphone.window"};
    JSValue result = JS_EXCEPTION;
    struct cn_microphone *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &microphone_microphone_class))) {
        goto done;
    }
    {
        const int16_t *view = cn_microphone_window(self, &view_count, &error);
        if (!view) {
            cn_throw_code(&call, error);
            goto done;
        }
        result = cn_view_new(ctx, this_val, &microphone_microphone_class, (void *)view, view_count, sizeof *view, JS_TYPED_ARRAY_INT16);
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_microphone_microphone_stats(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Microphone.stats"};
    JSValue result = JS_EXCEPTION;
    struct cn_microphone *self = NULL;
    struct cn_microphone_stats made_of;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &microphone_microphone_class))) {
        goto done;
    }
    {
        cn_microphone_stats(self, &made_of);
    }
    result = JS_NewObject(ctx);
    if (JS_IsException(result) ||
        !cn_field(ctx, result, "samples", JS_NewUint32(ctx, made_of.samples)) ||
        !cn_field(ctx, result, "windows", JS_NewUint32(ctx, made_of.windows)) ||
        !cn_field(ctx, result, "dropped", JS_NewUint32(ctx, made_of.dropped)) ||
        !cn_field(ctx, result, "gaps", JS_NewUint32(ctx, made_of.gaps))) {
        JS_FreeValue(ctx, result);
        result = JS_EXCEPTION;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_microphone_microphone_stop(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Microphone.stop"};
    JSValue result = JS_EXCEPTION;
    struct cn_microphone *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &microphone_microphone_class))) {
        goto done;
    }
    cn_handle_detach(ctx, this_val, &microphone_microphone_class);
    {
        int res = cn_microphone_stop(self);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        result = JS_UNDEFINED;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_microphone_microphone_class_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argc;
    (void)argv;
    return cn_handle_close(ctx, this_val, &microphone_microphone_class);
}

static const JSCFunctionListEntry microphone_microphone_class_methods[] = {
    JS_CFUNC_DEF("start", 1, js_microphone_microphone_start),
    JS_CFUNC_DEF("next", 3, js_microphone_microphone_next),
    JS_CFUNC_DEF("window", 0, js_microphone_microphone_window),
    JS_CFUNC_DEF("stats", 0, js_microphone_microphone_stats),
    JS_CFUNC_DEF("stop", 0, js_microphone_microphone_stop),
    JS_CFUNC_DEF("close", 0, js_microphone_microphone_class_close),
};

static void microphone_microphone_class_close_native(void *native) {
    struct cn_microphone *self = native;
    cn_microphone_free(self);
}

static JSClassID microphone_microphone_class_id;
static const struct cn_handle_class microphone_microphone_class = {
    .name = "Microphone",
    .id = &microphone_microphone_class_id,
    .close = microphone_microphone_class_close_native,
    .functions = microphone_microphone_class_methods,
    .function_count = 6,
    .slots = 0,
};

static JSValue js_microphone_open(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "microphone.open"};
    JSValue result = JS_EXCEPTION;
    uint32_t options_rate_hz = 0u;
    int32_t options_gain_half_db = 0;
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_options(&call, argv[0], "options", false) < 0 ||
        cn_option_u32(&call, argv[0], "rateHz", true, 1u, 96000u, &options_rate_hz) < 0 ||
        cn_option_i32(&call, argv[0], "gainHalfDb", false, -256, 254, &options_gain_half_db) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &microphone_microphone_class))) {
        goto done;
    }
    {
        void *native = cn_microphone_new(&(const struct cn_microphone_config){.rate_hz = options_rate_hz, .gain_half_db = options_gain_half_db}, &error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &microphone_microphone_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static const JSCFunctionListEntry microphone_functions[] = {
    JS_CFUNC_DEF("open", 1, js_microphone_open),
};

static const struct cn_handle_class *const microphone_classes[] = {&microphone_microphone_class};
const struct cn_service cn_service_microphone = {
    .module = "catnap:microphone",
    .functions = microphone_functions,
    .function_count = 1,
    .classes = microphone_classes,
    .class_count = 1,
};
