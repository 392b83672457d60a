// Records: C structs that an app writes as an options object or gets as a result, by tables of their members.
#include "bind.h"

#include <string.h>

// Little-endian: the lower bytes come first.
static JSValue get(JSContext *ctx, const struct cn_field *field, const void *record) {
    const uint8_t *from = (const uint8_t *)record + field->offset;
    uint64_t bits = 0;
    float single;
    double number;
    memcpy(&bits, from, field->kind & CN_SIZE);
    if (field->choices) {
        return cn_choice_text(ctx, field->choices, field->count, (int)bits);
    }
    switch (field->kind & ~CN_SIZE) {
    case CN_BOOL:
        return JS_NewBool(ctx, bits != 0);
    case CN_SIGNED:
        return JS_NewInt32(ctx, (int32_t)bits);
    case CN_REAL:
        memcpy(&single, from, sizeof single);
        memcpy(&number, &bits, sizeof number);
        return JS_NewFloat64(ctx, (field->kind & CN_SIZE) == sizeof single ? (double)single : number);
    default:
        return cn_us_value(ctx, bits);
    }
}

JSValue cn_give_record(const struct cn_call *call, int res, const void *record, const struct cn_field *fields,
                       size_t count) {
    JSContext *ctx = call->ctx;
    if (res < 0) {
        return cn_give_nothing(call, res);
    }
    JSValue object = JS_NewObject(ctx);
    for (size_t i = 0; i < count && !JS_IsException(object); i++) {
        JSValue value = get(ctx, &fields[i], record);
        if (JS_IsException(value) ||
            JS_DefinePropertyValueStr(ctx, object, fields[i].name, value, JS_PROP_C_W_E) < 0) {
            JS_FreeValue(ctx, object);
            object = JS_EXCEPTION;
        }
    }
    return JS_IsException(object) ? cn_failed(call) : object;
}

static int put(const struct cn_call *call, JSValueConst value, const struct cn_option *option, void *record) {
    void *to = (uint8_t *)record + option->offset;
    size_t size = option->kind & CN_SIZE;
    int kind = option->kind & ~CN_SIZE, res;
    uint64_t bits = 0;
    double number = 0;
    bool is_set = false;
    int choice = 0;
    if (option->choices > 0) {
        res = cn_arg_choice(call, value, option->name, option->may.choice, option->choices, &choice);
        bits = (uint64_t)choice;
    } else if (kind == CN_BOOL) {
        res = cn_arg_bool(call, value, option->name, &is_set);
        bits = is_set;
    } else if (kind == CN_REAL) {
        res = cn_arg_f64(call, value, option->name, option->may.real[0], option->may.real[1], &number);
        float single = (float)number;
        memcpy(&bits, size == sizeof single ? (void *)&single : (void *)&number, size);
    } else if (size > sizeof(uint32_t)) {
        res = cn_arg_us(call, value, option->name, (uint64_t)option->may.real[0],
                        (uint64_t)option->may.real[1], &bits);
    } else if (kind == CN_SIGNED) {
        int32_t whole = 0;
        res = cn_arg_i32(call, value, option->name, (int32_t)option->may.whole.least,
                         (int32_t)option->may.whole.most, &whole);
        bits = (uint64_t)whole;
    } else {
        uint32_t whole = 0;
        res = cn_arg_u32(call, value, option->name, option->may.whole.least, option->may.whole.most, &whole);
        bits = whole;
    }
    if (res == 0) {
        memcpy(to, &bits, size);
    }
    return res;
}

int cn_arg_record(const struct cn_call *call, JSValueConst value, const char *what, bool optional,
                  const struct cn_option *options, size_t count, void *record) {
    if (cn_arg_options(call, value, what, optional) < 0) {
        return -1;
    }
    int res = 0;
    for (size_t i = 0; i < count && res == 0 && !JS_IsUndefined(value); i++) {
        JSValue field = JS_GetPropertyStr(call->ctx, value, options[i].name);
        if (JS_IsException(field)) {
            return -1;
        }
        if (options[i].is_needed || !JS_IsUndefined(field)) {
            res = put(call, field, &options[i], record);
        }
        JS_FreeValue(call->ctx, field);
    }
    return res;
}
