// What generated glue is made of: read and check arguments, hold callbacks, promises, handles and views.
#ifndef CN_BIND_H
#define CN_BIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine.h"

// One call of one native function; `name` is what error messages show: "timer.start".
struct cn_call {
    JSContext *ctx;
    const char *name;
};

// ---- arguments. Each returns 0, or -1 with an error thrown that says what was expected and received. Values
// are never converted: a string is not a number. Only cn_arg_record runs code of the app.

int cn_arg_count(const struct cn_call *call, int argc, int most);
int cn_arg_i32(const struct cn_call *call, JSValueConst value, const char *what, int32_t least, int32_t most,
               int32_t *out);
int cn_arg_u32(const struct cn_call *call, JSValueConst value, const char *what, uint32_t least,
               uint32_t most, uint32_t *out);
int cn_arg_f64(const struct cn_call *call, JSValueConst value, const char *what, double least, double most,
               double *out);
// Microseconds: an integer that a double holds exactly.
int cn_arg_us(const struct cn_call *call, JSValueConst value, const char *what, uint64_t least, uint64_t most,
              uint64_t *out);
int cn_arg_bool(const struct cn_call *call, JSValueConst value, const char *what, bool *out);

struct cn_choice {
    const char *text;
    int value;
};
int cn_arg_choice(const struct cn_call *call, JSValueConst value, const char *what,
                  const struct cn_choice *choices, size_t count, int *out);

// A string of `least` to `most` UTF-8 bytes. cn_text_free is always called, also when the text is empty
// (zeroed).
struct cn_text {
    const char *text;
    size_t length;
};
int cn_arg_text(const struct cn_call *call, JSValueConst value, const char *what, size_t least, size_t most,
                struct cn_text *out);
void cn_text_free(JSContext *ctx, struct cn_text *text);
// The same, copied with its zero into `out` of most + 1 bytes.
int cn_arg_chars(const struct cn_call *call, JSValueConst value, const char *what, size_t least, size_t most,
                 char *out);

int cn_arg_function(const struct cn_call *call, JSValueConst value, const char *what);

// An options object; undefined is one without fields when it is `optional`.
int cn_arg_options(const struct cn_call *call, JSValueConst value, const char *what, bool optional);

// A typed array of `type` with `least` to `most` elements. The pointer is valid until the next call into the
// engine: read arrays after all else.
int cn_arg_array(const struct cn_call *call, JSValueConst value, const char *what, JSTypedArrayEnum type,
                 size_t least, size_t most, void **data, size_t *count);

// ---- errors and results

// Throw what the native function returned.
JSValue cn_throw_code(const struct cn_call *call, int code);
// Throw TYPE: `what` must be a `kind`, `value` is not.
void cn_throw_kind(const struct cn_call *call, JSValueConst value, const char *what, const char *kind);
// Last step of a failed call: what the engine threw because memory ran out becomes the NO_MEMORY error.
JSValue cn_failed(const struct cn_call *call);
// The same for functions that return a promise: a rejected one.
JSValue cn_failed_promise(const struct cn_call *call);
JSValue cn_choice_text(JSContext *ctx, const struct cn_choice *choices, size_t count, int value);
JSValue cn_us_value(JSContext *ctx, uint64_t us);
struct cn_handle_class;

// What a call returns when its C function returned `res`: an error, or the value.
JSValue cn_give_nothing(const struct cn_call *call, int res);
JSValue cn_give_i32(const struct cn_call *call, int res);
JSValue cn_give_bool(const struct cn_call *call, int res);
JSValue cn_give_f64(const struct cn_call *call, int res, double number);
// A view as cn_view_new makes it, or the error if there is no `data`.
JSValue cn_give_view(const struct cn_call *call, int error, JSValueConst owner,
                     const struct cn_handle_class *class, const void *data, size_t count,
                     size_t element_bytes, JSTypedArrayEnum type);
// The text of `res`, also of a negative one.
JSValue cn_give_choice(const struct cn_call *call, int res, const struct cn_choice *choices, size_t count);

// ---- records: C structs that an app writes as an options object or gets as a result

// A kind of member; the lower half is its size in bytes.
enum { CN_UNSIGNED = 0x00, CN_SIGNED = 0x10, CN_BOOL = 0x20, CN_REAL = 0x30, CN_SIZE = 0x0f };
#define CN_KIND(member)                                                                                      \
    (uint8_t)(sizeof(member) | _Generic((member), bool                                                       \
                                        : CN_BOOL, float                                                     \
                                        : CN_REAL, double                                                    \
                                        : CN_REAL, int                                                       \
                                        : CN_SIGNED, long                                                    \
                                        : CN_SIGNED, default                                                 \
                                        : CN_UNSIGNED))
#define CN_MEMBER(type, member) offsetof(type, member), CN_KIND(((type *)0)->member)

struct cn_field {
    const char *name; // as the app writes it
    uint16_t offset;
    uint8_t kind;
    uint8_t count;
    const struct cn_choice *choices; // [count], or NULL
};
// The record as an object, or the error `res`.
JSValue cn_give_record(const struct cn_call *call, int res, const void *record, const struct cn_field *fields,
                       size_t count);

