# The source of QuickJS as it is compiled: untouched but for the defects listed here, in a copy in the build folder.
# Each repair names a text that occurs exactly once; anything else is an error, so a new version cannot slip through.

set(copy ${CMAKE_BINARY_DIR}/quickjs)
file(READ ${CN_QUICKJS}/quickjs.c quickjs_text)

function(repair before after)
    string(FIND "${quickjs_text}" "${before}" first)
    string(FIND "${quickjs_text}" "${before}" last REVERSE)
    if(first EQUAL -1 OR NOT first EQUAL last)
        message(FATAL_ERROR "quickjs.c is not the pinned version: this text must occur once: ${before}")
    endif()
    string(REPLACE "${before}" "${after}" quickjs_text "${quickjs_text}")
    set(quickjs_text "${quickjs_text}" PARENT_SCOPE)
endfunction()

# All are places where an allocation that is refused led to a crash or to memory that was never given back; the
# runner of test/c/native found them (--fail-all).

# The call of an async function: the state was freed while it was still in the list of objects.
repair("    if (!sf->arg_buf) {\n        js_free(ctx, s);"
       "    if (!sf->arg_buf) {\n        remove_gc_object(&s->header);\n        js_free(ctx, s);")

# An array that is not of the plain shape: its property `length` was written to where there was no memory for it.
repair("                                  JS_PROP_WRITABLE | JS_PROP_LENGTH);\n            }\n            pr->u.value"
       "                                  JS_PROP_WRITABLE | JS_PROP_LENGTH);\n                if (unlikely(!pr)) {\n                    js_free(ctx, p->prop);\n                    sh = p->shape;\n                    js_free(ctx, p);\n                    goto fail;\n                }\n            }\n            pr->u.value")

# The stack of an error: running out of memory in it throws, which freed the very error that it was written to.
# And the mark of an exception must not become the value of the property.
repair("    JSObject *p;\n\n    js_dbuf_init(ctx, &dbuf);\n    if (filename) {\n        dbuf_printf(&dbuf, \"    at %s\", filename);"
       "    JSObject *p;\n\n    JS_DupValue(ctx, error_obj);\n    js_dbuf_init(ctx, &dbuf);\n    if (filename) {\n        dbuf_printf(&dbuf, \"    at %s\", filename);")
repair("        str = JS_NewString(ctx, (char *)dbuf.buf);\n    dbuf_free(&dbuf);\n    JS_DefinePropertyValue(ctx, error_obj, JS_ATOM_stack, str,\n                           JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);\n"
       "        str = JS_NewString(ctx, (char *)dbuf.buf);\n    dbuf_free(&dbuf);\n    if (JS_IsException(str))\n        str = JS_NULL;\n    JS_DefinePropertyValue(ctx, error_obj, JS_ATOM_stack, str,\n                           JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);\n    JS_FreeValue(ctx, error_obj);\n")

# Function.prototype.bind: the object of a bound function was freed, or visited, before it had its parts.
repair("    JSBoundFunction *bf = p->u.bound_function;\n    int i;\n\n    JS_FreeValueRT(rt, bf->func_obj);"
       "    JSBoundFunction *bf = p->u.bound_function;\n    int i;\n\n    if (!bf)\n        return;\n    JS_FreeValueRT(rt, bf->func_obj);")
repair("    JSBoundFunction *bf = p->u.bound_function;\n    int i;\n\n    JS_MarkValue(rt, bf->func_obj, mark_func);"
       "    JSBoundFunction *bf = p->u.bound_function;\n    int i;\n\n    if (!bf)\n        return;\n    JS_MarkValue(rt, bf->func_obj, mark_func);")

# BigInt **: what was multiplied so far was not freed.
repair("        r1 = js_bigint_mul(ctx, r, r);\n        if (!r1)\n            return NULL;"
       "        r1 = js_bigint_mul(ctx, r, r);\n        if (!r1) {\n            js_free(ctx, r);\n            return NULL;\n        }")
repair("            r1 = js_bigint_mul(ctx, r, a);\n            if (!r1)\n                return NULL;"
       "            r1 = js_bigint_mul(ctx, r, a);\n            if (!r1) {\n                js_free(ctx, r);\n                return NULL;\n            }")

# JSON.stringify: an element was not freed when there was no memory for the text of its index.
repair("                prop = JS_ToStringFree(ctx, JS_NewInt64(ctx, i));\n                if (JS_IsException(prop))\n                    goto exception;\n                v = js_json_check"
       "                prop = JS_ToStringFree(ctx, JS_NewInt64(ctx, i));\n                if (JS_IsException(prop)) {\n                    JS_FreeValue(ctx, v);\n                    goto exception;\n                }\n                v = js_json_check")

# Promise.allSettled and Promise.any: functions made for an element were not freed.
repair("                if (JS_IsException(reject_element)) {\n                    JS_FreeValue(ctx, next_promise);"
       "                if (JS_IsException(reject_element)) {\n                    JS_FreeValue(ctx, next_promise);\n                    JS_FreeValue(ctx, resolve_element);")
repair("                                                 JS_UNDEFINED, JS_PROP_C_W_E) < 0)\n                    goto fail_reject1;"
       "                                                 JS_UNDEFINED, JS_PROP_C_W_E) < 0) {\n                    JS_FreeValue(ctx, next_promise);\n                    JS_FreeValue(ctx, resolve_element);\n                    goto fail_reject1;\n                }")

if(EXISTS ${copy}/quickjs.c)
    file(READ ${copy}/quickjs.c before_text)
endif()
if(NOT "${before_text}" STREQUAL "${quickjs_text}")
    file(WRITE ${copy}/quickjs.c "${quickjs_text}")
endif()
