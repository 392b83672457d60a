// Fields of options objects: got once each, checked like arguments.
#include "bind.h"

// 1: `*value` is there and must be freed. 0: it is not there and need not be. -1: a getter threw.
static int get(const struct cn_call *call, JSValueConst options, const char *name, bool needed,
               JSValue *value) {
    *value = JS_IsUndefined(options) ? JS_UNDEFINED : JS_GetPropertyStr(call->ctx, options, name);
    if (JS_IsException(*value)) {
        return -1;
    }
    return needed || !JS_IsUndefined(*value);
}

// The rest of each reader: `check` is evaluated with `value`, which is then freed.
#define READ(check)                                                                                          \
    JSValue value;                                                                                           \
    int res = get(call, options, name, needed, &value);                                                      \
    if (res == 1) {                                                                                          \
        res = (check);                                                                                       \
        JS_FreeValue(call->ctx, value);                                                                      \
    }                                                                                                        \
    return res

int cn_option_i32(const struct cn_call *call, JSValueConst options, const char *name, bool needed,
                  int32_t least, int32_t most, int32_t *out) {
    READ(cn_arg_i32(call, value, name, least, most, out));
}

int cn_option_u32(const struct cn_call *call, JSValueConst options, const char *name, bool needed,
                  uint32_t least, uint32_t most, uint32_t *out) {
    READ(cn_arg_u32(call, value, name, least, most, out));
}

int cn_option_f64(const struct cn_call *call, JSValueConst options, const char *name, bool needed,
                  double least, double most, double *out) {
    READ(cn_arg_f64(call, value, name, least, most, out));
}

int cn_option_us(const struct cn_call *call, JSValueConst options, const char *name, bool needed,
                 uint64_t least, uint64_t most, uint64_t *out) {
    READ(cn_arg_us(call, value, name, least, most, out));
}

int cn_option_bool(const struct cn_call *call, JSValueConst options, const char *name, bool needed,
                   bool *out) {
    READ(cn_arg_bool(call, value, name, out));
}

int cn_option_choice(const struct cn_call *call, JSValueConst options, const char *name, bool needed,
                     const struct cn_choice *choices, size_t count, const char *expected, int *out) {
    READ(cn_arg_choice(call, value, name, choices, count, expected, out));
}

int cn_option_chars(const struct cn_call *call, JSValueConst options, const char *name, bool needed,
                    size_t least, size_t most, char *out) {
    READ(cn_arg_chars(call, value, name, least, most, out));
}
