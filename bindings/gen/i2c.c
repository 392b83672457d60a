// Generated from bindings/api/i2c.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/i2c.h"
#include "cn/done.h"
#include "cn/error.h"

static JSValue js_i2c_transfer(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "i2c.transfer"};
    uint32_t bus = 0u;
    uint32_t address = 0u;
    void *out = NULL;
    size_t out_count = 0;
    void *into = NULL;
    size_t into_count = 0;
    if (cn_arg_count(&call, argc, 4) < 0 ||
        cn_arg_u32(&call, argv[0], "bus", 0u, 7u, &bus) < 0 ||
        cn_arg_u32(&call, argv[1], "address", 8u, 119u, &address) < 0 ||
        cn_arg_array(&call, argv[2], "out", JS_TYPED_ARRAY_UINT8, 0, 65535, &out, &out_count) < 0 ||
        cn_arg_array(&call, argv[3], "into", JS_TYPED_ARRAY_UINT8, 0, 65535, &into, &into_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_i2c_transfer(bus, address, (const uint8_t *)out, out_count, (uint8_t *)into, into_count));
}

static const JSCFunctionListEntry i2c_functions[] = {
    JS_CFUNC_DEF("transfer", 4, js_i2c_transfer),
};

const struct cn_service cn_service_i2c = {
    .module = "catnap:i2c",
    .functions = i2c_functions,
    .function_count = 1,
    .classes = NULL,
    .class_count = 0,
};
