// What nobody caught: errors and rejected promises, said on the console with their stack.
#include "engine.h"

#include <string.h>

#include "cn/console.h"

// Rejections wait here until the job queue is empty: a handler added meanwhile takes them back.
#define REJECTIONS 8

static struct { JSValue promise, reason; } rejections[REJECTIONS];
static int rejection_count;

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
    const char *said = text ? text : no_memory ? "Error: " CN_NO_MEMORY_TEXT : "(no text)";
    struct cn_console_part parts[] = {
        {intro, strlen(intro)}, {said, strlen(said)}, {"\n", stack_length > 0}, {stack, stack_length}};
    cn_console_write(CN_CONSOLE_ERROR, parts, sizeof parts / sizeof parts[0]);
    JS_FreeCString(ctx, text);
    JS_FreeCString(ctx, stack);
}

static void drop(JSContext *ctx, int index) {
    JS_FreeValue(ctx, rejections[index].promise);
    JS_FreeValue(ctx, rejections[index].reason);
    rejection_count--;
    memmove(&rejections[index], &rejections[index + 1],
            (size_t)(rejection_count - index) * sizeof rejections[0]);
}

void cn_rejection_track(JSContext *ctx, JSValueConst promise, JSValueConst reason, JS_BOOL handled,
                        void *opaque) {
    (void)opaque;
    if (handled) {
        for (int i = 0; i < rejection_count; i++) {
            if (JS_VALUE_GET_PTR(rejections[i].promise) == JS_VALUE_GET_PTR(promise)) {
                drop(ctx, i);
                return;
            }
        }
        return;
    }
    if (rejection_count == REJECTIONS) {
        cn_report(ctx, "Uncaught (in promise) ", rejections[0].reason);
        drop(ctx, 0);
    }
    rejections[rejection_count].promise = JS_DupValue(ctx, promise);
    rejections[rejection_count].reason = JS_DupValue(ctx, reason);
    rejection_count++;
}

void cn_rejections_report(JSContext *ctx, JSValueConst except) {
    while (rejection_count > 0) {
        JSValue promise = rejections[0].promise, reason = rejections[0].reason;
        rejection_count--;
        memmove(&rejections[0], &rejections[1], (size_t)rejection_count * sizeof rejections[0]);
        // the app's own top level is reported as what it is: the end of the app
        if (!JS_IsObject(except) || JS_VALUE_GET_PTR(promise) != JS_VALUE_GET_PTR(except)) {
            cn_report(ctx, "Uncaught (in promise) ", reason);
        }
        JS_FreeValue(ctx, promise);
        JS_FreeValue(ctx, reason);
    }
}

void cn_rejections_clear(JSContext *ctx) {
    while (rejection_count > 0) {
        drop(ctx, rejection_count - 1);
    }
}
