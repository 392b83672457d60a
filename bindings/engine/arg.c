// Arguments of native functions: read, checked, never converted.
#include "bind.h"

#include <math.h>
#include <string.h>

#include "cn/error.h"
#include "cn/format.h"
#include "cn/math.h"

#define MOST_SAFE 9007199254740991.0 // 2^53 - 1

static const char *const typed_array_names[] = {
    "Uint8ClampedArray", "Int8Array",     "Uint8Array",     "Int16Array",   "Uint16Array", "Int32Array",
    "Uint32Array",       "BigInt64Array", "BigUint64Array", "Float32Array", "Float64Array"};
#define TYPED_ARRAYS (int)(sizeof typed_array_names / sizeof typed_array_names[0])

// Which typed array `value` is, or -1. Class ids of typed arrays follow each other in the order of the names.
static int typed_array_type(JSContext *ctx, JSValueConst value) {
    static JSClassID first;
    if (first == 0) {
        JSValueConst zero[] = {JS_NewInt32(ctx, 0), JS_UNDEFINED, JS_UNDEFINED}; // it reads three
        JSValue probe = JS_NewTypedArray(ctx, 1, zero, JS_TYPED_ARRAY_UINT8C);
        if (JS_IsException(probe)) {
            return -2;
        }
        first = JS_GetClassID(probe);
        JS_FreeValue(ctx, probe);
    }
    JSClassID id = JS_GetClassID(value);
    return JS_IsObject(value) && id >= first && id < first + TYPED_ARRAYS ? (int)(id - first) : -1;
}

static void describe_text(JSContext *ctx, JSValueConst value, char *out, size_t size) {
    size_t length;
    const char *text = JS_ToCStringLen(ctx, &length, value);
    if (!text) {
        JS_FreeValue(ctx, JS_GetException(ctx));
        cn_snprintf(out, size, "a string");
        return;
    }
    size_t shown = length <= 32 ? length : 32;
    while (shown < length && shown > 0 && ((unsigned char)text[shown] & 0xc0) == 0x80) {
        shown--; // do not cut a UTF-8 sequence
    }
    cn_snprintf(out, size, "'%.*s'%s", (int)shown, text, shown < length ? "..." : "");
    JS_FreeCString(ctx, text);
}

static void describe_number(double number, char *out, size_t size) {
    if (number == cn_floor(number) && fabs(number) <= MOST_SAFE) {
        bool negative = number < 0;
        uint64_t whole = (uint64_t)fabs(number);
        cn_snprintf(out, size, "%s%llu", negative ? "-" : "", (unsigned long long)whole);
    } else if (isnan(number)) {
        cn_snprintf(out, size, "NaN");
    } else if (isinf(number)) {
        cn_snprintf(out, size, number < 0 ? "-Infinity" : "Infinity");
    } else if (fabs(number) < 1e6) {
        // cn_snprintf has no floats: show three decimals
        long whole = (long)fabs(number);
        long thousandths = (long)((fabs(number) - (double)whole) * 1000.0);
        cn_snprintf(out, size, "%s%ld.%03ld", number < 0 ? "-" : "", whole, thousandths);
    } else {
        cn_snprintf(out, size, "a number beyond 2^53");
    }
}

// A value as messages show it. Runs no code of the app.
static void describe(JSContext *ctx, JSValueConst value, char *out, size_t size) {
    double number;
    int type;
    if (JS_IsNumber(value)) {
        JS_ToFloat64(ctx, &number, value);
        describe_number(number, out, size);
    } else if (JS_IsString(value)) {
        describe_text(ctx, value, out, size);
    } else if (JS_IsBool(value)) {
        cn_snprintf(out, size, JS_VALUE_GET_BOOL(value) ? "true" : "false");
    } else if (JS_IsNull(value) || JS_IsUndefined(value)) {
        cn_snprintf(out, size, JS_IsNull(value) ? "null" : "undefined");
    } else if (JS_IsSymbol(value) || !JS_IsObject(value)) {
        cn_snprintf(out, size, JS_IsSymbol(value) ? "a symbol" : "a bigint");
    } else if ((type = typed_array_type(ctx, value)) >= 0) {
        cn_snprintf(out, size, "%s", typed_array_names[type]);
    } else {
        cn_snprintf(out, size, JS_IsFunction(ctx, value) ? "a function" : "an object");
    }
}

