// Generated from bindings/api/spi.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/spi.h"
#include "cn/done.h"
#include "cn/error.h"

static JSValue js_spi_open(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "spi.open"};
    uint32_t select = 0u;
    bool active_high = false;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[0], "select", 0u, 255u, &select) < 0 ||
        cn_arg_bool(&call, argv[1], "activeHigh", &active_high) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_spi_open(select, active_high));
}

static JSValue js_spi_transfer(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "spi.transfer"};
    uint32_t bus = 0u;
    uint32_t select = 0u;
    bool active_high = false;
    uint32_t mode = 0u;
    uint32_t hz = 0u;
    void *out = NULL;
    size_t out_count = 0;
    void *into = NULL;
    size_t into_count = 0;
    if (cn_arg_count(&call, argc, 7) < 0 ||
        cn_arg_u32(&call, argv[0], "bus", 0u, 7u, &bus) < 0 ||
        cn_arg_u32(&call, argv[1], "select", 0u, 255u, &select) < 0 ||
        cn_arg_bool(&call, argv[2], "activeHigh", &active_high) < 0 ||
        cn_arg_u32(&call, argv[3], "mode", 0u, 3u, &mode) < 0 ||
        cn_arg_u32(&call, argv[4], "hz", 1u, 64000000u, &hz) < 0 ||
        cn_arg_array(&call, argv[5], "out", JS_TYPED_ARRAY_UINT8, 0, 65535, &out, &out_count) < 0 ||
        cn_arg_array(&call, argv[6], "into", JS_TYPED_ARRAY_UINT8, 0, 65535, &into, &into_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_spi_transfer(bus, select, active_high, mode, hz, (const uint8_t *)out, out_count, (uint8_t *)into, into_count));
}

static const JSCFunctionListEntry spi_functions[] = {
    JS_CFUNC_DEF("open", 2, js_spi_open),
    JS_CFUNC_DEF("transfer", 7, js_spi_transfer),
};

const struct cn_service cn_service_spi = {
    .module = "catnap:spi",
    .functions = spi_functions,
    .function_count = 2,
    .classes = NULL,
    .class_count = 0,
};
