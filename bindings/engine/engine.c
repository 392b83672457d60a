// The runtime: QuickJS over the pool, with a stack limit, a watchdog and the intrinsics that the app names.
#include "engine.h"

#include <string.h>

#include "bind.h"
#include "cn/assert.h"
#include "cn/console.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pool.h"

static struct {
    JSRuntime *runtime;
    JSContext *context;
    JSValue module; // the app's, until it is started
    JSValue main;   // promise of the app's top level
    JSValue error;  // constructor Error, as it was before the app could change it
    JSAtom code, expected, received;
    uint32_t depth; // of entries into scripts
    uint32_t ticks; // of the watchdog in this entry
    uint64_t entered_us;
    bool entered; // the cost of an entry was paid, its jobs are not run yet
    bool started, failed;
} engine;

// Asked about every CN_COST_SCRIPT_TICK instructions; 1 ends the script with an error that it cannot catch.
static int tick(JSRuntime *runtime, void *opaque) {
    (void)runtime;
    (void)opaque;
    hal_spend(CN_COST_SCRIPT_TICK);
    // where time passes by itself it says more than the count: how long a check takes depends on the script
    return ++engine.ticks > CN_JS_TICKS_MAX || hal_now_us() - engine.entered_us > CN_JS_ENTRY_MAX_US;
}

// Math.random: the seed stays out of the pool, so that a pool that was just initialised is always the same.
static JSValue js_random(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argc;
    (void)argv;
    static uint64_t state;
    if (state == 0) {
        state = (uint64_t)hal_entropy() << 32 | hal_entropy() | 1;
    }
    // xorshift64* (Vigna): 53 good bits of 64
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return JS_NewFloat64(ctx, (double)((state * 0x2545f4914f6cdd1du) >> 11) * 0x1p-53);
}

static const struct {
    uint32_t flag; // 0: always
    void (*add)(JSContext *);
} intrinsics_table[] = {
    {0, JS_AddIntrinsicBaseObjects},
    {0, JS_AddIntrinsicJSON},
    {CN_INTRINSIC_MAPSET, JS_AddIntrinsicMapSet},
    {0, JS_AddIntrinsicTypedArrays},
    {0, JS_AddIntrinsicPromise},
    {CN_INTRINSIC_DATE, JS_AddIntrinsicDate},
    {CN_INTRINSIC_REGEXP, JS_AddIntrinsicRegExp},
    {CN_INTRINSIC_PROXY, JS_AddIntrinsicProxy},
    {CN_INTRINSIC_WEAKREF, JS_AddIntrinsicWeakRef},
};

static uint32_t refused_allocations(void) {
    struct cn_pool_stats stats;
    cn_pool_stats(&stats);
    return stats.refused;
}

