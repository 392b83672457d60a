// What nobody caught: errors and rejected promises, said on the console with their stack.
#include "engine.h"

#include <string.h>

#include "cn/console.h"
#include "cn/crash.h"
#include "cn/hal.h"
#include "cn/pool.h"

#define INTRO "Uncaught (in promise) "

// A rejection that waits to be reported. Until the job queue is empty a handler that is added takes it back.
struct rejection {
    struct rejection *next;
    JSValue promise, reason;
    // its report is decided: a handler that comes while others are reported changes nothing
    bool is_due;
    // made while others were reported: its own report runs no code of the app, so reports end
    bool is_plain;
};

static struct {
    struct rejection *first, **end;
    uint32_t lost; // those that found no memory to wait in
    bool reporting;
} rejections = {.end = &rejections.first};

// A run in which anything was not caught has failed: the mark lets the observer count it.
static void write_uncaught(const struct cn_console_part *parts, size_t count) {
    hal_mark(HAL_MARK_UNCAUGHT, 0);
    cn_console_write(CN_CONSOLE_ERROR, parts, count);
    cn_crash_error(parts, count);
}

static void forget(JSContext *ctx) {
    JS_FreeValue(ctx, JS_GetException(ctx));
}

// `value` as text for the console; NULL if it cannot be had. A getter or toString of the app may run here.
static const char *text_of(JSContext *ctx, JSValueConst value) {
    const char *text = JS_ToCString(ctx, value);
    if (!text) {
        forget(ctx);
    }
    return text;
}

static const char *stack_of(JSContext *ctx, JSValueConst exception) {
    if (!JS_IsError(ctx, exception)) {
        return NULL;
    }
    JSValue stack = JS_GetPropertyStr(ctx, exception, "stack");
    if (JS_IsException(stack)) {
        forget(ctx);
        return NULL;
    }
    const char *text = JS_IsString(stack) ? text_of(ctx, stack) : NULL;
    JS_FreeValue(ctx, stack);
    return text;
}

void cn_report(JSContext *ctx, const char *intro, JSValueConst exception) {
    bool no_memory = cn_memory_is_error(exception); // nor is there for its text
    const char *text = no_memory ? NULL : text_of(ctx, exception);
    const char *stack = stack_of(ctx, exception);
    size_t stack_length = stack ? strlen(stack) : 0;
    while (stack_length > 0 && stack[stack_length - 1] == '\n') {
        stack_length--;
    }
    // the watchdog's own error found no memory
    bool ended = no_memory && JS_IsUncatchableError(ctx, exception);
    const char *said = text        ? text
                       : ended     ? "InternalError: " CN_INTERRUPTED_TEXT
                       : no_memory ? "Error: " CN_NO_MEMORY_TEXT
                                   : "(no text)";
    struct cn_console_part parts[] = {
        {intro, strlen(intro)}, {said, strlen(said)}, {"\n", stack_length > 0}, {stack, stack_length}};
    write_uncaught(parts, sizeof parts / sizeof parts[0]);
    JS_FreeCString(ctx, text);
    JS_FreeCString(ctx, stack);
}

void cn_report_line(const char *text) {
    struct cn_console_part part = {text, strlen(text)};
    write_uncaught(&part, 1);
}

static void drop(JSContext *ctx, struct rejection **link) {
    struct rejection *gone = *link;
    *link = gone->next;
    if (rejections.end == &gone->next) {
        rejections.end = link;
    }
    JS_FreeValue(ctx, gone->promise);
    JS_FreeValue(ctx, gone->reason);
    cn_pool_free(gone);
}

static void take_back(JSContext *ctx, JSValueConst promise) {
    for (struct rejection **link = &rejections.first; *link; link = &(*link)->next) {
        if (JS_VALUE_GET_PTR((*link)->promise) == JS_VALUE_GET_PTR(promise)) {
            if (!(*link)->is_due) {
                drop(ctx, link);
            }
            return;
        }
    }
}

void cn_rejection_track(JSContext *ctx, JSValueConst promise, JSValueConst reason, JS_BOOL handled,
                        void *opaque) {
    (void)opaque;
    if (handled) {
        take_back(ctx, promise);
        return;
    }
    struct rejection *rejection = cn_pool_alloc(sizeof *rejection);
    if (!rejection) {
        rejections.lost++;
        return;
    }
    *rejection = (struct rejection){.promise = JS_DupValue(ctx, promise),
                                    .reason = JS_DupValue(ctx, reason),
                                    .is_plain = rejections.reporting};
    *rejections.end = rejection;
    rejections.end = &rejection->next;
}

// Objects may have a toString of the app; errors are recognised by their class.
static void report_plainly(JSContext *ctx, JSValueConst reason) {
    if (!JS_IsObject(reason)) {
        cn_report(ctx, INTRO, reason);
        return;
    }
    const char *said = cn_memory_is_error(reason) ? "Error: " CN_NO_MEMORY_TEXT
                       : JS_IsError(ctx, reason)  ? "(an error)"
                                                  : "(an object)";
    struct cn_console_part parts[] = {{INTRO, strlen(INTRO)}, {said, strlen(said)}};
    write_uncaught(parts, 2);
}

static void report_lost(void) {
    if (rejections.lost > 0) {
        rejections.lost = 0;
        cn_report_line(INTRO "rejections that found no memory to be kept");
    }
}

bool cn_rejections_wait(void) {
    return rejections.first || rejections.lost > 0;
}

static void report_first(JSContext *ctx, JSValueConst except) {
    struct rejection *first = rejections.first;
    JSValue reason = JS_DupValue(ctx, first->reason);
    // the app's own top level is reported as what it is: the end of the app
    bool is_main = JS_IsObject(except) && JS_VALUE_GET_PTR(first->promise) == JS_VALUE_GET_PTR(except);
    bool is_plain = first->is_plain;
    drop(ctx, &rejections.first);
    if (is_plain) {
        report_plainly(ctx, reason);
    } else if (!is_main) {
        cn_report(ctx, INTRO, reason);
    }
    JS_FreeValue(ctx, reason);
}

bool cn_rejection_report(JSContext *ctx, JSValueConst except) {
    for (struct rejection *each = rejections.first; each && !rejections.reporting; each = each->next) {
        each->is_due = true;
    }
    rejections.reporting = rejections.first;
    if (rejections.first) {
        report_first(ctx, except);
    } else {
        report_lost();
    }
    return rejections.reporting;
}

void cn_rejections_clear(JSContext *ctx) {
    while (rejections.first) {
        drop(ctx, &rejections.first);
    }
    rejections.lost = 0;
}
