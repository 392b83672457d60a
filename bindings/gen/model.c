// Generated from bindings/api/model.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/model.h"
#include "assets.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_handle_class model_model_class;

static JSValue js_model_model_features(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Model.features"};
    void *window = NULL;
    size_t window_count = 0;
    double per_count = 0.0;
    struct cn_model *self = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_f64(&call, argv[1], "perCount", 0.0000152587890625, 65536.0, &per_count) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class)) ||
        cn_arg_array(&call, argv[0], "window", JS_TYPED_ARRAY_INT16, 1, 65536, &window, &window_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_model_features(self, (const int16_t *)window, window_count, per_count));
}

static const struct cn_field model_model_anomaly_fields[] = {
    {"score", CN_MEMBER(struct cn_model_anomaly, score), 0, NULL},
    {"isAnomaly", CN_MEMBER(struct cn_model_anomaly, is_anomaly), 0, NULL},
};
static JSValue js_model_model_anomaly(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Model.anomaly"};
    struct cn_model *self = NULL;
    struct cn_model_anomaly made_of;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    int res = cn_model_anomaly(self, &made_of);
    return cn_give_record(&call, res, &made_of, model_model_anomaly_fields, 2);
}

static JSValue js_model_model_invoke(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Model.invoke"};
    struct cn_model *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    cn_model_invoke(self);
    return JS_UNDEFINED;
}

static JSValue js_model_model_reset(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Model.reset"};
    struct cn_model *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    cn_model_reset(self);
    return JS_UNDEFINED;
}

static JSValue js_model_model_leave(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Model.leave"};
    struct cn_model *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    cn_handle_detach(ctx, this_val, &model_model_class);
    cn_model_leave(self);
    return JS_UNDEFINED;
}

static const struct cn_choice model_model_int8_end_choices[] = {{"input", CN_MODEL_INPUT}, {"output", CN_MODEL_OUTPUT}};
static JSValue js_model_model_int8(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Model.int8"};
    int end = 0;
    uint32_t index = 0u;
    struct cn_model *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_choice(&call, argv[0], "end", model_model_int8_end_choices, 2, &end) < 0 ||
        cn_arg_u32(&call, argv[1], "index", 0u, 255u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    const int8_t *view = cn_model_int8(self, end, index, &view_count, &error);
    return cn_give_view(&call, error, this_val, &model_model_class, view, view_count, sizeof *view, JS_TYPED_ARRAY_INT8);
}

static const struct cn_choice model_model_uint8_end_choices[] = {{"input", CN_MODEL_INPUT}, {"output", CN_MODEL_OUTPUT}};
static JSValue js_model_model_uint8(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Model.uint8"};
    int end = 0;
    uint32_t index = 0u;
    struct cn_model *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_choice(&call, argv[0], "end", model_model_uint8_end_choices, 2, &end) < 0 ||
        cn_arg_u32(&call, argv[1], "index", 0u, 255u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    const uint8_t *view = cn_model_uint8(self, end, index, &view_count, &error);
    return cn_give_view(&call, error, this_val, &model_model_class, view, view_count, sizeof *view, JS_TYPED_ARRAY_UINT8);
}

static const struct cn_choice model_model_int16_end_choices[] = {{"input", CN_MODEL_INPUT}, {"output", CN_MODEL_OUTPUT}};
static JSValue js_model_model_int16(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Model.int16"};
    int end = 0;
    uint32_t index = 0u;
    struct cn_model *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_choice(&call, argv[0], "end", model_model_int16_end_choices, 2, &end) < 0 ||
        cn_arg_u32(&call, argv[1], "index", 0u, 255u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    const int16_t *view = cn_model_int16(self, end, index, &view_count, &error);
    return cn_give_view(&call, error, this_val, &model_model_class, view, view_count, sizeof *view, JS_TYPED_ARRAY_INT16);
}

static const struct cn_choice model_model_int32_end_choices[] = {{"input", CN_MODEL_INPUT}, {"output", CN_MODEL_OUTPUT}};
static JSValue js_model_model_int32(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Model.int32"};
    int end = 0;
    uint32_t index = 0u;
    struct cn_model *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_choice(&call, argv[0], "end", model_model_int32_end_choices, 2, &end) < 0 ||
        cn_arg_u32(&call, argv[1], "index", 0u, 255u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    const int32_t *view = cn_model_int32(self, end, index, &view_count, &error);
    return cn_give_view(&call, error, this_val, &model_model_class, view, view_count, sizeof *view, JS_TYPED_ARRAY_INT32);
}

static const struct cn_choice model_model_float32_end_choices[] = {{"input", CN_MODEL_INPUT}, {"output", CN_MODEL_OUTPUT}};
static JSValue js_model_model_float32(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Model.float32"};
    int end = 0;
    uint32_t index = 0u;
    struct cn_model *self = NULL;
    size_t view_count = 0;
    int error = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_choice(&call, argv[0], "end", model_model_float32_end_choices, 2, &end) < 0 ||
        cn_arg_u32(&call, argv[1], "index", 0u, 255u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    const float *view = cn_model_float32(self, end, index, &view_count, &error);
    return cn_give_view(&call, error, this_val, &model_model_class, view, view_count, sizeof *view, JS_TYPED_ARRAY_FLOAT32);
}

static JSValue js_model_model_value(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Model.value"};
    uint32_t index = 0u;
    uint32_t element = 0u;
    struct cn_model *self = NULL;
    double number = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[0], "index", 0u, 255u, &index) < 0 ||
        cn_arg_u32(&call, argv[1], "element", 0u, 4294967295u, &element) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    int res = cn_model_value(self, index, element, &number);
    return cn_give_f64(&call, res, number);
}

static JSValue js_model_model_best(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Model.best"};
    uint32_t index = 0u;
    struct cn_model *self = NULL;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_u32(&call, argv[0], "index", 0u, 255u, &index) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &model_model_class))) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_model_best(self, index));
}

