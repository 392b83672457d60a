// Generated from bindings/api/dsp.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/dsp_service.h"
#include "cn/dsp_stats.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_handle_class dsp_fft_class;

static const struct cn_handle_class dsp_biquads_class;

static const struct cn_handle_class dsp_fir_class;

static const struct cn_handle_class dsp_mel_bank_class;

static const struct cn_handle_class dsp_speech_class;

static JSValue js_dsp_fft_transform(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Fft.transform"};
    void *signal = NULL;
    size_t signal_count = 0;
    void *out = NULL;
    size_t out_count = 0;
    struct cn_dsp_fft *self = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &dsp_fft_class)) ||
        cn_arg_array(&call, argv[0], "signal", JS_TYPED_ARRAY_FLOAT32, 32, 1024, &signal, &signal_count) < 0 ||
        cn_arg_array(&call, argv[1], "out", JS_TYPED_ARRAY_FLOAT32, 32, 1024, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_fft_transform(self, (const float *)signal, signal_count, (float *)out, out_count));
}

static JSValue js_dsp_fft_power(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Fft.power"};
    void *signal = NULL;
    size_t signal_count = 0;
    void *out = NULL;
    size_t out_count = 0;
    struct cn_dsp_fft *self = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &dsp_fft_class)) ||
        cn_arg_array(&call, argv[0], "signal", JS_TYPED_ARRAY_FLOAT32, 32, 1024, &signal, &signal_count) < 0 ||
        cn_arg_array(&call, argv[1], "out", JS_TYPED_ARRAY_FLOAT32, 17, 513, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_fft_power(self, (const float *)signal, signal_count, (float *)out, out_count));
}

static JSValue js_dsp_fft_class_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argc;
    (void)argv;
    return cn_handle_close(ctx, this_val, &dsp_fft_class);
}

static const JSCFunctionListEntry dsp_fft_class_methods[] = {
    JS_CFUNC_DEF("transform", 2, js_dsp_fft_transform),
    JS_CFUNC_DEF("power", 2, js_dsp_fft_power),
    JS_CFUNC_DEF("close", 0, js_dsp_fft_class_close),
};

static void dsp_fft_class_close_native(void *native) {
    struct cn_dsp_fft *self = native;
    cn_dsp_fft_free(self);
}

static JSClassID dsp_fft_class_id;
static const struct cn_handle_class dsp_fft_class = {
    .name = "Fft",
    .id = &dsp_fft_class_id,
    .close = dsp_fft_class_close_native,
    .functions = dsp_fft_class_methods,
    .function_count = 3,
    .slots = 0,
};

static JSValue js_dsp_biquads_run(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Biquads.run"};
    void *signal = NULL;
    size_t signal_count = 0;
    void *out = NULL;
    size_t out_count = 0;
    struct cn_dsp_biquads *self = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &dsp_biquads_class)) ||
        cn_arg_array(&call, argv[0], "signal", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &signal, &signal_count) < 0 ||
        cn_arg_array(&call, argv[1], "out", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_biquads_run(self, (const float *)signal, signal_count, (float *)out, out_count));
}

static JSValue js_dsp_biquads_reset(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Biquads.reset"};
    struct cn_dsp_biquads *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &dsp_biquads_class))) {
        return cn_failed(&call);
    }
    cn_dsp_biquads_reset(self);
    return JS_UNDEFINED;
}

static JSValue js_dsp_biquads_class_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argc;
    (void)argv;
    return cn_handle_close(ctx, this_val, &dsp_biquads_class);
}

static const JSCFunctionListEntry dsp_biquads_class_methods[] = {
    JS_CFUNC_DEF("run", 2, js_dsp_biquads_run),
    JS_CFUNC_DEF("reset", 0, js_dsp_biquads_reset),
    JS_CFUNC_DEF("close", 0, js_dsp_biquads_class_close),
};

static void dsp_biquads_class_close_native(void *native) {
    struct cn_dsp_biquads *self = native;
    cn_dsp_biquads_free(self);
}

