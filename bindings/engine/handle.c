// Handles and views: objects of the app that own something native, and typed arrays over its memory.
#include "bind.h"

#include "cn/assert.h"
#include "cn/error.h"

// The native thing lives until it is closed, or until neither the object nor a view needs it any more.
struct cn_handle {
    struct cn_handle *next, **link;
    const struct cn_handle_class *class;
    void *native;        // NULL before it is filled and after close
    uint32_t references; // the object and each view
    struct view *views;
    struct cn_slot *slots[]; // [class->slots]
};

struct view {
    struct view *next, **link;
    struct cn_handle *owner;
    JSValue buffer; // not counted: the buffer owns the view, and tells it before it goes
};

static struct cn_handle *handles;

#define LINK(head, item)                                                                                     \
    do {                                                                                                     \
        (item)->next = (head);                                                                               \
        (item)->link = &(head);                                                                              \
        if (head) {                                                                                          \
            (head)->link = &(item)->next;                                                                    \
        }                                                                                                    \
        (head) = (item);                                                                                     \
    } while (0)

#define UNLINK(item)                                                                                         \
    do {                                                                                                     \
        *(item)->link = (item)->next;                                                                        \
        if ((item)->next) {                                                                                  \
            (item)->next->link = (item)->link;                                                               \
        }                                                                                                    \
    } while (0)

static void close_native(struct cn_handle *handle) {
    void *native = handle->native;
    handle->native = NULL;
    if (native) {
        handle->class->close(native);
    }
}

static void release(JSRuntime *runtime, struct cn_handle *handle) {
    CN_ASSERT(handle->references > 0);
    if (--handle->references == 0) {
        close_native(handle);
        UNLINK(handle);
        js_free_rt(runtime, handle);
    }
}

// No callback or promise is waiting here: each of them keeps the object alive.
static void finalize(JSRuntime *runtime, JSValue object) {
    JSClassID id;
    struct cn_handle *handle = JS_GetAnyOpaque(object, &id);
    if (handle) {
        release(runtime, handle);
    }
}

JSValue cn_function_new(JSContext *ctx, const JSCFunctionListEntry *entry) {
    return JS_NewCFunction(ctx, entry->u.func.cfunc.generic, entry->name, entry->u.func.length);
}

static int define_methods(JSContext *ctx, JSValueConst prototype, const struct cn_handle_class *class) {
    for (int i = 0; i < class->function_count; i++) {
        JSValue method = cn_function_new(ctx, &class->functions[i]);
        if (JS_IsException(method) ||
            JS_DefinePropertyValueStr(ctx, prototype, class->functions[i].name, method,
                                      JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE) < 0) {
            return -1;
        }
    }
    return 0;
}

int cn_handle_class_init(JSContext *ctx, const struct cn_handle_class *class) {
    JSRuntime *runtime = JS_GetRuntime(ctx);
    JS_NewClassID(class->id);
    if (JS_IsRegisteredClass(runtime, *class->id)) {
        return 0;
    }
    const JSClassDef definition = {.class_name = class->name, .finalizer = finalize};
    if (JS_NewClass(runtime, *class->id, &definition) < 0) {
        return -1;
    }
    JSValue prototype = JS_NewObject(ctx);
    if (JS_IsException(prototype)) {
        return -1;
    }
    if (define_methods(ctx, prototype, class) < 0) {
        JS_FreeValue(ctx, prototype);
        return -1;
    }
    JS_SetClassProto(ctx, *class->id, prototype);
    return 0;
}

JSValue cn_handle_new(const struct cn_call *call, const struct cn_handle_class *class) {
    JSContext *ctx = call->ctx;
    JSValue object = JS_NewObjectClass(ctx, (int)*class->id);
    if (JS_IsException(object)) {
        return object;
    }
    JS_SetOpaque(object, NULL);
    struct cn_handle *handle =
        js_mallocz(ctx, sizeof *handle + (size_t) class->slots * sizeof(struct cn_slot *));
    if (!handle) {
        JS_FreeValue(ctx, object);
        return JS_EXCEPTION;
    }
    handle->class = class;
    handle->references = 1;
    LINK(handles, handle);
    JS_SetOpaque(object, handle);
    return object;
}

void cn_handle_fill(JSValueConst object, const struct cn_handle_class *class, void *native) {
    struct cn_handle *handle = JS_GetOpaque(object, *class->id);
    CN_ASSERT(handle && !handle->native);
    handle->native = native;
}

