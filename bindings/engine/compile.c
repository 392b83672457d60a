// The bytecode compiler: on the host only, where the parser is linked in. Same engine, same atoms, same
// bytes.
#include "compile.h"

#include <stdlib.h>
#include <string.h>

#include "quickjs.h"

// Imports are only named in bytecode, so any module will do here.
static int fill_nothing(JSContext *ctx, JSModuleDef *module) {
    (void)ctx;
    (void)module;
    return 0;
}

static JSModuleDef *load_any(JSContext *ctx, const char *name, void *opaque) {
    (void)opaque;
    return JS_NewCModule(ctx, name, fill_nothing);
}

static char *copy(const void *bytes, size_t length, size_t *out_length) {
    char *result = malloc(length + 1);
    if (result) {
        memcpy(result, bytes, length);
        result[length] = 0;
        *out_length = length;
    }
    return result;
}

// The message and the first line of the stack: "    at app.js:12:5".
static char *error_of(JSContext *ctx, size_t *length) {
    JSValue exception = JS_GetException(ctx);
    JSValue stack = JS_GetPropertyStr(ctx, exception, "stack");
    const char *text = JS_ToCString(ctx, exception), *place = JS_ToCString(ctx, stack);
    const char *first = text ? text : "out of memory", *second = place ? place : "";
    size_t first_length = strlen(first), second_length = strlen(second);
    char *result = malloc(first_length + second_length + 2);
    if (result) {
        memcpy(result, first, first_length);
        result[first_length] = '\n';
        memcpy(result + first_length + 1, second, second_length + 1);
        *length = first_length + 1 + second_length;
    }
    JS_FreeCString(ctx, text);
    JS_FreeCString(ctx, place);
    JS_FreeValue(ctx, stack);
    JS_FreeValue(ctx, exception);
    return result;
}

// Asked in libregexp.c, see hooks.h.
int cn_compiling;

static void add_language(JSContext *ctx) {
    JS_AddIntrinsicBaseObjects(ctx);
    JS_AddIntrinsicEval(ctx);
    JS_AddIntrinsicRegExpCompiler(ctx);
    JS_AddIntrinsicRegExp(ctx);
    JS_AddIntrinsicPromise(ctx);
}

static char *compile(JSContext *ctx, const char *source, size_t length, const char *filename,
                     size_t *out_length, int *out_failed) {
    JSValue module = JS_Eval(ctx, source, length, filename, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    *out_failed = JS_IsException(module);
    if (*out_failed) {
        return error_of(ctx, out_length);
    }
    size_t size;
    uint8_t *bytes = JS_WriteObject(ctx, &size, module, JS_WRITE_OBJ_BYTECODE);
    JS_FreeValue(ctx, module);
    *out_failed = bytes == NULL;
    if (!bytes) {
        return error_of(ctx, out_length);
    }
    char *result = copy(bytes, size, out_length);
    js_free(ctx, bytes);
    return result;
}

char *cn_compile(const char *source, size_t length, const char *filename, size_t *out_length,
                 int *out_failed) {
    *out_length = 0;
    *out_failed = 1;
    JSRuntime *runtime = JS_NewRuntime();
    JSContext *ctx = runtime ? JS_NewContextRaw(runtime) : NULL;
    if (!ctx) {
        return NULL;
    }
    JS_SetMaxStackSize(runtime, CN_COMPILE_STACK_BYTES);
    JS_SetStripInfo(runtime, JS_STRIP_SOURCE);
    JS_SetModuleLoaderFunc(runtime, NULL, load_any, NULL);
    add_language(ctx);
    cn_compiling = 1;
    char *result = compile(ctx, source, length, filename, out_length, out_failed);
    cn_compiling = 0;
    JS_FreeContext(ctx);
    JS_FreeRuntime(runtime);
    return result;
}

void *cn_compile_alloc(size_t size) {
    return malloc(size);
}

void cn_compile_free(void *memory) {
    free(memory);
}
