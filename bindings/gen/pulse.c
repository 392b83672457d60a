// Generated from bindings/api/pulse.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/pulse.h"
#include "cn/hal.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_choice pulse_open_options_mode[] = {{"input", HAL_PIN_INPUT}, {"pull-up", HAL_PIN_INPUT_PULL_UP}, {"pull-down", HAL_PIN_INPUT_PULL_DOWN}};
static const struct cn_choice pulse_open_options_edge[] = {{"rising", HAL_EDGE_RISING}, {"falling", HAL_EDGE_FALLING}, {"both", HAL_EDGE_BOTH}};
static const struct cn_option pulse_open_options_fields[] = {
    {"pin", CN_MEMBER(struct cn_pulse_config, pin), true, 0, {{(uint32_t)0u, (uint32_t)254u}}},
    {"mode", CN_MEMBER(struct cn_pulse_config, mode), false, 3, {.choice = pulse_open_options_mode}},
    {"edge", CN_MEMBER(struct cn_pulse_config, edge), false, 3, {.choice = pulse_open_options_edge}},
    {"every", CN_MEMBER(struct cn_pulse_config, every), false, 0, {{(uint32_t)0u, (uint32_t)2147483647u}}},
};
static void pulse_open_callback(void *context, uint64_t at_us, int32_t count) {
    JSValue values[] = {cn_us_value(cn_engine_context(), at_us), JS_NewInt32(cn_engine_context(), count)};
    cn_slot_call(context, 2, values);
}

static JSValue js_pulse_open(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pulse.open"};
    JSValue result = JS_EXCEPTION;
    struct cn_pulse_config options = {.mode = HAL_PIN_INPUT, .edge = HAL_EDGE_RISING, .every = 0u};
    struct cn_slot *slot = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, pulse_open_options_fields, 4, &options) < 0 ||
        cn_arg_function(&call, argv[1], "callback") < 0 ||
        !(slot = cn_slot_new(ctx, argv[1], JS_UNDEFINED, false))) {
        goto done;
    }
    {
        int res = cn_pulse_open(&options, pulse_open_callback, slot);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        cn_slot_keep(slot, call.name, res);
        slot = NULL; // native code has it now
        result = JS_NewInt32(ctx, res);
    }
done:
    cn_slot_free(ctx, slot);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_pulse_read(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pulse.read"};
    int32_t id = 0;
    double number = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0) {
        return cn_failed(&call);
    }
    int res = cn_pulse_read(id, &number);
    return cn_give_f64(&call, res, number);
}

static JSValue js_pulse_write(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pulse.write"};
    int32_t id = 0;
    int32_t count = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0 ||
        cn_arg_i32(&call, argv[1], "count", INT32_MIN, 2147483647, &count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_pulse_write(id, count));
}

static JSValue js_pulse_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pulse.close"};
    int32_t id = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0) {
        return cn_failed(&call);
    }
    struct cn_slot *found = cn_slot_find("pulse.open", id);
    if (found) {
        (void)cn_pulse_close(id);
        cn_slot_free(ctx, found);
    }
    return JS_UNDEFINED;
}

static const JSCFunctionListEntry pulse_functions[] = {
    JS_CFUNC_DEF("open", 2, js_pulse_open),
    JS_CFUNC_DEF("read", 1, js_pulse_read),
    JS_CFUNC_DEF("write", 2, js_pulse_write),
    JS_CFUNC_DEF("close", 1, js_pulse_close),
};

const struct cn_service cn_service_pulse = {
    .module = "catnap:pulse",
    .functions = pulse_functions,
    .function_count = 4,
    .classes = NULL,
    .class_count = 0,
};
