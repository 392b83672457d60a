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

# A module is freed with its context, never by the count of its references: what waited for one while the context went
# wrote to memory that was given back.
repair("        for(i = 0; i < s->data_len; i++) {\n            JS_FreeValueRT(rt, s->data[i]);"
       "        for(i = 0; i < s->data_len; i++) {\n            if (JS_VALUE_GET_TAG(s->data[i]) != JS_TAG_MODULE)\n                JS_FreeValueRT(rt, s->data[i]);")

# A property whose name found no memory was defined without one, which is how deleted ones look: its value was lost.
repair("    atom = JS_NewAtom(ctx, prop);\n    ret = JS_DefinePropertyValue(ctx, this_obj, atom, val, flags);"
       "    atom = JS_NewAtom(ctx, prop);\n    if (unlikely(atom == JS_ATOM_NULL)) {\n        JS_FreeValue(ctx, val);\n        return -1;\n    }\n    ret = JS_DefinePropertyValue(ctx, this_obj, atom, val, flags);")

# Running out of memory is the same error every time, made at the start (memory.c): QuickJS makes a new one each time,
# and throws null, or an error without a message, when there is no memory for it. Each throw takes a tenth of the watchdog's next check: a script that tries again and again ends.
repair("    if (!rt->in_out_of_memory) {\n        rt->in_out_of_memory = TRUE;"
       "    extern int cn_memory_out(JSContext *ctx);\n    ctx->interrupt_counter -= 1000;\n    if (!cn_memory_out(ctx) && !rt->in_out_of_memory) {\n        rt->in_out_of_memory = TRUE;")
repair("    if (unlikely(JS_IsException(obj))) {\n        /* out of memory: throw JS_NULL to avoid recursing */\n        obj = JS_NULL;\n    } else {\n        JS_DefinePropertyValue(ctx, obj, JS_ATOM_message,\n                               JS_NewString(ctx, buf),\n                               JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);\n    }\n"
       "    ret = unlikely(JS_IsException(obj)) ? JS_EXCEPTION : JS_NewString(ctx, buf);\n    if (JS_IsException(ret) ||\n        JS_DefinePropertyValue(ctx, obj, JS_ATOM_message, ret,\n                               JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE) < 0) {\n        JS_FreeValue(ctx, obj);\n        return JS_HasException(ctx) ? JS_EXCEPTION : JS_Throw(ctx, JS_NULL);\n    }\n")
# Some places say that there is an exception and throw none: memory was out there.
repair(" exception:\n    if (is_backtrace_needed(ctx, rt->current_exception)) {"
       " exception:\n    if (unlikely(!JS_HasException(ctx)))\n        JS_ThrowOutOfMemory(ctx);\n    if (is_backtrace_needed(ctx, rt->current_exception)) {")
repair("    val = rt->current_exception;\n    rt->current_exception = JS_UNINITIALIZED;\n    return val;"
       "    if (unlikely(!JS_HasException(ctx)))\n        JS_ThrowOutOfMemory(ctx);\n    val = rt->current_exception;\n    rt->current_exception = JS_UNINITIALIZED;\n    return val;")
# The stack of that error is of its latest throw.
repair("    if (find_own_property1(p, JS_ATOM_stack))\n        return FALSE;\n    return TRUE;"
       "    JSProperty *pr;\n    JSShapeProperty *prs = find_own_property(&pr, p, JS_ATOM_stack);\n    return !prs || ((prs->flags & JS_PROP_TMASK) == JS_PROP_NORMAL && JS_IsUndefined(pr->u.value));")
# Regular expressions have words of their own for it.
repair("\n                JS_ThrowInternalError(ctx, \"out of memory in regexp execution\");"
       "\n                JS_ThrowOutOfMemory(ctx);")
repair("\n                    JS_ThrowInternalError(ctx, \"out of memory in regexp execution\");"
       "\n                    JS_ThrowOutOfMemory(ctx);")
repair("        JS_ThrowSyntaxError(ctx, \"%s\", error_msg);"
       "        if (!strcmp(error_msg, \"out of memory\"))\n            JS_ThrowOutOfMemory(ctx);\n        else\n            JS_ThrowSyntaxError(ctx, \"%s\", error_msg);")
# The collector: its threshold was larger than the pool, so rings of objects were never freed. It also runs before an array
# is refused; that place holds no object that is half made.
repair("    if (force_gc) {\n#ifdef DUMP_GC"
       "    extern int cn_memory_due(JSRuntime *rt);\n    if (force_gc && cn_memory_due(rt)) {\n#ifdef DUMP_GC")
