// Generated from bindings/api/analog.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/analog.h"
#include "cn/done.h"
#include "cn/error.h"

static JSValue js_analog_read(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "analog.read"};
    uint32_t input = 0u;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "input", 0u, 63u, &input) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_analog_read(input));
}

static JSValue js_analog_microvolts(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "analog.microvolts"};
    uint32_t input = 0u;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "input", 0u, 63u, &input) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_analog_microvolts(input));
}

static const JSCFunctionListEntry analog_functions[] = {
    JS_CFUNC_DEF("read", 1, js_analog_read),
    JS_CFUNC_DEF("microvolts", 1, js_analog_microvolts),
};

const struct cn_service cn_service_analog = {
    .module = "catnap:analog",
    .functions = analog_functions,
    .function_count = 2,
    .classes = NULL,
    .class_count = 0,
};