// 0, or CN_ERR_NO_MEMORY; what was made is freed by cn_engine_close.
static int fill_context(JSContext *ctx, uint32_t intrinsics) {
    uint32_t refused = refused_allocations();
    for (size_t i = 0; i < sizeof intrinsics_table / sizeof intrinsics_table[0]; i++) {
        if (intrinsics_table[i].flag == 0 || (intrinsics & intrinsics_table[i].flag)) {
            intrinsics_table[i].add(ctx);
        }
    }
    engine.code = JS_NewAtom(ctx, "code");
    engine.expected = JS_NewAtom(ctx, "expected");
    engine.received = JS_NewAtom(ctx, "received");
    JSValue global = JS_GetGlobalObject(ctx);
    engine.error = JS_GetPropertyStr(ctx, global, "Error");
    JSValue math = JS_GetPropertyStr(ctx, global, "Math");
    if (JS_IsObject(math)) {
        JSValue random = JS_NewCFunction(ctx, js_random, "random", 0);
        JS_DefinePropertyValueStr(ctx, math, "random", random, JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    }
    JS_FreeValue(ctx, math);
    JS_FreeValue(ctx, global);
    int error = cn_memory_open(ctx, engine.error);
    // QuickJS does not say when an intrinsic is incomplete
    return refused_allocations() == refused ? error : CN_ERR_NO_MEMORY;
}

// QuickJS takes care when memory ends while a script runs, but not everywhere before: its intrinsics, its
// reader of modules (js_free_module_def walks tables that are not there) and JS_NewCModule do not. So these
// begin only when there is clearly room for them: then what is scarce later is scarce in a script.
bool cn_engine_has_room(size_t bytes) {
    struct cn_pool_stats stats;
    cn_pool_stats(&stats);
    return stats.largest_free >= bytes;
}

// Before the intrinsics, because the code runs in place only if its names are the first that are made. What
// is read takes 3 to 4 times the bytes of the code, its tables less than 3 times. Undefined if there is no
// room.
static JSValue read_module(JSContext *ctx, const uint8_t *bytecode, size_t length) {
    if (!cn_engine_has_room(CN_ENGINE_ROOM + 3 * length + 2048)) {
        return JS_UNDEFINED;
    }
    hal_spend((uint32_t)length * CN_COST_LOAD_BYTE);
    return JS_ReadObject(ctx, bytecode, length, JS_READ_OBJ_BYTECODE | JS_READ_OBJ_ROM_DATA);
}

int cn_engine_open(uint32_t intrinsics, const uint8_t *bytecode, size_t length) {
    CN_ASSERT(!engine.runtime);
    memset(&engine, 0, sizeof engine);
    engine.module = engine.main = engine.error = JS_UNDEFINED;
    engine.entered_us = hal_now_us(); // a boot out of off may come days after power-on
    if (cn_engine_has_room(CN_ENGINE_ROOM)) {
        engine.runtime = cn_memory_runtime();
    }
    if (!engine.runtime) {
        return CN_ERR_NO_MEMORY;
    }
    JS_SetMaxStackSize(engine.runtime, CN_JS_STACK_BYTES);
    JS_SetInterruptHandler(engine.runtime, tick, NULL);
    JS_SetModuleLoaderFunc(engine.runtime, NULL, cn_module_load, NULL);
    JS_SetHostPromiseRejectionTracker(engine.runtime, cn_rejection_track, NULL);
    engine.context = JS_NewContextRaw(engine.runtime);
    if (!engine.context) {
        return CN_ERR_NO_MEMORY;
    }
    engine.module = read_module(engine.context, bytecode, length);
    return fill_context(engine.context, intrinsics);
}

void cn_engine_close(void) {
    if (!engine.runtime) {
        return;
    }
    JSContext *ctx = engine.context;
    if (ctx) {
        cn_bind_close(ctx);
        cn_rejections_clear(ctx);
        cn_memory_close(ctx);
        JSValue values[] = {engine.module, engine.main, engine.error};
        JSAtom atoms[] = {engine.code, engine.expected, engine.received};
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
            JS_FreeValue(ctx, values[i]);
        }
        for (size_t i = 0; i < sizeof atoms / sizeof atoms[0]; i++) {
            JS_FreeAtom(ctx, atoms[i]);
        }
        JS_FreeContext(ctx);
    }
    JS_FreeRuntime(engine.runtime);
    engine.runtime = NULL;
    engine.context = NULL;
}

void cn_engine_abandon(void) {
    engine.depth = 0;
}

JSContext *cn_engine_context(void) {
    return engine.context;
}

static void watch_from_now(void) {
    engine.ticks = 0;
    engine.entered_us = hal_now_us();
}

void cn_engine_watch(void) {
    if (engine.depth == 0) {
        watch_from_now();
    }
}

void cn_engine_enter(void) {
    cn_engine_watch();
    if (engine.depth++ == 0) {
        cn_memory_refill();
        hal_mark(HAL_MARK_SCRIPT_BEGIN, 0);
        if (!engine.entered) {
            hal_spend(CN_COST_SCRIPT_ENTRY);
            engine.entered = true;
        }
    }
}

void cn_engine_leave(void) {
    CN_ASSERT(engine.depth > 0);
    if (--engine.depth == 0) {
        hal_mark(HAL_MARK_SCRIPT_END, 0);
    }
}

void cn_engine_call(JSValueConst function, int argc, JSValue *argv) {
    JSContext *ctx = engine.context;
    cn_engine_enter();
    JSValue result = JS_Call(ctx, function, JS_UNDEFINED, argc, (JSValueConst *)argv);
    for (int i = 0; i < argc; i++) {
        JS_FreeValue(ctx, argv[i]);
    }
    if (JS_IsException(result)) {
        JSValue exception = JS_GetException(ctx);
        cn_report(ctx, "Uncaught ", exception);
        JS_FreeValue(ctx, exception);
    }
    JS_FreeValue(ctx, result);
    cn_engine_leave();
}