repair("        rt->malloc_gc_threshold = rt->malloc_state.malloc_size +\n            (rt->malloc_state.malloc_size >> 1);"
       "        extern size_t cn_memory_collected(JSRuntime *rt, size_t size);\n        rt->malloc_gc_threshold = cn_memory_collected(rt, rt->malloc_state.malloc_size);")
repair("            abuf->data = js_mallocz(ctx, max_int(len, 1));\n"
       "            abuf->data = js_mallocz_rt(rt, max_int(len, 1));\n            if (!abuf->data) {\n                extern void cn_memory_force(JSRuntime *rt);\n                cn_memory_force(rt);\n                js_trigger_gc(rt, 1);\n                abuf->data = js_mallocz(ctx, max_int(len, 1));\n            }\n")
# A promise job that finds no memory was dropped, and what awaits it slept for ever.
repair("    e = js_malloc(ctx, sizeof(*e) + argc * sizeof(JSValue));\n    if (!e)\n        return -1;\n    e->ctx = ctx;\n    e->job_func"
       "    extern void *cn_memory_for_job(JSContext *ctx, size_t size);\n    e = cn_memory_for_job(ctx, sizeof(*e) + argc * sizeof(JSValue));\n    if (!e)\n        return -1;\n    e->ctx = ctx;\n    e->job_func")
# An await that finds no memory throws there, where the app can catch it; it ended the whole function.
repair("    func_ret = async_func_resume(ctx, s);\n    if (s->is_completed) {\n        if (JS_IsException(func_ret)) {\n            JSValue error;\n        fail:\n"
       "resume:\n    func_ret = async_func_resume(ctx, s);\n    if (s->is_completed) {\n        if (JS_IsException(func_ret)) {\n            JSValue error;\n")
repair("        if (JS_IsException(promise))\n            goto fail;\n        if (js_async_function_resolve_create(ctx, s, resolving_funcs)) {\n            JS_FreeValue(ctx, promise);\n            goto fail;\n        }\n"
       "        if (JS_IsException(promise)) {\n            s->throw_flag = TRUE;\n            goto resume;\n        }\n        if (js_async_function_resolve_create(ctx, s, resolving_funcs)) {\n            JS_FreeValue(ctx, promise);\n            s->throw_flag = TRUE;\n            goto resume;\n        }\n")
repair("            JS_FreeValue(ctx, resolving_funcs[i]);\n        if (res)\n            goto fail;\n    }\n}\n"
       "            JS_FreeValue(ctx, resolving_funcs[i]);\n        if (res) {\n            s->throw_flag = TRUE;\n            goto resume;\n        }\n    }\n}\n")
# A built-in function that is made when it is first named stayed undefined for ever if there was no memory then.
repair("    js_autoinit_free(ctx->rt, pr);\n    prs->flags &= ~JS_PROP_TMASK;\n    pr->u.value = JS_UNDEFINED;\n    if (JS_IsException(val))\n        return -1;\n"
       "    if (JS_IsException(val))\n        return -1;\n    js_autoinit_free(ctx->rt, pr);\n    prs->flags &= ~JS_PROP_TMASK;\n    pr->u.value = JS_UNDEFINED;\n")
# An app that could not be begun for want of memory was asleep for ever: nobody looked at the result.
repair("    ret_val = js_promise_then(ctx, promise, 2, (JSValueConst *)resolve_funcs);\n    JS_FreeValue(ctx, ret_val);\n    JS_FreeValue(ctx, m_obj);\n    JS_FreeValue(ctx, resolve_funcs[0]);\n    JS_FreeValue(ctx, resolve_funcs[1]);\n    JS_FreeValue(ctx, promise);\n    return 0;\n"
       "    if (JS_IsException(resolve_funcs[0]) || JS_IsException(resolve_funcs[1]))\n        ret_val = JS_EXCEPTION;\n    else\n        ret_val = js_promise_then(ctx, promise, 2, (JSValueConst *)resolve_funcs);\n    JS_FreeValue(ctx, ret_val);\n    JS_FreeValue(ctx, m_obj);\n    JS_FreeValue(ctx, resolve_funcs[0]);\n    JS_FreeValue(ctx, resolve_funcs[1]);\n    JS_FreeValue(ctx, promise);\n    return JS_IsException(ret_val) ? -1 : 0;\n")
