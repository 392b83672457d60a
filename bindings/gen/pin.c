// Generated from bindings/api/pin.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/pin.h"
#include "cn/hal.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_choice pin_mode_mode_choices[] = {{"input", HAL_PIN_INPUT}, {"pull-up", HAL_PIN_INPUT_PULL_UP}, {"pull-down", HAL_PIN_INPUT_PULL_DOWN}, {"output", HAL_PIN_OUTPUT}};
static JSValue js_pin_mode(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pin.mode"};
    uint32_t pin = 0u;
    int mode = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[0], "pin", 0u, 254u, &pin) < 0 ||
        cn_arg_choice(&call, argv[1], "mode", pin_mode_mode_choices, 4, &mode) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, hal_pin_mode(pin, mode));
}

static JSValue js_pin_write(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pin.write"};
    uint32_t pin = 0u;
    bool high = false;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[0], "pin", 0u, 254u, &pin) < 0 ||
        cn_arg_bool(&call, argv[1], "high", &high) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, hal_pin_write(pin, high));
}

static JSValue js_pin_read(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pin.read"};
    uint32_t pin = 0u;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "pin", 0u, 254u, &pin) < 0) {
        return cn_failed(&call);
    }
    return cn_give_bool(&call, hal_pin_read(pin));
}

static const struct cn_choice pin_watch_edge_choices[] = {{"rising", HAL_EDGE_RISING}, {"falling", HAL_EDGE_FALLING}, {"both", HAL_EDGE_BOTH}};
static void pin_watch_callback(void *context, uint64_t at_us, uint32_t edges) {
    JSValue values[] = {cn_us_value(cn_engine_context(), at_us), JS_NewUint32(cn_engine_context(), edges)};
    cn_slot_call(context, 2, values);
}

static JSValue js_pin_watch(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pin.watch"};
    JSValue result = JS_EXCEPTION;
    uint32_t pin = 0u;
    int edge = 0;
    struct cn_slot *slot = NULL;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_u32(&call, argv[0], "pin", 0u, 254u, &pin) < 0 ||
        cn_arg_choice(&call, argv[1], "edge", pin_watch_edge_choices, 3, &edge) < 0 ||
        cn_arg_function(&call, argv[2], "callback") < 0 ||
        !(slot = cn_slot_new(ctx, argv[2], JS_UNDEFINED, false))) {
        goto done;
    }
    {
        int res = cn_pin_watch(pin, edge, pin_watch_callback, slot);
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

static JSValue js_pin_unwatch(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pin.unwatch"};
    int32_t id = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0) {
        return cn_failed(&call);
    }
    struct cn_slot *found = cn_slot_find("pin.watch", id);
    if (found) {
        (void)cn_pin_unwatch(id);
        cn_slot_free(ctx, found);
    }
    return JS_UNDEFINED;
}

static const JSCFunctionListEntry pin_functions[] = {
    JS_CFUNC_DEF("mode", 2, js_pin_mode),
    JS_CFUNC_DEF("write", 2, js_pin_write),
    JS_CFUNC_DEF("read", 1, js_pin_read),
    JS_CFUNC_DEF("watch", 3, js_pin_watch),
    JS_CFUNC_DEF("unwatch", 1, js_pin_unwatch),
};

const struct cn_service cn_service_pin = {
    .module = "catnap:pin",
    .functions = pin_functions,
    .function_count = 5,
    .classes = NULL,
    .class_count = 0,
};