static int throw_text(const struct cn_call *call, int code, const char *what, const char *expected,
                      const char *received) {
    char message[320];
    cn_snprintf(message, sizeof message, "%s: %s must be %s; got %s", call->name, what, expected, received);
    cn_engine_throw(call->ctx, code, message, expected, received);
    return -1;
}

static int throw_wrong(const struct cn_call *call, int code, const char *what, const char *expected,
                       JSValueConst received) {
    char text[64];
    describe(call->ctx, received, text, sizeof text);
    return throw_text(call, code, what, expected, text);
}

void cn_throw_kind(const struct cn_call *call, JSValueConst value, const char *what, const char *kind) {
    char expected[48];
    cn_snprintf(expected, sizeof expected, "a %s", kind);
    throw_wrong(call, CN_ERR_TYPE, what, expected, value);
}

int cn_arg_count(const struct cn_call *call, int argc, int most) {
    if (argc <= most) {
        return 0;
    }
    char expected[32], received[16];
    cn_snprintf(expected, sizeof expected, "at most %d", most);
    cn_snprintf(received, sizeof received, "%d", argc);
    return throw_text(call, CN_ERR_INVAL, "the number of arguments", expected, received);
}

static int wrong_number(const struct cn_call *call, JSValueConst value, const char *what, const char *kind,
                        double least, double most) {
    char from[32], to[32], expected[96];
    describe_number(least, from, sizeof from);
    describe_number(most, to, sizeof to);
    cn_snprintf(expected, sizeof expected, "%s %s to %s", kind, from, to);
    return throw_wrong(call, JS_IsNumber(value) ? CN_ERR_RANGE : CN_ERR_TYPE, what, expected, value);
}

// A number in its range; `whole`: an integer.
static int read_number(const struct cn_call *call, JSValueConst value, const char *what, double least,
                       double most, bool whole, double *out) {
    double number = NAN;
    if (JS_IsNumber(value)) {
        JS_ToFloat64(call->ctx, &number, value);
    }
    if (!(number >= least && number <= most) || (whole && number != cn_floor(number))) {
        return wrong_number(call, value, what, whole ? "an integer" : "a number", least, most);
    }
    *out = number;
    return 0;
}

int cn_arg_i32(const struct cn_call *call, JSValueConst value, const char *what, int32_t least, int32_t most,
               int32_t *out) {
    double number;
    if (read_number(call, value, what, least, most, true, &number) < 0) {
        return -1;
    }
    *out = (int32_t)number;
    return 0;
}

int cn_arg_u32(const struct cn_call *call, JSValueConst value, const char *what, uint32_t least,
               uint32_t most, uint32_t *out) {
    double number;
    if (read_number(call, value, what, least, most, true, &number) < 0) {
        return -1;
    }
    *out = (uint32_t)number;
    return 0;
}

int cn_arg_f64(const struct cn_call *call, JSValueConst value, const char *what, double least, double most,
               double *out) {
    return read_number(call, value, what, least, most, false, out);
}

int cn_arg_us(const struct cn_call *call, JSValueConst value, const char *what, uint64_t least, uint64_t most,
              uint64_t *out) {
    double number;
    if (read_number(call, value, what, (double)least, (double)most, true, &number) < 0) {
        return -1;
    }
    *out = (uint64_t)number;
    return 0;
}

int cn_arg_bool(const struct cn_call *call, JSValueConst value, const char *what, bool *out) {
    if (!JS_IsBool(value)) {
        return throw_wrong(call, CN_ERR_TYPE, what, "true or false", value);
    }
    *out = JS_VALUE_GET_BOOL(value);
    return 0;
}

// `'red', 'green' or 'blue'`
static int wrong_choice(const struct cn_call *call, JSValueConst value, const char *what,
                        const struct cn_choice *choices, size_t count) {
    char expected[128];
    size_t length = 0;
    for (size_t i = 0; i < count && length < sizeof expected; i++) {
        const char *before = i == 0 ? "" : i + 1 == count ? " or " : ", ";
        length += (size_t)cn_snprintf(expected + length, sizeof expected - length, "%s'%s'", before,
                                      choices[i].text);
    }
    return throw_wrong(call, JS_IsString(value) ? CN_ERR_RANGE : CN_ERR_TYPE, what, expected, value);
}