static JSClassID dsp_biquads_class_id;
static const struct cn_handle_class dsp_biquads_class = {
    .name = "Biquads",
    .id = &dsp_biquads_class_id,
    .close = dsp_biquads_class_close_native,
    .functions = dsp_biquads_class_methods,
    .function_count = 3,
    .slots = 0,
};

static JSValue js_dsp_fir_run(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Fir.run"};
    void *signal = NULL;
    size_t signal_count = 0;
    void *out = NULL;
    size_t out_count = 0;
    struct cn_dsp_fir *self = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &dsp_fir_class)) ||
        cn_arg_array(&call, argv[0], "signal", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &signal, &signal_count) < 0 ||
        cn_arg_array(&call, argv[1], "out", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_fir_filter(self, (const float *)signal, signal_count, (float *)out, out_count));
}

static JSValue js_dsp_fir_reset(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Fir.reset"};
    struct cn_dsp_fir *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &dsp_fir_class))) {
        return cn_failed(&call);
    }
    cn_dsp_fir_reset(self);
    return JS_UNDEFINED;
}

static JSValue js_dsp_fir_class_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argc;
    (void)argv;
    return cn_handle_close(ctx, this_val, &dsp_fir_class);
}

static const JSCFunctionListEntry dsp_fir_class_methods[] = {
    JS_CFUNC_DEF("run", 2, js_dsp_fir_run),
    JS_CFUNC_DEF("reset", 0, js_dsp_fir_reset),
    JS_CFUNC_DEF("close", 0, js_dsp_fir_class_close),
};

static void dsp_fir_class_close_native(void *native) {
    struct cn_dsp_fir *self = native;
    cn_dsp_fir_free(self);
}

static JSClassID dsp_fir_class_id;
static const struct cn_handle_class dsp_fir_class = {
    .name = "Fir",
    .id = &dsp_fir_class_id,
    .close = dsp_fir_class_close_native,
    .functions = dsp_fir_class_methods,
    .function_count = 3,
    .slots = 0,
};

static JSValue js_dsp_mel_bank_run(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "MelBank.run"};
    void *power = NULL;
    size_t power_count = 0;
    void *out = NULL;
    size_t out_count = 0;
    struct cn_dsp_mel_bank *self = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &dsp_mel_bank_class)) ||
        cn_arg_array(&call, argv[0], "power", JS_TYPED_ARRAY_FLOAT32, 17, 513, &power, &power_count) < 0 ||
        cn_arg_array(&call, argv[1], "out", JS_TYPED_ARRAY_FLOAT32, 1, 128, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_mel_bank_run(self, (const float *)power, power_count, (float *)out, out_count));
}

static JSValue js_dsp_mel_bank_class_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argc;
    (void)argv;
    return cn_handle_close(ctx, this_val, &dsp_mel_bank_class);
}

static const JSCFunctionListEntry dsp_mel_bank_class_methods[] = {
    JS_CFUNC_DEF("run", 2, js_dsp_mel_bank_run),
    JS_CFUNC_DEF("close", 0, js_dsp_mel_bank_class_close),
};

static void dsp_mel_bank_class_close_native(void *native) {
    struct cn_dsp_mel_bank *self = native;
    cn_dsp_mel_bank_free(self);
}

static JSClassID dsp_mel_bank_class_id;
static const struct cn_handle_class dsp_mel_bank_class = {
    .name = "MelBank",
    .id = &dsp_mel_bank_class_id,
    .close = dsp_mel_bank_class_close_native,
    .functions = dsp_mel_bank_class_methods,
    .function_count = 2,
    .slots = 0,
};

static JSValue js_dsp_speech_run(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    const struct cn_call call = {ctx, "Speech.run"};
    void *samples = NULL;
    size_t samples_count = 0;
    void *out = NULL;
    size_t out_count = 0;
    struct cn_dsp_speech *self = NULL;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &dsp_speech_class)) ||
        cn_arg_array(&call, argv[0], "samples", JS_TYPED_ARRAY_INT16, 480, 65536, &samples, &samples_count) < 0 ||
        cn_arg_array(&call, argv[1], "out", JS_TYPED_ARRAY_INT8, 40, 8160, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_speech_run(self, (const int16_t *)samples, samples_count, (int8_t *)out, out_count));
}

