// Entries from C into scripts: their marks, their cost and the watchdog.
#include "engine.h"

#include <string.h>

#include "cn/assert.h"
#include "cn/cost.h"
#include "cn/hal.h"

static struct {
    JSContext *context;
    uint32_t depth; // of entries into scripts
    uint32_t ticks; // of the watchdog in this entry
    uint64_t entered_us;
    bool paid; // the cost of an entry was paid, its jobs are not run yet
} entry;

// Asked about every CN_COST_SCRIPT_TICK instructions; 1 ends the script with an error that it cannot catch.
static int tick(JSRuntime *runtime, void *opaque) {
    (void)runtime;
    (void)opaque;
    hal_spend(CN_COST_SCRIPT_TICK);
    // where time passes by itself it says more than the count: how long a check takes depends on the script
    return ++entry.ticks > CN_JS_TICKS_MAX || hal_now_us() - entry.entered_us > CN_JS_ENTRY_MAX_US;
}

void cn_entry_open(JSRuntime *runtime) {
    memset(&entry, 0, sizeof entry);
    entry.entered_us = hal_now_us(); // a boot out of off may come days after power-on
    JS_SetInterruptHandler(runtime, tick, NULL);
}

void cn_entry_use(JSContext *ctx) {
    entry.context = ctx;
}

void cn_entry_restart(void) {
    entry.ticks = 0;
    entry.entered_us = hal_now_us();
}

void cn_entry_settle(void) {
    entry.paid = false;
}

void cn_engine_abandon(void) {
    entry.depth = 0;
}

JSContext *cn_engine_context(void) {
    return entry.context;
}

void cn_engine_watch(void) {
    if (entry.depth == 0) {
        cn_entry_restart();
    }
}

void cn_engine_enter(void) {
    cn_engine_watch();
    if (entry.depth++ == 0) {
        cn_memory_refill();
        hal_mark(HAL_MARK_SCRIPT_BEGIN, 0);
        if (!entry.paid) {
            hal_spend(CN_COST_SCRIPT_ENTRY);
            entry.paid = true;
        }
    }
}

void cn_engine_leave(void) {
    CN_ASSERT(entry.depth > 0);
    if (--entry.depth == 0) {
        hal_mark(HAL_MARK_SCRIPT_END, 0);
    }
}

void cn_engine_call(JSValueConst function, int argc, JSValue *argv) {
    JSContext *ctx = entry.context;
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
