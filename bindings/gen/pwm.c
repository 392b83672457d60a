// Generated from bindings/api/pwm.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/pwm.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_field pwm_open_fields[] = {
    {"hz", CN_MEMBER(struct cn_pwm, hz), 0, NULL},
    {"resolution", CN_MEMBER(struct cn_pwm, resolution), 0, NULL},
};
static JSValue js_pwm_open(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pwm.open"};
    uint32_t pin = 0u;
    uint32_t hz = 0u;
    struct cn_pwm made_of;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[0], "pin", 0u, 254u, &pin) < 0 ||
        cn_arg_u32(&call, argv[1], "hz", 1u, 4294967295u, &hz) < 0) {
        return cn_failed(&call);
    }
    int res = cn_pwm_open(pin, hz, &made_of);
    return cn_give_record(&call, res, &made_of, pwm_open_fields, 2);
}

static JSValue js_pwm_write(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pwm.write"};
    uint32_t pin = 0u;
    uint32_t duty = 0u;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[0], "pin", 0u, 254u, &pin) < 0 ||
        cn_arg_u32(&call, argv[1], "duty", 0u, 2147483647u, &duty) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_pwm_write(pin, duty));
}

static JSValue js_pwm_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "pwm.close"};
    uint32_t pin = 0u;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "pin", 0u, 254u, &pin) < 0) {
        return cn_failed(&call);
    }
    cn_pwm_close(pin);
    return JS_UNDEFINED;
}

static const JSCFunctionListEntry pwm_functions[] = {
    JS_CFUNC_DEF("open", 2, js_pwm_open),
    JS_CFUNC_DEF("write", 2, js_pwm_write),
    JS_CFUNC_DEF("close", 1, js_pwm_close),
};

const struct cn_service cn_service_pwm = {
    .module = "catnap:pwm",
    .functions = pwm_functions,
    .function_count = 3,
    .classes = NULL,
    .class_count = 0,
};