int cn_arg_choice(const struct cn_call *call, JSValueConst value, const char *what,
                  const struct cn_choice *choices, size_t count, int *out) {
    if (!JS_IsString(value)) {
        return wrong_choice(call, value, what, choices, count);
    }
    size_t length;
    const char *text = JS_ToCStringLen(call->ctx, &length, value);
    if (!text) {
        return -1;
    }
    size_t i = 0;
    while (i < count && (strlen(choices[i].text) != length || memcmp(choices[i].text, text, length) != 0)) {
        i++;
    }
    JS_FreeCString(call->ctx, text);
    if (i == count) {
        return wrong_choice(call, value, what, choices, count);
    }
    *out = choices[i].value;
    return 0;
}

int cn_arg_text(const struct cn_call *call, JSValueConst value, const char *what, size_t least, size_t most,
                struct cn_text *out) {
    char expected[64];
    cn_snprintf(expected, sizeof expected, "a string of %lu to %lu bytes", (unsigned long)least,
                (unsigned long)most);
    if (!JS_IsString(value)) {
        return throw_wrong(call, CN_ERR_TYPE, what, expected, value);
    }
    size_t length;
    const char *text = JS_ToCStringLen(call->ctx, &length, value);
    if (!text) {
        return -1;
    }
    if (length < least || length > most) {
        char received[32];
        cn_snprintf(received, sizeof received, "%lu bytes", (unsigned long)length);
        JS_FreeCString(call->ctx, text);
        return throw_text(call, CN_ERR_RANGE, what, expected, received);
    }
    out->text = text;
    out->length = length;
    return 0;
}

void cn_text_free(JSContext *ctx, struct cn_text *text) {
    JS_FreeCString(ctx, text->text);
}

int cn_arg_chars(const struct cn_call *call, JSValueConst value, const char *what, size_t least, size_t most,
                 char *out) {
    struct cn_text text = {0};
    if (cn_arg_text(call, value, what, least, most, &text) < 0) {
        return -1;
    }
    memcpy(out, text.text, text.length);
    out[text.length] = 0;
    bool has_zero = strlen(out) != text.length;
    cn_text_free(call->ctx, &text);
    return has_zero ? throw_text(call, CN_ERR_RANGE, what, "a string without the character 0", "one with it")
                    : 0;
}

int cn_arg_function(const struct cn_call *call, JSValueConst value, const char *what) {
    return JS_IsFunction(call->ctx, value) ? 0 : throw_wrong(call, CN_ERR_TYPE, what, "a function", value);
}

int cn_arg_options(const struct cn_call *call, JSValueConst value, const char *what, bool optional) {
    if (JS_IsObject(value) || (optional && JS_IsUndefined(value))) {
        return 0;
    }
    return throw_wrong(call, CN_ERR_TYPE, what, "an object", value);
}

static int wrong_array(const struct cn_call *call, const char *what, JSTypedArrayEnum type, size_t least,
                       size_t most, int code, const char *received) {
    char expected[80];
    cn_snprintf(expected, sizeof expected, "%s of %lu to %lu elements", typed_array_names[type],
                (unsigned long)least, (unsigned long)most);
    return throw_text(call, code, what, expected, received);
}

int cn_arg_array(const struct cn_call *call, JSValueConst value, const char *what, JSTypedArrayEnum type,
                 size_t least, size_t most, void **data, size_t *count) {
    JSContext *ctx = call->ctx;
    char received[64];
    int found = typed_array_type(ctx, value);
    if (found == -2) {
        return -1;
    }
    if (found != (int)type) {
        describe(ctx, value, received, sizeof received);
        return wrong_array(call, what, type, least, most, CN_ERR_TYPE, received);
    }
    size_t offset, bytes, element_bytes, buffer_bytes;
    JSValue buffer = JS_GetTypedArrayBuffer(ctx, value, &offset, &bytes, &element_bytes);
    if (JS_IsException(buffer)) {
        JS_FreeValue(ctx, JS_GetException(ctx));
        return wrong_array(call, what, type, least, most, CN_ERR_CLOSED, "one that is detached");
    }
    uint8_t *start = JS_GetArrayBuffer(ctx, &buffer_bytes, buffer);
    JS_FreeValue(ctx, buffer); // the typed array still holds it
    size_t length = bytes / element_bytes;
    if (length < least || length > most) {
        cn_snprintf(received, sizeof received, "%lu elements", (unsigned long)length);
        return wrong_array(call, what, type, least, most, CN_ERR_RANGE, received);
    }
    *data = start ? start + offset : NULL;
    *count = length;
    return 0;
}