struct cn_option {
    const char *name;
    uint16_t offset;
    uint8_t kind;
    bool is_needed;  // else what the record has stays if it is undefined
    uint8_t choices; // how many, or 0
    union {
        struct {
            uint32_t least, most;
        } whole;            // integers of up to 32 bits
        const double *real; // least and most of others
        const struct cn_choice *choice;
    } may;
};
// Read an options object into a record. Each field is got once and checked like an argument; a getter of the
// app may run.
int cn_arg_record(const struct cn_call *call, JSValueConst value, const char *what, bool optional,
                  const struct cn_option *options, size_t count, void *record);

// ---- handles: an object of the app that owns something native

struct cn_handle_class {
    const char *name; // "Stream"
    JSClassID *id;
    void (*close)(void *native); // may complete promises
    const JSCFunctionListEntry *functions;
    int function_count;
    int slots;
};

struct cn_handle;

// A function object of a table's entry; the tables of QuickJS are made lazily, and then memory may be short.
JSValue cn_function_new(JSContext *ctx, const JSCFunctionListEntry *entry);

int cn_handle_class_init(JSContext *ctx, const struct cn_handle_class *class);
// Make the object first, with nothing in it, so that a native thing never exists without its owner.
JSValue cn_handle_new(const struct cn_call *call, const struct cn_handle_class *class);
void cn_handle_fill(JSValueConst object, const struct cn_handle_class *class, void *native);
// The native thing, or an error: TYPE for something else, CLOSED after close.
void *cn_handle_native(const struct cn_call *call, JSValueConst value, const char *what,
                       const struct cn_handle_class *class);
JSValue cn_handle_close(JSContext *ctx, JSValueConst value, const struct cn_handle_class *class);
// Detach all views of it: its memory is about to go or to mean something else.
void cn_handle_detach(JSContext *ctx, JSValueConst value, const struct cn_handle_class *class);
// A typed array over native memory. It keeps the native thing alive; closing the handle detaches it.
JSValue cn_view_new(JSContext *ctx, JSValueConst owner, const struct cn_handle_class *class, void *data,
                    size_t count, size_t element_bytes, JSTypedArrayEnum type);

// ---- callbacks: a function of the app that native code calls through a handler and a context (the slot)

struct cn_slot {
    struct cn_slot *next, **link;
    JSValue function;
    JSValue owner;    // the handle is kept alive while it may call, else undefined
    const char *name; // of the function that took it, with `id` what that returned; or NULL
    int32_t id;
    bool once; // gone after its first call
};

struct cn_slot *cn_slot_new(JSContext *ctx, JSValueConst function, JSValueConst owner, bool once);
void cn_slot_free(JSContext *ctx, struct cn_slot *slot); // NULL is ignored
// Remember a slot by the function that took it and the id that this returned; find it again, or NULL.
void cn_slot_keep(struct cn_slot *slot, const char *name, int32_t id);
struct cn_slot *cn_slot_find(const char *name, int32_t id);
// Call it from the loop; a slot that is `once` is freed. Arguments are freed.
void cn_slot_call(struct cn_slot *slot, int argc, JSValue *argv);
// The callback `index` of a handle: the one before is released. NULL takes it away.
void cn_handle_slot(JSContext *ctx, JSValueConst handle, const struct cn_handle_class *class, int index,
                    struct cn_slot *slot);

// ---- promises: native code gets a token and completes it once, from the loop

typedef JSValue (*cn_convert)(JSContext *ctx, uint64_t value);

struct cn_token;
// Make promise and token; `*promise` is an exception if memory ran out (and NULL is returned).
struct cn_token *cn_token_new(JSContext *ctx, JSValueConst owner, cn_convert convert, const char *name,
                              JSValue *promise);
// The same for a step of an async iterator: argv is the iterator result, its item, whose `atUs` becomes the
// moment, and the function that makes of an error what the promise is rejected with.
struct cn_token *cn_token_step(JSContext *ctx, JSValueConst owner, JSValueConst *argv, const char *name,
                               JSValue *promise);
// The call that should have taken it failed.
void cn_token_drop(JSContext *ctx, struct cn_token *token);
// A cn_done (cn/done.h).
void cn_token_done(void *token, int error, uint64_t value);

JSValue cn_convert_nothing(JSContext *ctx, uint64_t value);
JSValue cn_convert_us(JSContext *ctx, uint64_t value);
JSValue cn_convert_u32(JSContext *ctx, uint64_t value);
JSValue cn_convert_bool(JSContext *ctx, uint64_t value);

// ---- the table of modules, written by tools/gen

struct cn_service {
    const char *module; // "catnap:timer"
    const JSCFunctionListEntry *functions;
    int function_count;
    const struct cn_handle_class *const *classes; // [class_count]
    int class_count;
};
extern const struct cn_service *const cn_services[];
extern const int cn_service_count;

// "FULL" for CN_ERR_FULL; its sentence for messages. For codes that the table does not have: "UNKNOWN".
const char *cn_error_name(int code);
const char *cn_error_text(int code);

// Before the engine goes: close all handles, then drop all slots and tokens.
void cn_handles_close(JSContext *ctx);
void cn_deliver_close(JSContext *ctx);

#endif
