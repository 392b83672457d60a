// The engine's memory: allocation from the pool, and what happens when it is short: an error that was made
// before, a spare block for promises, the collector.
#include "engine.h"

#include <string.h>

#include "bind.h"
#include "cn/error.h"
#include "cn/pool.h"

// Several promise jobs: what is asked for inside a full pool must still be settled.
#define SPARE_BYTES 512
// Three built-in functions.
#define LENT_BYTES (64 * sizeof(void *))

static struct {
    JSRuntime *runtime; // of the app; the bytecode compiler has one that is not looked after
    JSValue error;      // thrown each time: making one needs memory
    JSAtom stack;
    void *spare;
    void *lent;    // lent to built-ins; NULL: until the next entry there is no more
    size_t taken;  // bytes since the last collection, what was given back since then too
    size_t step;   // bytes to take before the next collection
    size_t limit;  // of the pool
    bool forced;   // memory was refused since the last collection
    bool throwing; // inside cn_memory_out
    bool lost;     // a promise job had no memory even so
} memory;

// QuickJS wants the sum of sizes to be kept in its state; its own limit is not used, the pool is the limit.
static void *engine_malloc(JSMallocState *state, size_t size) {
    void *block = cn_pool_alloc(size);
    if (block) {
        memory.taken += size;
        state->malloc_count++;
        state->malloc_size += cn_pool_usable(block);
    }
    return block;
}

static void engine_free(JSMallocState *state, void *block) {
    if (block) {
        state->malloc_count--;
        state->malloc_size -= cn_pool_usable(block);
        cn_pool_free(block);
    }
}

static void *engine_realloc(JSMallocState *state, void *block, size_t size) {
    if (!block) {
        return size == 0 ? NULL : engine_malloc(state, size);
    }
    if (size == 0) {
        engine_free(state, block);
        return NULL;
    }
    size_t before = cn_pool_usable(block);
    void *moved = cn_pool_realloc(block, size);
    if (moved) {
        state->malloc_size = state->malloc_size - before + cn_pool_usable(moved);
    }
    return moved;
}

JSRuntime *cn_memory_runtime(void) {
    static const JSMallocFunctions functions = {engine_malloc, engine_free, engine_realloc, cn_pool_usable};
    memset(&memory, 0, sizeof memory);
    memory.error = JS_UNDEFINED;
    memory.runtime = JS_NewRuntime2(&functions, NULL);
    return memory.runtime;
}

static bool define(JSContext *ctx, JSValueConst object, const char *name, JSValue value, int flags) {
    return !JS_IsException(value) && JS_DefinePropertyValueStr(ctx, object, name, value, flags) >= 0;
}

// The app cannot change it, for it is thrown again; only its stack differs: that of the latest throw.
static JSValue make_error(JSContext *ctx, JSValueConst constructor) {
    JSValue text = JS_NewString(ctx, CN_NO_MEMORY_TEXT);
    JSValue error = JS_CallConstructor(ctx, constructor, 1, (JSValueConst *)&text);
    const char *code = cn_error_name(CN_ERR_NO_MEMORY);
    bool made = JS_IsObject(error) && define(ctx, error, "message", JS_DupValue(ctx, text), 0) &&
                define(ctx, error, "name", JS_NewString(ctx, "Error"), 0) &&
                define(ctx, error, "code", JS_NewString(ctx, code), JS_PROP_ENUMERABLE) &&
                JS_PreventExtensions(ctx, error) >= 0;
    JS_FreeValue(ctx, text);
    if (!made) {
        JS_FreeValue(ctx, error);
        return JS_EXCEPTION;
    }
    return error;
}

int cn_memory_open(JSContext *ctx, JSValueConst constructor) {
    struct cn_pool_stats stats;
    cn_pool_stats(&stats);
    memory.stack = JS_NewAtom(ctx, "stack");
    memory.error = make_error(ctx, constructor);
    cn_memory_refill();
    memory.limit = stats.size;
    memory.step = stats.size / 32;
    // counting references frees nearly all; an app without rings that leaves room never pays the collector
    JS_SetGCThreshold(memory.runtime, memory.limit / 4 * 3);
    return JS_IsObject(memory.error) && memory.spare && memory.lent ? CN_OK : CN_ERR_NO_MEMORY;
}

