// Generated from bindings/api/wiring.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/hal.h"
#include "cn/done.h"
#include "cn/error.h"

static JSValue js_wiring_i2c(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "wiring.i2c"};
    uint32_t bus = 0u;
    uint32_t sda = 0u;
    uint32_t scl = 0u;
    uint32_t hz = 0u;
    if (cn_arg_count(&call, argc, 4) < 0 ||
        cn_arg_u32(&call, argv[0], "bus", 0u, 7u, &bus) < 0 ||
        cn_arg_u32(&call, argv[1], "sda", 0u, 254u, &sda) < 0 ||
        cn_arg_u32(&call, argv[2], "scl", 0u, 254u, &scl) < 0 ||
        cn_arg_u32(&call, argv[3], "hz", 1u, 1000000u, &hz) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, hal_bus_wire(bus, sda, scl, hz));
}

static JSValue js_wiring_spi(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "wiring.spi"};
    uint32_t bus = 0u;
    uint32_t sck = 0u;
    uint32_t mosi = 0u;
    uint32_t miso = 0u;
    if (cn_arg_count(&call, argc, 4) < 0 ||
        cn_arg_u32(&call, argv[0], "bus", 0u, 7u, &bus) < 0 ||
        cn_arg_u32(&call, argv[1], "sck", 0u, 254u, &sck) < 0 ||
        cn_arg_u32(&call, argv[2], "mosi", 0u, 254u, &mosi) < 0 ||
        cn_arg_u32(&call, argv[3], "miso", 0u, 254u, &miso) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, hal_spi_wire(bus, sck, mosi, miso));
}

static const JSCFunctionListEntry wiring_functions[] = {
    JS_CFUNC_DEF("i2c", 4, js_wiring_i2c),
    JS_CFUNC_DEF("spi", 4, js_wiring_spi),
};

const struct cn_service cn_service_wiring = {
    .module = "catnap:wiring",
    .functions = wiring_functions,
    .function_count = 2,
    .classes = NULL,
    .class_count = 0,
};
