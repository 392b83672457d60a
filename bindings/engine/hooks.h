// What the engine asks us: bindings/engine/patches put these calls into the copy of QuickJS that is compiled.
#ifndef CN_HOOKS_H
#define CN_HOOKS_H

#include <stddef.h>

// The message for a script that the watchdog of entry.c ends.
#define CN_INTERRUPTED_TEXT                                                                                  \
    "the script watchdog: it ran for 5 s without a pause; await sleep() between pieces of long work"

struct JSContext;
struct JSRuntime;

// memory.c: throw the NO_MEMORY error (0: it is not made yet), let the collector run at the next object, ask
// whether it may run, plan its next run after one, get the memory of a promise job, lend some to a built-in,
// ask whether the NO_MEMORY error is thrown and not caught yet.
int cn_memory_out(struct JSContext *ctx);
void cn_memory_force(struct JSRuntime *runtime);
int cn_memory_due(struct JSRuntime *runtime);
size_t cn_memory_collected(struct JSRuntime *runtime, size_t size);
void *cn_memory_for_job(struct JSContext *ctx, size_t size);
int cn_memory_lend(struct JSContext *ctx);
int cn_memory_refused(struct JSContext *ctx);

// compile.c: whether the bytecode compiler is at work. What a pattern in the source may use, a text that
// becomes a pattern on the chip may not.
#ifdef CN_HAS_COMPILER
extern int cn_compiling;
#else
enum { cn_compiling = 0 };
#endif

#endif
