// Generated from bindings/api/console.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#include "cn/console.h"
#include "cn/done.h"
#include "cn/error.h"

static const struct cn_choice console_write_level_choices[] = {{"debug", CN_CONSOLE_DEBUG}, {"info", CN_CONSOLE_INFO}, {"log", CN_CONSOLE_INFO}, {"warn", CN_CONSOLE_WARN}, {"error", CN_CONSOLE_ERROR}};
static JSValue js_console_write(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {
    (void)this_val;
    const struct cn_call call = {ctx, "console.write"};
    JSValue result = JS_EXCEPTION;
    int level = 0;
    struct cn_text text = {0};
    if (cn_arg_count(&call, argc, 2) < 0 ||
        cn_arg_choice(&call, argv[0], "level", console_write_level_choices, 5, &level) < 0 ||
        cn_arg_text(&call, argv[1], "text", 0, 65536, &text) < 0) {
        goto done;
    }
    {
        cn_console_text(level, text.text, text.length);
        result = JS_UNDEFINED;
    }
done:
    cn_text_free(ctx, &text);
    return JS_IsException(result) ? cn_failed(&call) : result;
}

static const JSCFunctionListEntry console_functions[] = {
    JS_CFUNC_DEF("write", 2, js_console_write),
};

const struct cn_service cn_service_console = {
    .module = "catnap:console",
    .functions = console_functions,
    .function_count = 1,
    .classes = NULL,
    .class_count = 0,
};
