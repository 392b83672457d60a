// Generated from bindings/api/serial.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/serial.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_choice serial_open_options_parity[] = {{"none", HAL_PARITY_NONE}, {"even", HAL_PARITY_EVEN}, {"odd", HAL_PARITY_ODD}};
static const struct cn_option serial_open_options_fields[] = {
    {"port", CN_MEMBER(struct cn_serial_config, port), true, 0, {{(uint32_t)0u, (uint32_t)7u}}},
    {"baud", CN_MEMBER(struct cn_serial_config, baud), true, 0, {{(uint32_t)1u, (uint32_t)4000000u}}},
    {"parity", CN_MEMBER(struct cn_serial_config, parity), false, 3, {.choice = serial_open_options_parity}},
    {"ringBytes", CN_MEMBER(struct cn_serial_config, ring_bytes), false, 0, {{(uint32_t)64u, (uint32_t)4096u}}},
    {"restAfterUs", CN_MEMBER(struct cn_serial_config, rest_after_us), false, 0, {{(uint32_t)0u, (uint32_t)4294967295u}}},
};
static void serial_open_callback(void *context, uint64_t at_us, uint32_t events) {
    JSValue values[] = {cn_us_value(cn_engine_context(), at_us), JS_NewUint32(cn_engine_context(), events)};
    cn_slot_call(context, 2, values);
}

static JSValue js_serial_open(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "serial.open"};
    JSValue result = JS_EXCEPTION;
    struct cn_serial_config options = {.parity = HAL_PARITY_NONE, .ring_bytes = 256u, .rest_after_us = 0u};
    struct cn_slot *slot = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, serial_open_options_fields, 5, &options) < 0 ||
        cn_arg_function(&call, argv[1], "callback") < 0 ||
        !(slot = cn_slot_new(ctx, argv[1], JS_UNDEFINED, false))) {
        goto done;
    }
    {
        int res = cn_serial_open(&options, serial_open_callback, slot);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        cn_slot_keep(slot, call.name, res);
        slot = NULL; // native code has it now
        result = JS_NewInt32(ctx, res);
    }
done:
    cn_slot_free(ctx, slot);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_serial_wire(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "serial.wire"};
    uint32_t port = 0u;
    uint32_t tx = 0u;
    uint32_t rx = 0u;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_u32(&call, argv[0], "port", 0u, 7u, &port) < 0 ||
        cn_arg_u32(&call, argv[1], "tx", 0u, 254u, &tx) < 0 ||
        cn_arg_u32(&call, argv[2], "rx", 0u, 254u, &rx) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, hal_serial_wire(port, tx, rx));
}

static JSValue js_serial_receive(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "serial.receive"};
    int32_t id = 0;
    int32_t end = 0;
    uint32_t gather_us = 0u;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0 ||
        cn_arg_i32(&call, argv[1], "end", -1, 255, &end) < 0 ||
        cn_arg_u32(&call, argv[2], "gatherUs", 0u, 10000000u, &gather_us) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_serial_receive(id, end, gather_us));
}

static JSValue js_serial_read(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "serial.read"};
    int32_t id = 0;
    void *into = NULL;
    size_t into_count = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0 ||
        cn_arg_array(&call, argv[1], "into", JS_TYPED_ARRAY_UINT8, 1, 65535, &into, &into_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_serial_read(id, (uint8_t *)into, into_count));
}

static JSValue js_serial_send(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "serial.send"};
    int32_t id = 0;
    void *bytes = NULL;
    size_t bytes_count = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0 ||
        cn_arg_array(&call, argv[1], "bytes", JS_TYPED_ARRAY_UINT8, 1, 65535, &bytes, &bytes_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_serial_send(id, (const uint8_t *)bytes, bytes_count));
}

static const struct cn_field serial_stats_fields[] = {
    {"received", CN_MEMBER(struct cn_serial_stats, received), 0, NULL},
    {"lost", CN_MEMBER(struct cn_serial_stats, lost), 0, NULL},
    {"overruns", CN_MEMBER(struct cn_serial_stats, overruns), 0, NULL},
    {"framing", CN_MEMBER(struct cn_serial_stats, framing), 0, NULL},
    {"parity", CN_MEMBER(struct cn_serial_stats, parity), 0, NULL},
    {"breaks", CN_MEMBER(struct cn_serial_stats, breaks), 0, NULL},
    {"wakes", CN_MEMBER(struct cn_serial_stats, wakes), 0, NULL},
};
static JSValue js_serial_stats(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "serial.stats"};
    int32_t id = 0;
    struct cn_serial_stats made_of;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0) {
        return cn_failed(&call);
    }
    int res = cn_serial_stats(id, &made_of);
    return cn_give_record(&call, res, &made_of, serial_stats_fields, 7);
}

static JSValue js_serial_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "serial.close"};
    int32_t id = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_i32(&call, argv[0], "id", INT32_MIN, 2147483647, &id) < 0) {
        return cn_failed(&call);
    }
    struct cn_slot *found = cn_slot_find("serial.open", id);
    if (found) {
        (void)cn_serial_close(id);
        cn_slot_free(ctx, found);
    }
    return JS_UNDEFINED;
}

static const JSCFunctionListEntry serial_functions[] = {
    JS_CFUNC_DEF("open", 2, js_serial_open),
    JS_CFUNC_DEF("wire", 3, js_serial_wire),
    JS_CFUNC_DEF("receive", 3, js_serial_receive),
    JS_CFUNC_DEF("read", 2, js_serial_read),
    JS_CFUNC_DEF("send", 2, js_serial_send),
    JS_CFUNC_DEF("stats", 1, js_serial_stats),
    JS_CFUNC_DEF("close", 1, js_serial_close),
};

const struct cn_service cn_service_serial = {
    .module = "catnap:serial",
    .functions = serial_functions,
    .function_count = 7,
    .classes = NULL,
    .class_count = 0,
};
