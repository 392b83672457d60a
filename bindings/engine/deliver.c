// From C to the app: callbacks held in slots, promises held by tokens.
#include "bind.h"

#include <string.h>

#include "cn/assert.h"
#include "cn/error.h"

struct cn_token {
    struct cn_token *next, **link;
    JSValue resolve, reject;
    JSValue owner;              // the handle stays alive while something is asked of it
    JSValue step, item, failed; // of an iterator, else undefined
    cn_convert convert;         // NULL: a step
    const char *name;
};

static struct cn_slot *slots;
static struct cn_token *tokens;
static JSAtom at_us;

struct cn_slot *cn_slot_new(JSContext *ctx, JSValueConst function, JSValueConst owner, bool once) {
    struct cn_slot *slot = js_malloc(ctx, sizeof *slot);
    if (!slot) {
        return NULL;
    }
    *slot = (struct cn_slot){.next = slots, .link = &slots, .once = once};
    slot->function = JS_DupValue(ctx, function);
    slot->owner = JS_DupValue(ctx, owner);
    if (slots) {
        slots->link = &slot->next;
    }
    slots = slot;
    return slot;
}

void cn_slot_free(JSContext *ctx, struct cn_slot *slot) {
    if (!slot) {
        return;
    }
    *slot->link = slot->next;
    if (slot->next) {
        slot->next->link = slot->link;
    }
    JSValue function = slot->function, owner = slot->owner;
    js_free(ctx, slot);
    JS_FreeValue(ctx, function);
    JS_FreeValue(ctx, owner);
}

void cn_slot_keep(struct cn_slot *slot, const char *name, int32_t id) {
    slot->name = name;
    slot->id = id;
}

struct cn_slot *cn_slot_find(const char *name, int32_t id) {
    struct cn_slot *slot = slots;
    while (slot && (!slot->name || slot->id != id || strcmp(slot->name, name) != 0)) {
        slot = slot->next;
    }
    return slot;
}

void cn_slot_call(struct cn_slot *slot, int argc, JSValue *argv) {
    JSContext *ctx = cn_engine_context();
    // the callback may stop itself: do not touch the slot after the call
    JSValue function = JS_DupValue(ctx, slot->function), owner = JS_DupValue(ctx, slot->owner);
    if (slot->once) {
        cn_slot_free(ctx, slot);
    }
    cn_engine_call(function, argc, argv);
    JS_FreeValue(ctx, function);
    JS_FreeValue(ctx, owner);
}

struct cn_token *cn_token_new(JSContext *ctx, JSValueConst owner, cn_convert convert, const char *name,
                              JSValue *promise) {
    JSValue functions[2];
    struct cn_token *token = js_malloc(ctx, sizeof *token);
    *promise = JS_EXCEPTION;
    if (!token) {
        return NULL;
    }
    *promise = JS_NewPromiseCapability(ctx, functions);
    if (JS_IsException(*promise)) {
        js_free(ctx, token);
        return NULL;
    }
    *token = (struct cn_token){.next = tokens, .link = &tokens, .convert = convert, .name = name};
    token->resolve = functions[0];
    token->reject = functions[1];
    token->owner = JS_DupValue(ctx, owner);
    token->step = token->item = token->failed = JS_UNDEFINED;
    if (tokens) {
        tokens->link = &token->next;
    }
    tokens = token;
    return token;
}

struct cn_token *cn_token_step(JSContext *ctx, JSValueConst owner, JSValueConst *argv, const char *name,
                               JSValue *promise) {
    if (at_us == JS_ATOM_NULL) {
        at_us = JS_NewAtom(ctx, "atUs");
    }
    struct cn_token *token = at_us == JS_ATOM_NULL ? NULL : cn_token_new(ctx, owner, NULL, name, promise);
    if (token) {
        token->step = JS_DupValue(ctx, argv[0]);
        token->item = JS_DupValue(ctx, argv[1]);
        token->failed = JS_DupValue(ctx, argv[2]);
    }
    return token;
}

void cn_token_drop(JSContext *ctx, struct cn_token *token) {
    *token->link = token->next;
    if (token->next) {
        token->next->link = token->link;
    }
    JSValue values[] = {token->resolve, token->reject, token->owner, token->step, token->item, token->failed};
    js_free(ctx, token);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        JS_FreeValue(ctx, values[i]);
    }
}

static bool is_waiting(const struct cn_token *token) {
    for (const struct cn_token *other = tokens; other; other = other->next) {
        if (other == token) {
            return true;
        }
    }
    return false;
}

// Reject with what `failed` makes of the error. A job of its own: it may stop what is just telling the error.
static JSValue fail_step(JSContext *ctx, int argc, JSValueConst *argv) {
    (void)argc;
    JSValue reason = JS_Call(ctx, argv[0], JS_UNDEFINED, 1, &argv[2]);
    if (JS_IsException(reason)) {
        reason = JS_GetException(ctx);
    }
    JSValue called = JS_Call(ctx, argv[1], JS_UNDEFINED, 1, (JSValueConst *)&reason);
    JS_FreeValue(ctx, reason);
    return called;
}

// The result, or an exception.
static JSValue outcome(JSContext *ctx, const struct cn_token *token, int error, uint64_t value) {
    if (error < 0) {
        struct cn_call call = {ctx, token->name};
        return cn_throw_code(&call, error);
    }
    if (token->convert) {
        return token->convert(ctx, value);
    }
    int res = JS_SetProperty(ctx, token->item, at_us, cn_us_value(ctx, value));
    return res < 0 ? JS_EXCEPTION : JS_DupValue(ctx, token->step);
}

void cn_token_done(void *opaque, int error, uint64_t value) {
    struct cn_token *token = opaque;
    CN_ASSERT(is_waiting(token)); // completed once, and only once
    JSContext *ctx = cn_engine_context();
    cn_engine_watch(); // in any call the engine may ask the watchdog: ended here, the promise would never
                       // settle
    JSValue result = outcome(ctx, token, error, value), called;
    bool failed = JS_IsException(result);
    if (failed) {
        result = JS_GetException(ctx);
    }
    if (failed && JS_IsFunction(ctx, token->failed)) {
        JSValueConst values[] = {token->failed, token->reject, result};
        called = JS_EnqueueJob(ctx, fail_step, 3, values) < 0 ? JS_EXCEPTION : JS_UNDEFINED;
        cn_token_drop(ctx, token);
    } else {
        JSValue settle = JS_DupValue(ctx, failed ? token->reject : token->resolve);
        cn_token_drop(ctx, token);
        // settling only queues jobs: no code of the app runs here
        called = JS_Call(ctx, settle, JS_UNDEFINED, 1, (JSValueConst *)&result);
        JS_FreeValue(ctx, settle);
    }
    if (JS_IsException(called)) {
        JSValue exception = JS_GetException(ctx);
        cn_report(ctx, "Uncaught (in promise) ", exception);
        JS_FreeValue(ctx, exception);
    }
    JS_FreeValue(ctx, called);
    JS_FreeValue(ctx, result);
}

void cn_deliver_close(JSContext *ctx) {
    while (slots) {
        cn_slot_free(ctx, slots);
    }
    while (tokens) {
        cn_token_drop(ctx, tokens);
    }
    JS_FreeAtom(ctx, at_us);
    at_us = JS_ATOM_NULL;
}
