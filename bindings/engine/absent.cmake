# What is left out of the engine, on host and chip alike: names that only old pages of the web use, and what needs a parser.
# tools/build/absent.ts names them when an app is built.

# Annex B: HTML methods of strings, escape, __defineGetter__ and its like, RegExp.prototype.compile, years of two digits.
repair("    /* ES6 Annex B 2.3.2 etc. */
    JS_CFUNC_MAGIC_DEF(\"anchor\", 1, js_string_CreateHTML, magic_string_anchor ),
    JS_CFUNC_MAGIC_DEF(\"big\", 0, js_string_CreateHTML, magic_string_big ),
    JS_CFUNC_MAGIC_DEF(\"blink\", 0, js_string_CreateHTML, magic_string_blink ),
    JS_CFUNC_MAGIC_DEF(\"bold\", 0, js_string_CreateHTML, magic_string_bold ),
    JS_CFUNC_MAGIC_DEF(\"fixed\", 0, js_string_CreateHTML, magic_string_fixed ),
    JS_CFUNC_MAGIC_DEF(\"fontcolor\", 1, js_string_CreateHTML, magic_string_fontcolor ),
    JS_CFUNC_MAGIC_DEF(\"fontsize\", 1, js_string_CreateHTML, magic_string_fontsize ),
    JS_CFUNC_MAGIC_DEF(\"italics\", 0, js_string_CreateHTML, magic_string_italics ),
    JS_CFUNC_MAGIC_DEF(\"link\", 1, js_string_CreateHTML, magic_string_link ),
    JS_CFUNC_MAGIC_DEF(\"small\", 0, js_string_CreateHTML, magic_string_small ),
    JS_CFUNC_MAGIC_DEF(\"strike\", 0, js_string_CreateHTML, magic_string_strike ),
    JS_CFUNC_MAGIC_DEF(\"sub\", 0, js_string_CreateHTML, magic_string_sub ),
    JS_CFUNC_MAGIC_DEF(\"sup\", 0, js_string_CreateHTML, magic_string_sup ),
" "")
repair("    JS_CFUNC_MAGIC_DEF(\"__defineGetter__\", 2, js_object___defineGetter__, 0 ),
    JS_CFUNC_MAGIC_DEF(\"__defineSetter__\", 2, js_object___defineGetter__, 1 ),
    JS_CFUNC_MAGIC_DEF(\"__lookupGetter__\", 1, js_object___lookupGetter__, 0 ),
    JS_CFUNC_MAGIC_DEF(\"__lookupSetter__\", 1, js_object___lookupGetter__, 1 ),
" "")
repair("    JS_CFUNC_DEF(\"escape\", 1, js_global_escape ),
    JS_CFUNC_DEF(\"unescape\", 1, js_global_unescape ),
" "")
repair("    JS_CFUNC_DEF(\"compile\", 2, js_regexp_compile ),\n" "")
repair("    JS_ALIAS_DEF(\"toGMTString\", \"toUTCString\" ),\n" "")
repair("    JS_CFUNC_MAGIC_DEF(\"getYear\", 0, get_date_field, 0x101 ),\n" "")
repair("    JS_CFUNC_DEF(\"setYear\", 1, js_date_setYear ),\n" "")

# QuickJS's own, which no standard and no TypeScript knows.
repair("    JS_CGETSET_DEF(\"fileName\", js_function_proto_fileName, NULL ),
    JS_CGETSET_MAGIC_DEF(\"lineNumber\", js_function_proto_lineNumber, NULL, 0 ),
    JS_CGETSET_MAGIC_DEF(\"columnNumber\", js_function_proto_lineNumber, NULL, 1 ),
" "")
repair("    JS_CFUNC_DEF(\"__quote\", 1, js_string___quote ),\n" "")
repair("    JS_CFUNC_DEF(\"__getClass\", 1, js_object___getClass ),\n" "")

# Shared memory: there is one thread, and Atomics are not compiled.
repair("    ctx->class_proto[JS_CLASS_SHARED_ARRAY_BUFFER] = JS_NewObject(ctx);
    JS_SetPropertyFunctionList(ctx, ctx->class_proto[JS_CLASS_SHARED_ARRAY_BUFFER],
                               js_shared_array_buffer_proto_funcs,
                               countof(js_shared_array_buffer_proto_funcs));

    shared_array_buffer_func = JS_NewGlobalCConstructorOnly(ctx, \"SharedArrayBuffer\",
                                                 js_shared_array_buffer_constructor, 1,
                                                 ctx->class_proto[JS_CLASS_SHARED_ARRAY_BUFFER]);
    JS_SetPropertyFunctionList(ctx, shared_array_buffer_func,
                               js_shared_array_buffer_funcs,
                               countof(js_shared_array_buffer_funcs));
" "")

# new Function: it put a source together before it found that nothing reads it.
repair("    JSFunctionKindEnum func_kind = magic;
    int i, n, ret;
    JSValue s, proto, obj = JS_UNDEFINED;
    StringBuffer b_s, *b = &b_s;

" "    return JS_ThrowTypeError(ctx, \"there is no parser on the chip\");
    JSFunctionKindEnum func_kind = magic;
    int i, n, ret;
    JSValue s, proto, obj = JS_UNDEFINED;
    StringBuffer b_s, *b = &b_s;

")
repair("        return JS_DupValue(ctx, val);
    str = JS_ToCStringLen(ctx, &len, val);
" "        return JS_DupValue(ctx, val);
    return JS_ThrowTypeError(ctx, \"there is no parser on the chip\");
    str = JS_ToCStringLen(ctx, &len, val);
")

# A module is strict, and the compiler makes nothing but modules: no `with`, no arguments that are bound to parameters.
repair("                    *sp++ = js_build_mapped_arguments(ctx, argc, (JSValueConst *)argv,
                                                      sf, min_int(argc, b->arg_count));
" "                    *sp++ = JS_ThrowInternalError(ctx, \"not in a module\");
")
repair("                JSValue obj, val;
                int ret, is_with;
" "                JSValue obj, val;
                int ret, is_with;
                JS_ThrowInternalError(ctx, \"not in a module\");
                goto exception;
")
