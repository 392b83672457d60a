// The engine port: one QuickJS runtime over the pool, one app module, calls in both directions.
#ifndef CN_ENGINE_H
#define CN_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hooks.h"
#include "quickjs.h"

// Stack that scripts may use. The limit is asked at calls only and overshot by up to 1.5 KB, so the real
// stack must be at least CN_JS_STACK_BYTES + 2 KB + interrupt frames.
#ifndef CN_JS_STACK_BYTES
#define CN_JS_STACK_BYTES 16384
#endif

// How many interrupt checks (CN_COST_SCRIPT_TICK instructions each) one entry into a script may last.
#ifndef CN_JS_TICKS_MAX
#define CN_JS_TICKS_MAX 400
#endif
// The same in time: longer than the checks take on boards whose clock the world owns, so that the count
// decides there.
#ifndef CN_JS_ENTRY_MAX_US
#define CN_JS_ENTRY_MAX_US 5000000u
#endif

// What the engine itself takes, with all intrinsics (measured: 49 KB where pointers have 4 bytes).
#define CN_ENGINE_ROOM (14u * 1024 * sizeof(void *))

// Bits of the image header's flags: parts of the language that an app pays for only if it names them.
enum cn_intrinsics {
    CN_INTRINSIC_DATE = 1 << 0,
    CN_INTRINSIC_REGEXP = 1 << 1, // with its compiler: patterns made at run time work too
    CN_INTRINSIC_PROXY = 1 << 2,
    CN_INTRINSIC_WEAKREF = 1 << 3,
    CN_INTRINSIC_MAPSET = 1 << 5,
};

// Make the runtime and read the app's module, which is then run where it lies: the bytes must stay until
// close. CN_ERR_NO_MEMORY if the pool is too small. The pool must be initialised.
int cn_engine_open(uint32_t intrinsics, const uint8_t *bytecode, size_t length);

// Free everything: handles are closed, promises and callbacks dropped without being run.
void cn_engine_close(void);

// Evaluate the app's module. 0 while it runs or awaits; CN_ERR_STATE if it has ended with an error, which is
// reported on the console.
int cn_engine_start(void);

// Run all queued jobs, then report rejections that nobody handles, until none is left; true if there were
// any. For struct cn_loop_script.
bool cn_engine_run_jobs(void *context);

// Whether the app's top level has ended with an uncaught error.
bool cn_engine_failed(void);

// ---- entries into scripts (entry.c)

// A new runtime: nothing is entered, its watchdog is ours.
void cn_entry_open(JSRuntime *runtime);
// What callbacks are called in; NULL: nothing any more.
void cn_entry_use(JSContext *ctx);
JSContext *cn_engine_context(void);

// Around each hand-over from C to script: marks, cost, watchdog. They nest.
void cn_engine_enter(void);
void cn_engine_leave(void);

// The watchdog of scripts counts from now, unless a script is running. Before whatever asks the engine to
// call something outside an entry: the time since the last entry, which the chip may have slept, is not the
// call's.
void cn_engine_watch(void);
// The same inside an entry: another job begins.
void cn_entry_restart(void);
// The jobs of the entry are run: the next one has its own cost.
void cn_entry_settle(void);

// Call `function` from the loop; an exception is reported. Arguments are freed.
void cn_engine_call(JSValueConst function, int argc, JSValue *argv);

// The firmware was left in the middle of a script (tests do): forget the entries, so that close may follow.
void cn_engine_abandon(void);

// ---- errors (throw.c)

// Take the constructor Error, before the app can change it, and return it; give it back.
JSValueConst cn_throw_open(JSContext *ctx);
void cn_throw_close(JSContext *ctx);

// Throw an Error whose `code` is the name of `code`; works without memory too (then it is the NO_MEMORY error
// made at start). `expected` and `received` may be NULL.
JSValue cn_engine_throw(JSContext *ctx, int code, const char *message, const char *expected,
                        const char *received);
// Instead of what is thrown, if anything is.
JSValue cn_throw_no_memory(JSContext *ctx);

// Of quickjs.c, but not in its header: whether `value` is how the watchdog ends a script.
extern JS_BOOL JS_IsUncatchableError(JSContext *ctx, JSValueConst value);

// ---- memory (memory.c)

#define CN_NO_MEMORY_TEXT "out of memory: the app does not fit this board's pool"

// A runtime over the pool, or NULL; once it has its language: the error for want of memory.
JSRuntime *cn_memory_runtime(void);
int cn_memory_open(JSContext *ctx, JSValueConst error_constructor);
void cn_memory_close(JSContext *ctx);
// Whether the pool has `bytes` in one piece.
bool cn_memory_has_room(size_t bytes);
// Take back the blocks that are kept for promises and built-ins, if they were needed and there is room again.
void cn_memory_refill(void);
// Whether a promise could not be settled for want of memory: the app can no longer be trusted to wake.
bool cn_memory_lost(void);
// Whether `value` is the NO_MEMORY error.
bool cn_memory_is_error(JSValueConst value);

// ---- what nobody caught (report.c)

// Say on the console that `exception` was not caught: "Uncaught " or "Uncaught (in promise) ", text, stack.
void cn_report(JSContext *ctx, const char *intro, JSValueConst exception);
// The same for what has no exception.
void cn_report_line(const char *text);

// Rejected promises without a handler: QuickJS tells of them and takes some back; the rest is reported.
void cn_rejection_track(JSContext *ctx, JSValueConst promise, JSValueConst reason, JS_BOOL handled,
                        void *opaque);
bool cn_rejections_wait(void);
// Report the next in order, but not the promise `except`; false if there was none. Text made by the app may
// reject more: also those are reported.
bool cn_rejection_report(JSContext *ctx, JSValueConst except);
void cn_rejections_clear(JSContext *ctx);

// ---- the loader of `catnap:` modules (modules.c)

JSModuleDef *cn_module_load(JSContext *ctx, const char *name, void *opaque);

#endif
