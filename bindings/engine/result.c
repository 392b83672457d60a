// Results of native functions: values, errors by code, rejected promises.
#include "bind.h"

#include "cn/error.h"
#include "cn/format.h"

JSValue cn_throw_code(const struct cn_call *call, int code) {
    char message[160];
    cn_snprintf(message, sizeof message, "%s: %s", call->name, cn_error_text(code));
    return cn_engine_throw(call->ctx, code, message, NULL, NULL);
}

JSValue cn_failed(const struct cn_call *call) {
    if (!JS_HasException(call->ctx)) {
        return cn_engine_throw(call->ctx, CN_ERR_NO_MEMORY, call->name, NULL, NULL);
    }
    return JS_EXCEPTION;
}

JSValue cn_failed_promise(const struct cn_call *call) {
    JSContext *ctx = call->ctx;
    cn_failed(call);
    JSValue exception = JS_GetException(ctx), functions[2];
    JSValue promise = JS_NewPromiseCapability(ctx, functions);
    if (JS_IsException(promise)) {
        JS_FreeValue(ctx, exception);
        return cn_failed(call);
    }
    JSValue called = JS_Call(ctx, functions[1], JS_UNDEFINED, 1, (JSValueConst *)&exception);
    JS_FreeValue(ctx, functions[0]);
    JS_FreeValue(ctx, functions[1]);
    JS_FreeValue(ctx, exception);
    if (JS_IsException(called)) {
        JS_FreeValue(ctx, promise);
        return cn_failed(call);
    }
    JS_FreeValue(ctx, called);
    return promise;
}

JSValue cn_choice_text(JSContext *ctx, const struct cn_choice *choices, size_t count, int value) {
    for (size_t i = 0; i < count; i++) {
        if (choices[i].value == value) {
            return JS_NewString(ctx, choices[i].text);
        }
    }
    return JS_UNDEFINED;
}

JSValue cn_us_value(JSContext *ctx, uint64_t us) {
    return us <= INT32_MAX ? JS_NewInt32(ctx, (int32_t)us) : JS_NewFloat64(ctx, (double)us);
}

static JSValue failed_by(const struct cn_call *call, int code) {
    cn_throw_code(call, code);
    return cn_failed(call);
}

JSValue cn_give_nothing(const struct cn_call *call, int res) {
    return res < 0 ? failed_by(call, res) : JS_UNDEFINED;
}

JSValue cn_give_i32(const struct cn_call *call, int res) {
    return res < 0 ? failed_by(call, res) : JS_NewInt32(call->ctx, res);
}

JSValue cn_give_bool(const struct cn_call *call, int res) {
    return res < 0 ? failed_by(call, res) : JS_NewBool(call->ctx, res > 0);
}

JSValue cn_give_f64(const struct cn_call *call, int res, double number) {
    return res < 0 ? failed_by(call, res) : JS_NewFloat64(call->ctx, number);
}

JSValue cn_give_choice(const struct cn_call *call, int res, const struct cn_choice *choices, size_t count) {
    JSValue text = cn_choice_text(call->ctx, choices, count, res);
    return JS_IsUndefined(text) ? failed_by(call, res) : JS_IsException(text) ? cn_failed(call) : text;
}

JSValue cn_convert_nothing(JSContext *ctx, uint64_t value) {
    (void)ctx;
    (void)value;
    return JS_UNDEFINED;
}

JSValue cn_convert_us(JSContext *ctx, uint64_t value) {
    return cn_us_value(ctx, value);
}

JSValue cn_convert_u32(JSContext *ctx, uint64_t value) {
    return JS_NewUint32(ctx, (uint32_t)value);
}

JSValue cn_convert_bool(JSContext *ctx, uint64_t value) {
    return JS_NewBool(ctx, value != 0);
}