bool cn_engine_run_jobs(void *context) {
    (void)context;
    if (!engine.context || !JS_IsJobPending(engine.runtime)) {
        engine.entered = false;
        return cn_memory_lost() && !engine.failed;
    }
    cn_engine_enter();
    JSContext *ctx;
    while (JS_IsJobPending(engine.runtime)) {
        hal_spend(CN_COST_SCRIPT_JOB);
        // a job that never ends is interrupted like a callback; jobs that never end starve the watchdog
        watch_from_now();
        if (JS_ExecutePendingJob(engine.runtime, &ctx) < 0) {
            JSValue exception = JS_GetException(ctx);
            cn_report(ctx, "Uncaught ", exception);
            JS_FreeValue(ctx, exception);
        }
    }
    cn_rejections_report(engine.context, engine.main);
    cn_engine_leave();
    engine.entered = false;
    return true;
}

// What the app's top level has come to: an error there ends the app, and so does a promise that is lost.
static void look_at_main(void) {
    JSContext *ctx = engine.context;
    if (cn_memory_lost() && !engine.failed) {
        cn_console_line(CN_CONSOLE_ERROR, "Uncaught Error: out of memory: a promise could not be settled");
        engine.failed = true;
    }
    if (engine.failed || !engine.started || JS_PromiseState(ctx, engine.main) != JS_PROMISE_REJECTED) {
        return;
    }
    JSValue reason = JS_PromiseResult(ctx, engine.main);
    cn_engine_watch(); // its text may be made by the app
    cn_report(ctx, "Uncaught ", reason);
    JS_FreeValue(ctx, reason);
    engine.failed = true;
}

bool cn_engine_failed(void) {
    if (engine.context) {
        look_at_main();
    }
    return engine.failed;
}

static JSValue throw_no_memory(JSContext *ctx) {
    JS_FreeValue(ctx, JS_GetException(ctx));
    return cn_memory_out(ctx) ? JS_EXCEPTION : JS_Throw(ctx, JS_NULL);
}

// The module of the app, with the native modules that it imports.
static JSValue take_module(JSContext *ctx) {
    JSValue module = engine.module;
    engine.module = JS_UNDEFINED;
    if (JS_IsUndefined(module)) {
        return throw_no_memory(ctx);
    }
    if (!JS_IsException(module) && JS_ResolveModule(ctx, module) < 0) {
        JS_FreeValue(ctx, module);
        return JS_EXCEPTION;
    }
    return module;
}

int cn_engine_start(void) {
    CN_ASSERT(!engine.started);
    JSContext *ctx = engine.context;
    JSValue result = take_module(ctx);
    cn_engine_enter();
    if (!JS_IsException(result)) {
        result = JS_EvalFunction(ctx, result);
    }
    engine.started = true;
    if (JS_IsException(result)) {
        JSValue exception = JS_GetException(ctx);
        cn_report(ctx, "Uncaught ", exception);
        JS_FreeValue(ctx, exception);
        engine.failed = true;
    } else {
        engine.main = result;
    }
    cn_engine_leave();
    cn_engine_run_jobs(NULL);
    return cn_engine_failed() ? CN_ERR_STATE : 0;
}

JSValue cn_engine_throw(JSContext *ctx, int code, const char *message, const char *expected,
                        const char *received) {
    if (code == CN_ERR_NO_MEMORY) {
        return throw_no_memory(ctx);
    }
    JSValue text = JS_NewString(ctx, message);
    JSValue error =
        JS_IsException(text) ? text : JS_CallConstructor(ctx, engine.error, 1, (JSValueConst *)&text);
    JS_FreeValue(ctx, text);
    if (JS_IsException(error)) {
        return throw_no_memory(ctx);
    }
    const struct {
        JSAtom name;
        const char *value;
    } fields[] = {
        {engine.code, cn_error_name(code)}, {engine.expected, expected}, {engine.received, received}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!fields[i].value) {
            continue;
        }
        JSValue value = JS_NewString(ctx, fields[i].value);
        // a property must never hold the mark of an exception
        if (JS_IsException(value) ||
            JS_DefinePropertyValue(ctx, error, fields[i].name, value, JS_PROP_C_W_E) < 0) {
            JS_FreeValue(ctx, error);
            return throw_no_memory(ctx);
        }
    }
    return JS_Throw(ctx, error);
}