static JSValue js_dsp_speech_reset(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argv;
    const struct cn_call call = {ctx, "Speech.reset"};
    struct cn_dsp_speech *self = NULL;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        !(self = cn_handle_native(&call, this_val, "this", &dsp_speech_class))) {
        return cn_failed(&call);
    }
    cn_dsp_speech_reset(self);
    return JS_UNDEFINED;
}

static JSValue js_dsp_speech_class_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)argc;
    (void)argv;
    return cn_handle_close(ctx, this_val, &dsp_speech_class);
}

static const JSCFunctionListEntry dsp_speech_class_methods[] = {
    JS_CFUNC_DEF("run", 2, js_dsp_speech_run),
    JS_CFUNC_DEF("reset", 0, js_dsp_speech_reset),
    JS_CFUNC_DEF("close", 0, js_dsp_speech_class_close),
};

static void dsp_speech_class_close_native(void *native) {
    struct cn_dsp_speech *self = native;
    cn_dsp_speech_free(self);
}

static JSClassID dsp_speech_class_id;
static const struct cn_handle_class dsp_speech_class = {
    .name = "Speech",
    .id = &dsp_speech_class_id,
    .close = dsp_speech_class_close_native,
    .functions = dsp_speech_class_methods,
    .function_count = 3,
    .slots = 0,
};

