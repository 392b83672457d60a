// Errors with a code, as native functions throw them into the app.
#include "engine.h"

#include "bind.h"
#include "cn/error.h"

static struct {
    JSValue error; // constructor Error, as it was before the app could change it
    JSAtom code, expected, received;
} names;

JSValueConst cn_throw_open(JSContext *ctx) {
    names.code = JS_NewAtom(ctx, "code");
    names.expected = JS_NewAtom(ctx, "expected");
    names.received = JS_NewAtom(ctx, "received");
    JSValue global = JS_GetGlobalObject(ctx);
    names.error = JS_GetPropertyStr(ctx, global, "Error");
    JS_FreeValue(ctx, global);
    return names.error;
}

void cn_throw_close(JSContext *ctx) {
    JS_FreeValue(ctx, names.error);
    JS_FreeAtom(ctx, names.code);
    JS_FreeAtom(ctx, names.expected);
    JS_FreeAtom(ctx, names.received);
}

JSValue cn_throw_no_memory(JSContext *ctx) {
    JS_FreeValue(ctx, JS_GetException(ctx));
    return cn_memory_out(ctx) ? JS_EXCEPTION : JS_Throw(ctx, JS_NULL);
}

JSValue cn_engine_throw(JSContext *ctx, int code, const char *message, const char *expected,
                        const char *received) {
    if (code == CN_ERR_NO_MEMORY) {
        return cn_throw_no_memory(ctx);
    }
    JSValue text = JS_NewString(ctx, message);
    JSValue error =
        JS_IsException(text) ? text : JS_CallConstructor(ctx, names.error, 1, (JSValueConst *)&text);
    JS_FreeValue(ctx, text);
    if (JS_IsException(error)) {
        return cn_throw_no_memory(ctx);
    }
    const struct {
        JSAtom name;
        const char *value;
    } fields[] = {{names.code, cn_error_name(code)}, {names.expected, expected}, {names.received, received}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!fields[i].value) {
            continue;
        }
        JSValue value = JS_NewString(ctx, fields[i].value);
        // a property must never hold the mark of an exception
        if (JS_IsException(value) ||
            JS_DefinePropertyValue(ctx, error, fields[i].name, value, JS_PROP_C_W_E) < 0) {
            JS_FreeValue(ctx, error);
            return cn_throw_no_memory(ctx);
        }
    }
    return JS_Throw(ctx, error);
}