repair("next_timestamp++;\n        js_execute_async_module(ctx, m);\n"
       "next_timestamp++;\n        if (js_execute_async_module(ctx, m) < 0) {\n            *pvalue = JS_GetException(ctx);\n            return -1;\n        }\n")

# Bytecode is run where it lies in the image, with its table of lines, if its names get the numbers that it was written
# with; that is so when it is read before anything else makes a name (engine.c). Those names are kept to the end, so the
# code need not be searched for them, neither when it is read nor when it is freed.
# The first number after the built-in names is AggregateError's: the basic objects make it.
repair("        s->first_atom = JS_ATOM_END;\n    else\n        s->first_atom = 1;\n    js_dbuf_init"
       "        s->first_atom = JS_ATOM_END + 1;\n    else\n        s->first_atom = 1;\n    js_dbuf_init")
repair("        s->first_atom = JS_ATOM_END;\n    else\n        s->first_atom = 1;\n    if (JS_ReadObjectAtoms"
       "        s->first_atom = JS_ATOM_END + 1;\n    else\n        s->first_atom = 1;\n    if (JS_ReadObjectAtoms")
repair("        bc_buf = (uint8_t *)s->ptr;\n        s->ptr += bc_len;\n"
       "        b->byte_code_buf = (uint8_t *)s->ptr;\n        s->ptr += bc_len;\n        return 0;\n")
repair("    free_bytecode_atoms(rt, b->byte_code_buf, b->byte_code_len, TRUE);\n\n    if (b->vardefs) {"
       "    if (!b->read_only_bytecode)\n        free_bytecode_atoms(rt, b->byte_code_buf, b->byte_code_len, TRUE);\n\n    if (b->vardefs) {")
repair("        js_free_rt(rt, b->debug.pc2line_buf);"
       "        if (!b->read_only_bytecode)\n            js_free_rt(rt, b->debug.pc2line_buf);")
repair("        if (b->debug.pc2line_len) {\n            b->debug.pc2line_buf = js_mallocz("
       "        if (s->is_rom_data) {\n            if (unlikely(s->buf_end - s->ptr < b->debug.pc2line_len)) {\n                bc_read_error_end(s);\n                goto fail;\n            }\n            b->debug.pc2line_buf = (uint8_t *)s->ptr;\n            s->ptr += b->debug.pc2line_len;\n        } else if (b->debug.pc2line_len) {\n            b->debug.pc2line_buf = js_mallocz(")
repair("    int atom_hash_size; /* power of two */"
       "    int kept_atoms; /* of bytecode that is run in place */\n    int atom_hash_size; /* power of two */")
repair("    int i;\n    if (s->idx_to_atom) {"
       "    int i;\n    if (s->is_rom_data)\n        s->ctx->rt->kept_atoms = s->idx_to_atom_count;\n    else if (s->idx_to_atom) {")
repair("        js_free(s->ctx, s->idx_to_atom);\n    }\n    js_free(s->ctx, s->objects);"
       "    }\n    js_free(s->ctx, s->idx_to_atom);\n    js_free(s->ctx, s->objects);")
repair("    js_free_rt(rt, rt->class_array);\n\n#ifdef DUMP_LEAKS\n    /* only the atoms"
       "    js_free_rt(rt, rt->class_array);\n    for(i = 0; i < rt->kept_atoms; i++)\n        JS_FreeAtomRT(rt, JS_ATOM_END + 1 + i);\n\n#ifdef DUMP_LEAKS\n    /* only the atoms")

# Names of local variables are for `eval`, which no app has, and for one message; they cost 16 bytes each on the chip.
repair("    if (!fd->strip_debug || fd->has_eval_call) {\n        function_size"
       "    if (fd->has_eval_call) {\n        function_size")
repair("        if (fd->strip_debug && !fd->has_eval_call) {"
       "        if (!fd->has_eval_call) {")
repair("            for(i = 0; i < fd->closure_var_count; i++) {\n                JS_FreeAtom(ctx, fd->closure_var[i].var_name);"
       "            for(i = 0; i < fd->closure_var_count && fd->strip_debug; i++) {\n                JS_FreeAtom(ctx, fd->closure_var[i].var_name);")

include(${root}/bindings/engine/absent.cmake)

if(EXISTS ${copy}/quickjs.c)
    file(READ ${copy}/quickjs.c before_text)
endif()
if(NOT "${before_text}" STREQUAL "${quickjs_text}")
    file(WRITE ${copy}/quickjs.c "${quickjs_text}")
endif()