static const struct cn_choice dsp_open_fft_window_choices[] = {{"hann", CN_DSP_HANN}, {"hamming", CN_DSP_HAMMING}, {"blackman", CN_DSP_BLACKMAN}, {"rectangle", CN_DSP_RECTANGLE}};
static JSValue js_dsp_open_fft(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.openFft"};
    JSValue result = JS_EXCEPTION;
    uint32_t size = 0u;
    int window = 0;
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_u32(&call, argv[0], "size", 32u, 1024u, &size) < 0 ||
        cn_arg_choice(&call, argv[1], "window", dsp_open_fft_window_choices, 4, &window) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &dsp_fft_class))) {
        goto done;
    }
    {
        void *native = cn_dsp_fft_new(size, window, &error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &dsp_fft_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_dsp_open_biquads(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.openBiquads"};
    JSValue result = JS_EXCEPTION;
    void *coefficients = NULL;
    size_t coefficients_count = 0;
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &dsp_biquads_class)) ||
        cn_arg_array(&call, argv[0], "coefficients", JS_TYPED_ARRAY_FLOAT32, 5, 320, &coefficients, &coefficients_count) < 0) {
        goto done;
    }
    {
        void *native = cn_dsp_biquads_new((const float *)coefficients, coefficients_count, &error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &dsp_biquads_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_dsp_open_fir(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.openFir"};
    JSValue result = JS_EXCEPTION;
    void *taps = NULL;
    size_t taps_count = 0;
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &dsp_fir_class)) ||
        cn_arg_array(&call, argv[0], "taps", JS_TYPED_ARRAY_FLOAT32, 1, 1024, &taps, &taps_count) < 0) {
        goto done;
    }
    {
        void *native = cn_dsp_fir_new((const float *)taps, taps_count, &error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &dsp_fir_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

struct dsp_open_mel_bank_options {uint32_t size; double rate_hz; uint32_t bands; double low_hz; double high_hz;};
static const double dsp_open_mel_bank_options_rate_hz[] = {0.001, 1000000.0};
static const double dsp_open_mel_bank_options_low_hz[] = {0.0, 500000.0};
static const double dsp_open_mel_bank_options_high_hz[] = {0.0, 500000.0};
static const struct cn_option dsp_open_mel_bank_options_fields[] = {
    {"size", CN_MEMBER(struct dsp_open_mel_bank_options, size), true, 0, {{(uint32_t)32u, (uint32_t)1024u}}},
    {"rateHz", CN_MEMBER(struct dsp_open_mel_bank_options, rate_hz), true, 0, {.real = dsp_open_mel_bank_options_rate_hz}},
    {"bands", CN_MEMBER(struct dsp_open_mel_bank_options, bands), true, 0, {{(uint32_t)1u, (uint32_t)128u}}},
    {"lowHz", CN_MEMBER(struct dsp_open_mel_bank_options, low_hz), true, 0, {.real = dsp_open_mel_bank_options_low_hz}},
    {"highHz", CN_MEMBER(struct dsp_open_mel_bank_options, high_hz), true, 0, {.real = dsp_open_mel_bank_options_high_hz}},
};
static JSValue js_dsp_open_mel_bank(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.openMelBank"};
    JSValue result = JS_EXCEPTION;
    struct dsp_open_mel_bank_options options = {0};
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, dsp_open_mel_bank_options_fields, 5, &options) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &dsp_mel_bank_class))) {
        goto done;
    }
    {
        void *native = cn_dsp_mel_bank_new(options.size, options.rate_hz, options.bands, options.low_hz, options.high_hz, &error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &dsp_mel_bank_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static JSValue js_dsp_open_speech(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    (void)argv;
    const struct cn_call call = {ctx, "dsp.openSpeech"};
    JSValue result = JS_EXCEPTION;
    JSValue made = JS_UNDEFINED;
    int error = 0;
    if (cn_arg_count(&call, argc, 0) < 0 ||
        JS_IsException(made = cn_handle_new(&call, &dsp_speech_class))) {
        goto done;
    }
    {
        void *native = cn_dsp_speech_new(&error);
        if (!native) {
            cn_throw_code(&call, error);
            goto done;
        }
        cn_handle_fill(made, &dsp_speech_class, native);
        result = made;
        made = JS_UNDEFINED;
    }
done:
    JS_FreeValue(ctx, made);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

struct dsp_design_options {int kind; double at_hz; double rate_hz; double q;};
static const struct cn_choice dsp_design_options_kind[] = {{"lowPass", CN_DSP_LOW_PASS}, {"highPass", CN_DSP_HIGH_PASS}, {"bandPass", CN_DSP_BAND_PASS}, {"notch", CN_DSP_NOTCH}};
static const double dsp_design_options_at_hz[] = {0.0, 500000.0};
static const double dsp_design_options_rate_hz[] = {0.001, 1000000.0};
static const double dsp_design_options_q[] = {0.1, 100.0};
static const struct cn_option dsp_design_options_fields[] = {
    {"kind", CN_MEMBER(struct dsp_design_options, kind), true, 4, {.choice = dsp_design_options_kind}},
    {"atHz", CN_MEMBER(struct dsp_design_options, at_hz), true, 0, {.real = dsp_design_options_at_hz}},
    {"rateHz", CN_MEMBER(struct dsp_design_options, rate_hz), true, 0, {.real = dsp_design_options_rate_hz}},
    {"q", CN_MEMBER(struct dsp_design_options, q), true, 0, {.real = dsp_design_options_q}},
};
static JSValue js_dsp_design(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.design"};
    struct dsp_design_options options = {0};
    void *out = NULL;
    size_t out_count = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_record(&call, argv[0], "options", false, dsp_design_options_fields, 4, &options) < 0 ||
        cn_arg_array(&call, argv[1], "out", JS_TYPED_ARRAY_FLOAT32, 5, 5, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_biquads_design(options.kind, options.at_hz, options.rate_hz, options.q, (float *)out, out_count));
}

static const struct cn_choice dsp_window_kind_choices[] = {{"hann", CN_DSP_HANN}, {"hamming", CN_DSP_HAMMING}, {"blackman", CN_DSP_BLACKMAN}, {"rectangle", CN_DSP_RECTANGLE}};
static JSValue js_dsp_window(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.window"};
    int kind = 0;
    void *out = NULL;
    size_t out_count = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_choice(&call, argv[0], "kind", dsp_window_kind_choices, 4, &kind) < 0 ||
        cn_arg_array(&call, argv[1], "out", JS_TYPED_ARRAY_FLOAT32, 1, 4096, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_window_fill(kind, (float *)out, out_count));
}

static JSValue js_dsp_multiply(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.multiply"};
    void *data = NULL;
    size_t data_count = 0;
    void *by = NULL;
    size_t by_count = 0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_array(&call, argv[0], "data", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &data, &data_count) < 0 ||
        cn_arg_array(&call, argv[1], "by", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &by, &by_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_window_apply((float *)data, data_count, (const float *)by, by_count));
}

static JSValue js_dsp_rms(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.rms"};
    void *data = NULL;
    size_t data_count = 0;
    double number = 0;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_array(&call, argv[0], "data", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &data, &data_count) < 0) {
        return cn_failed(&call);
    }
    int res = cn_dsp_rms((const float *)data, data_count, &number);
    return cn_give_f64(&call, res, number);
}

static const struct cn_field dsp_moments_fields[] = {
    {"mean", CN_MEMBER(struct cn_dsp_moments, mean), 0, NULL},
    {"rms", CN_MEMBER(struct cn_dsp_moments, rms), 0, NULL},
    {"variance", CN_MEMBER(struct cn_dsp_moments, variance), 0, NULL},
    {"skewness", CN_MEMBER(struct cn_dsp_moments, skewness), 0, NULL},
    {"kurtosis", CN_MEMBER(struct cn_dsp_moments, kurtosis), 0, NULL},
    {"least", CN_MEMBER(struct cn_dsp_moments, least), 0, NULL},
    {"greatest", CN_MEMBER(struct cn_dsp_moments, greatest), 0, NULL},
};
static JSValue js_dsp_moments(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.moments"};
    void *data = NULL;
    size_t data_count = 0;
    struct cn_dsp_moments made_of;
    if (cn_arg_count(&call, argc, 1) < 0 ||
        cn_arg_array(&call, argv[0], "data", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &data, &data_count) < 0) {
        return cn_failed(&call);
    }
    int res = cn_dsp_moments_of((const float *)data, data_count, &made_of);
    return cn_give_record(&call, res, &made_of, dsp_moments_fields, 7);
}

static JSValue js_dsp_zero_crossings(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.zeroCrossings"};
    void *data = NULL;
    size_t data_count = 0;
    double hysteresis = 0.0;
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_f64(&call, argv[1], "hysteresis", 0.0, 1000000000000000.0, &hysteresis) < 0 ||
        cn_arg_array(&call, argv[0], "data", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &data, &data_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_dsp_crossings((const float *)data, data_count, hysteresis));
}

static JSValue js_dsp_peaks(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.peaks"};
    void *power = NULL;
    size_t power_count = 0;
    double least = 0.0;
    void *out = NULL;
    size_t out_count = 0;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_f64(&call, argv[1], "least", 0.0, 1000000000000000.0, &least) < 0 ||
        cn_arg_array(&call, argv[0], "power", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &power, &power_count) < 0 ||
        cn_arg_array(&call, argv[2], "out", JS_TYPED_ARRAY_FLOAT32, 2, 2048, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_i32(&call, cn_dsp_find_peaks((const float *)power, power_count, least, (float *)out, out_count));
}

static JSValue js_dsp_band_power(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.bandPower"};
    void *power = NULL;
    size_t power_count = 0;
    uint32_t from = 0u;
    uint32_t to = 0u;
    double number = 0;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_u32(&call, argv[1], "from", 0u, 65536u, &from) < 0 ||
        cn_arg_u32(&call, argv[2], "to", 0u, 65536u, &to) < 0 ||
        cn_arg_array(&call, argv[0], "power", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &power, &power_count) < 0) {
        return cn_failed(&call);
    }
    int res = cn_dsp_band_sum((const float *)power, power_count, from, to, &number);
    return cn_give_f64(&call, res, number);
}

static JSValue js_dsp_cepstrum(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.cepstrum"};
    void *mel = NULL;
    size_t mel_count = 0;
    double floor = 0.0;
    void *out = NULL;
    size_t out_count = 0;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_f64(&call, argv[1], "floor", 0.0, 1000000000000000.0, &floor) < 0 ||
        cn_arg_array(&call, argv[0], "mel", JS_TYPED_ARRAY_FLOAT32, 1, 128, &mel, &mel_count) < 0 ||
        cn_arg_array(&call, argv[2], "out", JS_TYPED_ARRAY_FLOAT32, 1, 128, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_cepstrum((const float *)mel, mel_count, floor, (float *)out, out_count));
}

struct dsp_pick_options {uint32_t first; uint32_t step; double scale;};
static const double dsp_pick_options_scale[] = {-1000000000000000.0, 1000000000000000.0};
static const struct cn_option dsp_pick_options_fields[] = {
    {"first", CN_MEMBER(struct dsp_pick_options, first), false, 0, {{(uint32_t)0u, (uint32_t)65536u}}},
    {"step", CN_MEMBER(struct dsp_pick_options, step), false, 0, {{(uint32_t)1u, (uint32_t)65536u}}},
    {"scale", CN_MEMBER(struct dsp_pick_options, scale), false, 0, {.real = dsp_pick_options_scale}},
};
static JSValue js_dsp_pick(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.pick"};
    void *samples = NULL;
    size_t samples_count = 0;
    struct dsp_pick_options options = {.first = 0u, .step = 1u, .scale = 1.0};
    void *out = NULL;
    size_t out_count = 0;
    if (cn_arg_count(&call, argc, 3) < 0 ||
        cn_arg_record(&call, argv[1], "options", true, dsp_pick_options_fields, 3, &options) < 0 ||
        cn_arg_array(&call, argv[0], "samples", JS_TYPED_ARRAY_INT16, 1, 65536, &samples, &samples_count) < 0 ||
        cn_arg_array(&call, argv[2], "out", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_pick((const int16_t *)samples, samples_count, options.first, options.step, options.scale, (float *)out, out_count));
}

static JSValue js_dsp_quantize(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "dsp.quantize"};
    void *values = NULL;
    size_t values_count = 0;
    double scale = 0.0;
    int32_t zero_point = 0;
    void *out = NULL;
    size_t out_count = 0;
    if (cn_arg_count(&call, argc, 4) < 0 ||
        cn_arg_f64(&call, argv[1], "scale", 0.0, 1000000000000000.0, &scale) < 0 ||
        cn_arg_i32(&call, argv[2], "zeroPoint", -128, 127, &zero_point) < 0 ||
        cn_arg_array(&call, argv[0], "values", JS_TYPED_ARRAY_FLOAT32, 1, 65536, &values, &values_count) < 0 ||
        cn_arg_array(&call, argv[3], "out", JS_TYPED_ARRAY_INT8, 1, 65536, &out, &out_count) < 0) {
        return cn_failed(&call);
    }
    return cn_give_nothing(&call, cn_dsp_quantize((const float *)values, values_count, scale, zero_point, (int8_t *)out, out_count));
}

static const JSCFunctionListEntry dsp_functions[] = {
    JS_CFUNC_DEF("openFft", 2, js_dsp_open_fft),
    JS_CFUNC_DEF("openBiquads", 1, js_dsp_open_biquads),
    JS_CFUNC_DEF("openFir", 1, js_dsp_open_fir),
    JS_CFUNC_DEF("openMelBank", 1, js_dsp_open_mel_bank),
    JS_CFUNC_DEF("openSpeech", 0, js_dsp_open_speech),
    JS_CFUNC_DEF("design", 2, js_dsp_design),
    JS_CFUNC_DEF("window", 2, js_dsp_window),
    JS_CFUNC_DEF("multiply", 2, js_dsp_multiply),
    JS_CFUNC_DEF("rms", 1, js_dsp_rms),
    JS_CFUNC_DEF("moments", 1, js_dsp_moments),
    JS_CFUNC_DEF("zeroCrossings", 2, js_dsp_zero_crossings),
    JS_CFUNC_DEF("peaks", 3, js_dsp_peaks),
    JS_CFUNC_DEF("bandPower", 3, js_dsp_band_power),
    JS_CFUNC_DEF("cepstrum", 3, js_dsp_cepstrum),
    JS_CFUNC_DEF("pick", 3, js_dsp_pick),
    JS_CFUNC_DEF("quantize", 4, js_dsp_quantize),
};

static const struct cn_handle_class *const dsp_classes[] = {&dsp_fft_class, &dsp_biquads_class, &dsp_fir_class, &dsp_mel_bank_class, &dsp_speech_class};
const struct cn_service cn_service_dsp = {
    .module = "catnap:dsp",
    .functions = dsp_functions,
    .function_count = 16,
    .classes = dsp_classes,
    .class_count = 5,
};
