// Generated from bindings/api/power.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/battery.h"
#include "cn/clock.h"
#include "cn/power.h"
#include "cn/retain.h"
#include "cn/hal.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_choice power_wake_cause_texts[] = {{"power-on", CN_CAUSE_POWER_ON}, {"reset", CN_CAUSE_RESET}, {"watchdog", CN_CAUSE_WATCHDOG}, {"pin", CN_CAUSE_PIN}, {"timer", CN_CAUSE_TIMER}};
static const struct cn_field power_wake_fields[] = {
    {"cause", CN_MEMBER(struct cn_wake_info, cause), 5, power_wake_cause_texts},
    {"pin", CN_MEMBER(struct cn_wake_info, pin), 0, NULL},
    {"fromOff", CN_MEMBER(struct cn_wake_info, from_off), 0, NULL},
    {"atUs", CN_MEMBER(struct cn_wake_info, at_us), 0, NULL},
};
static JSValue js_power_wake(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "power.wake"};
    uint32_t index = 0u;
    struct cn_wake_info made_of;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "index", 0u, 4294967295u, &index) < 0) {
        return cn_failed(&call);
    }
    int res = cn_power_wake(index, &made_of);
    return cn_give_record(&call, res, &made_of, power_wake_fields, 4);
}

static JSValue js_power_wake_count(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argv;
    const struct cn_call call = {ctx, "power.wakeCount"};
    if (cn_arg_count(&call, argc, 0) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_power_wake_count());
}

static const struct cn_field power_stats_fields[] = {
    {"sleeps", CN_MEMBER(struct cn_power_stats, sleeps), 0, NULL},
    {"idleUs", CN_MEMBER(struct cn_power_stats, idle_us), 0, NULL},
    {"deepUs", CN_MEMBER(struct cn_power_stats, deep_us), 0, NULL},
    {"lockedUs", CN_MEMBER(struct cn_power_stats, locked_us), 0, NULL},
    {"locks", CN_MEMBER(struct cn_power_stats, locks), 0, NULL},
};
static JSValue js_power_stats(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argv;
    const struct cn_call call = {ctx, "power.stats"};
    struct cn_power_stats made_of;
    if (cn_arg_count(&call, argc, 0) < 0) {
        return cn_failed(&call);
    }
    cn_power_stats(&made_of);
    return cn_give_record(&call, 0, &made_of, power_stats_fields, 5);
}

static const struct cn_choice power_clock_phase_choices[] = {{"features", CN_PHASE_FEATURES}, {"inference", CN_PHASE_INFERENCE}};
static const struct cn_choice power_clock_speed_choices[] = {{"slow", HAL_CLOCK_SLOW}, {"fast", HAL_CLOCK_FAST}};
static JSValue js_power_clock(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "power.clock"};
    int phase = 0;
    int speed = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_choice(&call, argv[0], "phase", power_clock_phase_choices, 2, &phase) < 0 ||
        cn_arg_choice(&call, argv[1], "speed", power_clock_speed_choices, 2, &speed) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_clock_choose(phase, speed));
}

static JSValue js_power_lock(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argv;
    const struct cn_call call = {ctx, "power.lock"};
    if (cn_arg_count(&call, argc, 0) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_power_lock());
}

static JSValue js_power_unlock(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argv;
    const struct cn_call call = {ctx, "power.unlock"};
    if (cn_arg_count(&call, argc, 0) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_power_unlock());
}

static JSValue js_power_off(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "power.off"};
    void *pins = NULL;
    size_t pins_count = 0;
    uint64_t after_us = 0u;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_us(&call, argv[1], "afterUs", 0u, 9007199254740991u, &after_us) < 0 ||
        cn_arg_array(&call, argv[0], "pins", JS_TYPED_ARRAY_UINT8, 0, 32, &pins, &pins_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_power_off((const uint8_t *)pins, pins_count, after_us));
}

static JSValue js_power_reset(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argv;
    const struct cn_call call = {ctx, "power.reset"};
    if (cn_arg_count(&call, argc, 0) < 0) {
        return cn_failed(&call);
    }
    cn_power_reset();
    return JS_UNDEFINED;
}

static JSValue js_power_supply_mv(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argv;
    const struct cn_call call = {ctx, "power.supplyMv"};
    if (cn_arg_count(&call, argc, 0) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_battery_supply_mv());
}