static JSValue js_model_model_class_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argc;
    (void)argv;
    return cn_handle_close(ctx, this_val, &model_model_class);
}

static const JSCFunctionListEntry model_model_class_methods[] = {
    JS_CFUNC_DEF("features", 2, js_model_model_features),
    JS_CFUNC_DEF("anomaly", 0, js_model_model_anomaly),
    JS_CFUNC_DEF("invoke", 0, js_model_model_invoke),
    JS_CFUNC_DEF("reset", 0, js_model_model_reset),
    JS_CFUNC_DEF("leave", 0, js_model_model_leave),
    JS_CFUNC_DEF("int8", 2, js_model_model_int8),
    JS_CFUNC_DEF("uint8", 2, js_model_model_uint8),
    JS_CFUNC_DEF("int16", 2, js_model_model_int16),
    JS_CFUNC_DEF("int32", 2, js_model_model_int32),
    JS_CFUNC_DEF("float32", 2, js_model_model_float32),
    JS_CFUNC_DEF("value", 2, js_model_model_value),
    JS_CFUNC_DEF("best", 1, js_model_model_best),
    JS_CFUNC_DEF("close", 0, js_model_model_class_close),
};

static void model_model_class_close_native(void *native) {
    struct cn_model *self = native;
    cn_model_free(self);
}

static JSClassID model_model_class_id;
static const struct cn_handle_class model_model_class = {
    .name = "Model",
    .id = &model_model_class_id,
    .close = model_model_class_close_native,
    .functions = model_model_class_methods,
    .function_count = 13,
    .slots = 0,
};

static JSValue js_model_open(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "model.open"};
    JSValue result = JS_EXCEPTION;
    uint32_t plan = 0u;
    int32_t features = 0;
    int32_t anomaly = 0;
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_u32(&call, argv[0], "plan", 0u, 4294967295u, &plan) < 0 ||
        cn_arg_i32(&call, argv[1], "features", -1, 2147483647, &features) < 0 ||
        cn_arg_i32(&call, argv[2], "anomaly", -1, 2147483647, &anomaly) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &model_model_class))) {
        goto done;
    }
    {
        void *native = cn_assets_model(plan, features, anomaly, &error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &model_model_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static const JSCFunctionListEntry model_functions[] = {
    JS_CFUNC_DEF("open", 3, js_model_open),
};

static const struct cn_handle_class *const model_classes[] = {&model_model_class};
const struct cn_service cn_service_model = {
    .module = "catnap:model",
    .functions = model_functions,
    .function_count = 1,
    .classes = model_classes,
    .class_count = 1,
};
