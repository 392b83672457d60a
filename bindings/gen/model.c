// Generated from bindings/api/model.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "app_model.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_handle_class model_handle_class;

static JSValue js_model_handle_facts(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Handle.facts"};
    JSValue result = JS_EXCEPTION;
    struct cn_app_model *self = NULL;
    struct cn_app_model_facts made_of;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_handle_class))) {
        goto done;
    }
    {
        cn_app_model_facts(self, &made_of);
    }
    result = JS_NewObject(ctx);
    if (JS_IsException(result) ||
        !cn_field(ctx, result, "inputs", JS_NewUint32(ctx, made_of.inputs)) ||
        !cn_field(ctx, result, "outputs", JS_NewUint32(ctx, made_of.outputs)) ||
        !cn_field(ctx, result, "steps", JS_NewUint32(ctx, made_of.steps)) ||
        !cn_field(ctx, result, "arenaBytes", JS_NewUint32(ctx, made_of.arena_bytes)) ||
        !cn_field(ctx, result, "stateBytes", JS_NewUint32(ctx, made_of.state_bytes)) ||
        !cn_field(ctx, result, "cost", JS_NewUint32(ctx, made_of.cost))) {
        JS_FreeValue(ctx, result);
        result = JS_EXCEPTION;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_model_handle_input(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Handle.input"};
    JSValue result = JS_EXCEPTION;
    uint32_t index = 0u;
    struct cn_app_model *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "index", 0u, 15u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_handle_class))) {
        goto done;
    }
    {
        const int8_t *view = cn_app_model_input(self, index, &view_count, &error);
        if (!view) {
            cn_throw_code(&call, error);
            goto done;
        }
        result = cn_view_new(ctx, this_val, &model_handle_class, (void *)view, view_count, sizeof *view, JS_TYPED_ARRAY_INT8);
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_model_handle_output(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Handle.output"};
    JSValue result = JS_EXCEPTION;
    uint32_t index = 0u;
    struct cn_app_model *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "index", 0u, 15u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_handle_class))) {
        goto done;
    }
    {
        const int8_t *view = cn_app_model_output(self, index, &view_count, &error);
        if (!view) {
            cn_throw_code(&call, error);
            goto done;
        }
        result = cn_view_new(ctx, this_val, &model_handle_class, (void *)view, view_count, sizeof *view, JS_TYPED_ARRAY_INT8);
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_model_handle_input_float(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Handle.inputFloat"};
    JSValue result = JS_EXCEPTION;
    uint32_t index = 0u;
    struct cn_app_model *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "index", 0u, 15u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_handle_class))) {
        goto done;
    }
    {
        const float *view = cn_app_model_input_f32(self, index, &view_count, &error);
        if (!view) {
            cn_throw_code(&call, error);
            goto done;
        }
        result = cn_view_new(ctx, this_val, &model_handle_class, (void *)view, view_count, sizeof *view, JS_TYPED_ARRAY_FLOAT32);
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_model_handle_output_float(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Handle.outputFloat"};
    JSValue result = JS_EXCEPTION;
    uint32_t index = 0u;
    struct cn_app_model *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "index", 0u, 15u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_handle_class))) {
        goto done;
    }
    {
        const float *view = cn_app_model_output_f32(self, index, &view_count, &error);
        if (!view) {
            cn_throw_code(&call, error);
            goto done;
        }
        result = cn_view_new(ctx, this_val, &model_handle_class, (void *)view, view_count, sizeof *view, JS_TYPED_ARRAY_FLOAT32);
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_model_handle_features(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Handle.features"};
    JSValue result = JS_EXCEPTION;
    void *window = NULL;
    size_t window_count = 0;
    uint32_t scale_mg_q16 = 0u;
    struct cn_app_model *self = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[1], "scaleMgQ16", 1u, 4294967295u, &scale_mg_q16) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_handle_class)) ||
        cn_arg_array(&call, argv[0], "window", JS_TYPED_ARRAY_INT16, 1, 12288, &window, &window_count) < 0) {
        goto done;
    }
    {
        int res = cn_app_model_features(self, (const int16_t *)window, window_count, scale_mg_q16);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        result = JS_UNDEFINED;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_model_handle_invoke(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Handle.invoke"};
    JSValue result = JS_EXCEPTION;
    struct cn_app_model *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_handle_class))) {
        goto done;
    }
    {
        cn_app_model_invoke(self);
        result = JS_UNDEFINED;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_model_handle_reset(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Handle.reset"};
    JSValue result = JS_EXCEPTION;
    struct cn_app_model *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_handle_class))) {
        goto done;
    }
    {
        cn_app_model_reset(self);
        result = JS_UNDEFINED;
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_model_handle_dequantise(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Handle.dequantise"};
    JSValue result = JS_EXCEPTION;
    uint32_t index = 0u;
    uint32_t element = 0u;
    struct cn_app_model *self = NULL;
    double number = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[0], "index", 0u, 15u, &index) < 0 ||
        cn_arg_u32(&call, argv[1], "element", 0u, 4294967295u, &element) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_handle_class))) {
        goto done;
    }
    {
        int res = cn_app_model_dequantise(self, index, element, &number);
        if (res < 0) {
            cn_throw_code(&call, res);
            goto done;
        }
        result = JS_NewFloat64(ctx, number);
    }
done:
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_model_handle_class_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argc;
    (void)argv;
    return cn_handle_close(ctx, this_val, &model_handle_class);
}

static const JSCFunctionListEntry model_handle_class_methods[] = {
    JS_CFUNC_DEF("facts", 0, js_model_handle_facts),
    JS_CFUNC_DEF("input", 1, js_model_handle_input),
    JS_CFUNC_DEF("output", 1, js_model_handle_output),
    JS_CFUNC_DEF("inputFloat", 1, js_model_handle_input_float),
    JS_CFUNC_DEF("outputFloat", 1, js_model_handle_output_float),
    JS_CFUNC_DEF("features", 2, js_model_handle_features),
    JS_CFUNC_DEF("invoke", 0, js_model_handle_invoke),
    JS_CFUNC_DEF("reset", 0, js_model_handle_reset),
    JS_CFUNC_DEF("dequantise", 2, js_model_handle_dequantise),
    JS_CFUNC_DEF("close", 0, js_model_handle_class_close),
};

static void model_handle_class_close_native(void *native) {
    struct cn_app_model *self = native;
    cn_app_model_free(self);
}

static JSClassID model_handle_class_id;
static const struct cn_handle_class model_handle_class = {
    .name = "Handle",
    .id = &model_handle_class_id,
    .close = model_handle_class_close_native,
    .functions = model_handle_class_methods,
    .function_count = 10,
    .slots = 0,
};

static JSValue js_model_open(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "model.open"};
    JSValue result = JS_EXCEPTION;
    uint32_t plan = 0u;
    int32_t features = 0;
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[0], "plan", 0u, 65535u, &plan) < 0 ||
        cn_arg_i32(&call, argv[1], "features", -1, 65535, &features) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &model_handle_class))) {
        goto done;
    }
    {
        void *native = cn_app_model_open(plan, features, &error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &model_handle_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static const JSCFunctionListEntry model_functions[] = {
    JS_CFUNC_DEF("open", 2, js_model_open),
};

static const struct cn_handle_class *const model_classes[] = {&model_handle_class};
const struct cn_service cn_service_model = {
    .module = "catnap:model",
    .functions = model_functions,
    .function_count = 1,
    .classes = model_classes,
    .class_count = 1,
};