void cn_memory_close(JSContext *ctx) {
    cn_pool_free(memory.spare);
    cn_pool_free(memory.lent);
    JS_FreeValue(ctx, memory.error);
    JS_FreeAtom(ctx, memory.stack);
    memory.spare = memory.lent = NULL;
    memory.error = JS_UNDEFINED;
    memory.stack = JS_ATOM_NULL;
}

// QuickJS takes care when memory ends while a script runs, but not everywhere before: its intrinsics, its
// reader of modules (js_free_module_def walks tables that are not there) and JS_NewCModule do not. So these
// begin only when there is clearly room for them: then what is scarce later is scarce in a script.
bool cn_memory_has_room(size_t bytes) {
    struct cn_pool_stats stats;
    cn_pool_stats(&stats);
    return stats.largest_free >= bytes;
}

void cn_memory_refill(void) {
    if (!memory.spare) {
        memory.spare = cn_pool_alloc(SPARE_BYTES);
    }
    if (!memory.lent) {
        memory.lent = cn_pool_alloc(LENT_BYTES);
    }
}

bool cn_memory_lost(void) {
    return memory.lost;
}

bool cn_memory_is_error(JSValueConst value) {
    return JS_IsObject(value) && JS_IsObject(memory.error) &&
           JS_VALUE_GET_PTR(value) == JS_VALUE_GET_PTR(memory.error);
}

// Asked by QuickJS (hooks.h) where it throws that memory is out: 0 if it must help itself.
int cn_memory_out(JSContext *ctx) {
    if (JS_GetRuntime(ctx) != memory.runtime || !JS_IsObject(memory.error)) {
        return 0;
    }
    if (!memory.throwing) {
        memory.throwing = true;
        cn_memory_force(memory.runtime);
        cn_memory_refill(); // a small block may be had where a large one is refused
        // undefined: whoever handles it writes the stack again
        JS_DefinePropertyValue(ctx, memory.error, memory.stack, JS_UNDEFINED,
                               JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
        JS_SetUncatchableError(ctx, memory.error, false); // from an earlier end by the watchdog
        JS_Throw(ctx, JS_DupValue(ctx, memory.error));
        memory.throwing = false;
    }
    return 1;
}

// Whether the NO_MEMORY error waits to be caught.
int cn_memory_refused(JSContext *ctx) {
    JSValue pending = JS_GetException(ctx);
    bool refused = cn_memory_is_error(pending);
    JS_Throw(ctx, pending);
    return refused;
}

// Where memory is refused: the collector runs at the next object.
void cn_memory_force(JSRuntime *runtime) {
    memory.forced = runtime == memory.runtime;
    JS_SetGCThreshold(runtime, 0);
}

// Whether a collection that is wanted may run: where little is free it is soon wanted again, and slow.
int cn_memory_due(JSRuntime *runtime) {
    return runtime != memory.runtime || memory.forced || memory.taken >= memory.step;
}

// After a collection: the size at which the next one is wanted. Before the pool is full, for at a refusal it
// is too late.
size_t cn_memory_collected(JSRuntime *runtime, size_t size) {
    if (runtime != memory.runtime) {
        return size + size / 2;
    }
    // its cost is not reported: the bytes in use differ a little from target to target, so would the moments
    memory.taken = 0;
    memory.forced = false;
    size_t next = size + (memory.limit - size) / 2, least = memory.limit / 4 * 3, most = memory.limit / 8 * 7;
    return size > most || next > most ? most : next < least ? least : next;
}

// For JS_EnqueueJob: a promise that is not settled for want of memory would let the app sleep forever.
void *cn_memory_for_job(JSContext *ctx, size_t size) {
    void *block = js_malloc_rt(JS_GetRuntime(ctx), size);
    if (!block && JS_GetRuntime(ctx) == memory.runtime) {
        cn_pool_free(memory.spare);
        memory.spare = NULL;
        block = js_malloc_rt(memory.runtime, size);
        memory.lost = memory.lost || !block;
    }
    return block;
}

// For a built-in function, which is made when it is first named and found no memory: naming one must not
// throw, an app that makes room may be about to call it. 1: try again.
int cn_memory_lend(JSContext *ctx) {
    if (!memory.lent || JS_GetRuntime(ctx) != memory.runtime) {
        return 0;
    }
    JS_FreeValue(ctx, JS_GetException(ctx));
    cn_pool_free(memory.lent);
    memory.lent = NULL;
    return 1;
}
