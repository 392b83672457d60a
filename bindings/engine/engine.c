// The runtime: QuickJS over the pool, with a stack limit and the intrinsics that the app names.
#include "engine.h"

#include <string.h>

#include "bind.h"
#include "cn/assert.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pool.h"

static struct {
    JSRuntime *runtime;
    JSValue module; // the app's, until it is started
    JSValue main;   // promise of the app's top level
    bool started, failed;
} engine;

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
    JSValueConst error_constructor = cn_throw_open(ctx);
    JSValue global = JS_GetGlobalObject(ctx);
    JSValue math = JS_GetPropertyStr(ctx, global, "Math");
    if (JS_IsObject(math)) {
        JSValue random = JS_NewCFunction(ctx, js_random, "random", 0);
        JS_DefinePropertyValueStr(ctx, math, "random", random, JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    }
    JS_FreeValue(ctx, math);
    JS_FreeValue(ctx, global);
    int error = cn_memory_open(ctx, error_constructor);
    // QuickJS does not say when an intrinsic is incomplete
    return refused_allocations() == refused ? error : CN_ERR_NO_MEMORY;
}

// Before the intrinsics, because the code runs in place only if its names are the first that are made. What
// is read takes 3 to 4 times the bytes of the code, its tables less than 3 times. Undefined if there is no
// room.
static JSValue read_module(JSContext *ctx, const uint8_t *bytecode, size_t length) {
    if (!cn_memory_has_room(CN_ENGINE_ROOM + 3 * length + 2048)) {
        return JS_UNDEFINED;
    }
    hal_spend((uint32_t)length * CN_COST_LOAD_BYTE);
    return JS_ReadObject(ctx, bytecode, length, JS_READ_OBJ_BYTECODE | JS_READ_OBJ_ROM_DATA);
}

int cn_engine_open(uint32_t intrinsics, const uint8_t *bytecode, size_t length) {
    CN_ASSERT(!engine.runtime);
    memset(&engine, 0, sizeof engine);
    engine.module = engine.main = JS_UNDEFINED;
    if (cn_memory_has_room(CN_ENGINE_ROOM)) {
        engine.runtime = cn_memory_runtime();
    }
    if (!engine.runtime) {
        return CN_ERR_NO_MEMORY;
    }
    JS_SetMaxStackSize(engine.runtime, CN_JS_STACK_BYTES);
    cn_entry_open(engine.runtime);
    JS_SetModuleLoaderFunc(engine.runtime, NULL, cn_module_load, NULL);
    JS_SetHostPromiseRejectionTracker(engine.runtime, cn_rejection_track, NULL);
    JSContext *ctx = JS_NewContextRaw(engine.runtime);
    if (!ctx) {
        return CN_ERR_NO_MEMORY;
    }
    cn_entry_use(ctx);
    engine.module = read_module(ctx, bytecode, length);
    return fill_context(ctx, intrinsics);
}

void cn_engine_close(void) {
    if (!engine.runtime) {
        return;
    }
    JSContext *ctx = cn_engine_context();
    if (ctx) {
        cn_handles_close(ctx);
        cn_deliver_close(ctx);
        cn_rejections_clear(ctx);
        cn_memory_close(ctx);
        JS_FreeValue(ctx, engine.module);
        JS_FreeValue(ctx, engine.main);
        cn_throw_close(ctx);
        JS_FreeContext(ctx);
    }
    JS_FreeRuntime(engine.runtime);
    engine.runtime = NULL;
    cn_entry_use(NULL);
}

// What a job dealt with and left behind: a refusal of memory, which the next job must not throw.
static void forget_exception(void) {
    JSContext *ctx = cn_engine_context();
    if (JS_HasException(ctx)) {
        JS_FreeValue(ctx, JS_GetException(ctx));
    }
}

static void run_jobs(void) {
    JSContext *ctx;
    while (JS_IsJobPending(engine.runtime)) {
        hal_spend(CN_COST_SCRIPT_JOB);
        // a job that never ends is interrupted like a callback; jobs that never end starve the watchdog
        cn_entry_restart();
        forget_exception();
        if (JS_ExecutePendingJob(engine.runtime, &ctx) < 0) {
            JSValue exception = JS_GetException(ctx);
            cn_report(ctx, "Uncaught ", exception);
            JS_FreeValue(ctx, exception);
        }
    }
}

static bool has_work(void) {
    return cn_engine_context() && (JS_IsJobPending(engine.runtime) || cn_rejections_wait());
}

bool cn_engine_run_jobs(void *context) {
    (void)context;
    if (!has_work()) {
        cn_entry_settle();
        return cn_memory_lost() && !engine.failed;
    }
    cn_engine_enter();
    while (has_work()) {
        run_jobs();
        do {
            cn_entry_restart(); // each text has its time
        } while (cn_rejection_report(cn_engine_context(), engine.main));
    }
    cn_engine_leave();
    cn_entry_settle();
    return true;
}

// What the app's top level has come to: an error there ends the app, and so does a promise that is lost.
static void look_at_main(void) {
    JSContext *ctx = cn_engine_context();
    if (cn_memory_lost() && !engine.failed) {
        cn_report_line("Uncaught Error: out of memory: a promise could not be settled");
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
    if (cn_engine_context()) {
        look_at_main();
    }
    return engine.failed;
}

// The module of the app, with the native modules that it imports.
static JSValue take_module(JSContext *ctx) {
    JSValue module = engine.module;
    engine.module = JS_UNDEFINED;
    if (JS_IsUndefined(module)) {
        return cn_throw_no_memory(ctx);
    }
    if (!JS_IsException(module) && JS_ResolveModule(ctx, module) < 0) {
        JS_FreeValue(ctx, module);
        return JS_EXCEPTION;
    }
    return module;
}

int cn_engine_start(void) {
    CN_ASSERT(!engine.started);
    JSContext *ctx = cn_engine_context();
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
