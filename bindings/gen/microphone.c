// Generated from bindings/api/microphone.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/microphone.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_handle_class microphone_microphone_class;

struct microphone_microphone_start_options {uint32_t samples; uint32_t hop;};
static const struct cn_option microphone_microphone_start_options_fields[] = {
    {"samples", CN_MEMBER(struct microphone_microphone_start_options, samples), true, 0, {{(uint32_t)1u, (uint32_t)32768u}}},
    {"hop", CN_MEMBER(struct microphone_microphone_start_options, hop), true, 0, {{(uint32_t)1u, (uint32_t)32768u}}},
};
static JSValue js_microphone_microphone_start(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Microphone.start"};
    struct microphone_microphone_start_options options = {0};
    struct cn_microphone *self = NULL;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, microphone_microphone_start_options_fields, 2, &options) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &microphone_microphone_class))) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_microphone_start(self, options.samples, options.hop));
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
    struct cn_microphone *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &microphone_microphone_class))) {
        return cn_failed(&call);
    }
    const int16_t *view = cn_microphone_window(self, &view_count, &error);
    return cn_give_view(&call, error, this_val, &microphone_microphone_class, view, view_count, sizeof *view, JS_TYPED_ARRAY_INT16);
}

static const struct cn_field microphone_microphone_stats_fields[] = {
    {"samples", CN_MEMBER(struct cn_microphone_stats, samples), 0, NULL},
    {"windows", CN_MEMBER(struct cn_microphone_stats, windows), 0, NULL},
    {"dropped", CN_MEMBER(struct cn_microphone_stats, dropped), 0, NULL},
    {"gaps", CN_MEMBER(struct cn_microphone_stats, gaps), 0, NULL},
};
static JSValue js_microphone_microphone_stats(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Microphone.stats"};
    struct cn_microphone *self = NULL;
    struct cn_microphone_stats made_of;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &microphone_microphone_class))) {
        return cn_failed(&call);
    }
    cn_microphone_stats(self, &made_of);
    return cn_give_record(&call, 0, &made_of, microphone_microphone_stats_fields, 4);
}

static JSValue js_microphone_microphone_stop(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Microphone.stop"};
    struct cn_microphone *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &microphone_microphone_class))) {
        return cn_failed(&call);
    }
    cn_handle_detach(ctx, this_val, &microphone_microphone_class);
    return cn_give_nothing(&call, cn_microphone_stop(self));
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

static const struct cn_option microphone_open_options_fields[] = {
    {"rateHz", CN_MEMBER(struct cn_microphone_config, rate_hz), true, 0, {{(uint32_t)1u, (uint32_t)96000u}}},
    {"gainHalfDb", CN_MEMBER(struct cn_microphone_config, gain_half_db), false, 0, {{(uint32_t)-256, (uint32_t)254}}},
};
static JSValue js_microphone_open(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "microphone.open"};
    JSValue result = JS_EXCEPTION;
    struct cn_microphone_config options = {.gain_half_db = 0};
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, microphone_open_options_fields, 2, &options) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &microphone_microphone_class))) {
        goto done;
    }
    {
        void *native = cn_microphone_new(&options, &error);
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