void *cn_handle_native(const struct cn_call *call, JSValueConst value, const char *what,
                       const struct cn_handle_class *class) {
    struct cn_handle *handle = JS_GetOpaque(value, *class->id);
    if (!handle) {
        cn_throw_kind(call, value, what, class->name);
        return NULL;
    }
    if (!handle->native) {
        cn_throw_code(call, CN_ERR_CLOSED);
    }
    return handle->native;
}

static void detach_views(JSContext *ctx, struct cn_handle *handle) {
    while (handle->views) {
        JSValue buffer = JS_DupValue(ctx, handle->views->buffer);
        JS_DetachArrayBuffer(ctx, buffer); // calls forget_view
        JS_FreeValue(ctx, buffer);
    }
}

static void shut(JSContext *ctx, struct cn_handle *handle) {
    detach_views(ctx, handle);
    close_native(handle);
    for (int i = 0; i < handle->class->slots; i++) {
        struct cn_slot *slot = handle->slots[i];
        handle->slots[i] = NULL;
        cn_slot_free(ctx, slot);
    }
}

JSValue cn_handle_close(JSContext *ctx, JSValueConst value, const struct cn_handle_class *class) {
    struct cn_call call = {ctx, "close"};
    struct cn_handle *handle = JS_GetOpaque(value, *class->id);
    if (!handle) {
        cn_throw_kind(&call, value, "this", class->name);
        return cn_failed(&call);
    }
    JSValue kept = JS_DupValue(ctx, value); // a callback's slot may be the last that holds it
    shut(ctx, handle);
    JS_FreeValue(ctx, kept);
    return JS_UNDEFINED;
}

void cn_handle_detach(JSContext *ctx, JSValueConst value, const struct cn_handle_class *class) {
    struct cn_handle *handle = JS_GetOpaque(value, *class->id);
    CN_ASSERT(handle);
    detach_views(ctx, handle);
}

void cn_handle_slot(JSContext *ctx, JSValueConst value, const struct cn_handle_class *class, int index,
                    struct cn_slot *slot) {
    struct cn_handle *handle = JS_GetOpaque(value, *class->id);
    CN_ASSERT(handle && index < class->slots);
    struct cn_slot *before = handle->slots[index];
    handle->slots[index] = slot;
    cn_slot_free(ctx, before);
}

// Called when the buffer is detached (`data` is set) and once more when it is freed (then `data` is NULL).
static void forget_view(JSRuntime *runtime, void *opaque, void *data) {
    if (!data) {
        return;
    }
    struct view *view = opaque;
    struct cn_handle *owner = view->owner;
    UNLINK(view);
    js_free_rt(runtime, view);
    release(runtime, owner);
}

JSValue cn_view_new(JSContext *ctx, JSValueConst value, const struct cn_handle_class *class, void *data,
                    size_t count, size_t element_bytes, JSTypedArrayEnum type) {
    struct cn_handle *owner = JS_GetOpaque(value, *class->id);
    CN_ASSERT(owner && data);
    struct view *view = js_malloc(ctx, sizeof *view);
    if (!view) {
        return JS_EXCEPTION;
    }
    view->owner = owner;
    view->buffer = JS_NewArrayBuffer(ctx, data, count * element_bytes, forget_view, view, false);
    if (JS_IsException(view->buffer)) {
        js_free(ctx, view);
        return JS_EXCEPTION;
    }
    owner->references++;
    LINK(owner->views, view);
    // this buffer is counted, and freed when the array holds its own; the constructor reads three arguments
    JSValueConst from[] = {view->buffer, JS_UNDEFINED, JS_UNDEFINED};
    JSValue array = JS_NewTypedArray(ctx, 1, from, type);
    JS_FreeValue(ctx, from[0]);
    return array;
}

JSValue cn_give_view(const struct cn_call *call, int error, JSValueConst owner,
                     const struct cn_handle_class *class, const void *data, size_t count,
                     size_t element_bytes, JSTypedArrayEnum type) {
    if (!data) {
        cn_throw_code(call, error);
        return cn_failed(call);
    }
    JSValue view = cn_view_new(call->ctx, owner, class, (void *)(uintptr_t)data, count, element_bytes, type);
    return JS_IsException(view) ? cn_failed(call) : view;
}

void cn_handles_close(JSContext *ctx) {
    // closing one may free it, and others with it: always start again at the first that is still open
    struct cn_handle *handle = handles;
    while (handle) {
        bool open = handle->native || handle->views;
        for (int i = 0; i < handle->class->slots; i++) {
            open = open || handle->slots[i];
        }
        if (!open) {
            handle = handle->next;
            continue;
        }
        handle->references++;
        shut(ctx, handle);
        release(JS_GetRuntime(ctx), handle);
        handle = handles;
    }
}