static const struct cn_choice power_retain_read_results[] = {{"found", 1}, {"none", 0}, {"other", CN_ERR_LAYOUT}, {"corrupt", CN_ERR_CORRUPT}};
static JSValue js_power_retain_read(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "power.retainRead"};
    char name[16] = "";
    uint32_t version = 0u;
    void *fields = NULL;
    size_t fields_count = 0;
    void *data = NULL;
    size_t data_count = 0;
    if (cn_arg_count(&call, argc, 4) < 0 ||
        cn_arg_chars(&call, argv[0], "name", 1, 15, name) < 0 ||
        cn_arg_u32(&call, argv[1], "version", 0u, 4294967295u, &version) < 0 ||
        cn_arg_array(&call, argv[2], "fields", JS_TYPED_ARRAY_UINT8, 0, 65535, &fields, &fields_count) < 0 ||
        cn_arg_array(&call, argv[3], "data", JS_TYPED_ARRAY_UINT8, 0, 65535, &data, &data_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_choice(&call, cn_retain_read(name, version, (const uint8_t *)fields, fields_count, (uint8_t *)data, data_count), power_retain_read_results, 4);
}

static const struct cn_field power_retain_info_fields[] = {
    {"version", CN_MEMBER(struct cn_retain_info, version), 0, NULL},
    {"dataBytes", CN_MEMBER(struct cn_retain_info, data_bytes), 0, NULL},
    {"fieldBytes", CN_MEMBER(struct cn_retain_info, field_bytes), 0, NULL},
};
static JSValue js_power_retain_info(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "power.retainInfo"};
    char name[16] = "";
    struct cn_retain_info made_of;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_chars(&call, argv[0], "name", 1, 15, name) < 0) {
        return cn_failed(&call);
    }
    int res = cn_retain_info(name, &made_of);
    return cn_give_record(&call, res, &made_of, power_retain_info_fields, 3);
}

static JSValue js_power_retain_copy(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "power.retainCopy"};
    char name[16] = "";
    void *bytes = NULL;
    size_t bytes_count = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_chars(&call, argv[0], "name", 1, 15, name) < 0 ||
        cn_arg_array(&call, argv[1], "bytes", JS_TYPED_ARRAY_UINT8, 0, 65535, &bytes, &bytes_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_retain_copy(name, (uint8_t *)bytes, bytes_count));
}

static JSValue js_power_retain_write(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "power.retainWrite"};
    char name[16] = "";
    uint32_t version = 0u;
    void *fields = NULL;
    size_t fields_count = 0;
    void *data = NULL;
    size_t data_count = 0;
    if (cn_arg_count(&call, argc, 4) < 0 ||
        cn_arg_chars(&call, argv[0], "name", 1, 15, name) < 0 ||
        cn_arg_u32(&call, argv[1], "version", 0u, 4294967295u, &version) < 0 ||
        cn_arg_array(&call, argv[2], "fields", JS_TYPED_ARRAY_UINT8, 0, 65535, &fields, &fields_count) < 0 ||
        cn_arg_array(&call, argv[3], "data", JS_TYPED_ARRAY_UINT8, 0, 65535, &data, &data_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_retain_write(name, version, (const uint8_t *)fields, fields_count, (const uint8_t *)data, data_count));
}

static const JSCFunctionListEntry power_functions[] = {
    JS_CFUNC_DEF("wake", 1, js_power_wake),
    JS_CFUNC_DEF("wakeCount", 0, js_power_wake_count),
    JS_CFUNC_DEF("stats", 0, js_power_stats),
    JS_CFUNC_DEF("clock", 2, js_power_clock),
    JS_CFUNC_DEF("lock", 0, js_power_lock),
    JS_CFUNC_DEF("unlock", 0, js_power_unlock),
    JS_CFUNC_DEF("off", 2, js_power_off),
    JS_CFUNC_DEF("reset", 0, js_power_reset),
    JS_CFUNC_DEF("supplyMv", 0, js_power_supply_mv),
    JS_CFUNC_DEF("retainRead", 4, js_power_retain_read),
    JS_CFUNC_DEF("retainInfo", 1, js_power_retain_info),
    JS_CFUNC_DEF("retainCopy", 2, js_power_retain_copy),
    JS_CFUNC_DEF("retainWrite", 4, js_power_retain_write),
};

const struct cn_service cn_service_power = {
    .module = "catnap:power",
    .functions = power_functions,
    .function_count = 13,
    .classes = NULL,
    .class_count = 0,
};
