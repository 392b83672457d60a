// Generated from bindings/api/timer.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/timer.h"
#include "cn/hal.h"
#include "cn/done.h"
#include "cn/error.h"

static JSValue js_timer_now_us(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argv;
    const struct cn_call call = {ctx, "timer.nowUs"};
    if (cn_arg_count(&call, argc, 0) < 0) {
        return cn_failed(&call);
    }
    return cn_us_value(ctx, hal_now_us());
}

static void timer_start_callback(void *context, uint64_t due_us) {
    JSValue values[] = {cn_us_value(cn_engine_context(), due_us)};
    cn_slot_call(context, 1, values);
}

static JSValue js_timer_start(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "timer.start"};
    JSValue result = JS_EXCEPTION;
    uint64_t delay_us = 0u;
    uint64_t period_us = 0u;
    struct cn_slot *slot = NULL;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_us(&call, argv[0], "delayUs", 0u, 9007199254740991u, &delay_us) < 0 ||
        cn_arg_us(&call, argv[1], "periodUs", 0u, 9007199254740991u, &period_us) < 0 ||
        cn_arg_function(&call, argv[2], "callback") < 0 ||
        !(slot = cn_slot_new(ctx, argv[2], JS_UNDEFINED, period_us == 0))) {
        goto done;
    }
    {
        int res = cn_timer_after(delay_us, period_us, timer_start_callback, slot);
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

static JSValue js_timer_missed(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "timer.missed"};
    int32_t id = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_timer_missed(id));
}

static JSValue js_timer_stop(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "timer.stop"};
    int32_t id = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0) {
        return cn_failed(&call);
    }
    struct cn_slot *found = cn_slot_find("timer.start", id);
    if (found) {
        (void)cn_timer_stop(id);
        cn_slot_free(ctx, found);
    }
    return JS_UNDEFINED;
}

static const JSCFunctionListEntry timer_functions[] = {
    JS_CFUNC_DEF("nowUs", 0, js_timer_now_us),
    JS_CFUNC_DEF("start", 3, js_timer_start),
    JS_CFUNC_DEF("missed", 1, js_timer_missed),
    JS_CFUNC_DEF("stop", 1, js_timer_stop),
};

const struct cn_service cn_service_timer = {
    .module = "catnap:timer",
    .functions = timer_functions,
    .function_count = 4,
    .classes = NULL,
    .class_count = 0,
};
