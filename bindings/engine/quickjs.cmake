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

# Out of memory in the call of an async function: the state was freed while it was still in the list of objects.
repair("    if (!sf->arg_buf) {\n        js_free(ctx, s);"
       "    if (!sf->arg_buf) {\n        remove_gc_object(&s->header);\n        js_free(ctx, s);")

if(EXISTS ${copy}/quickjs.c)
    file(READ ${copy}/quickjs.c before_text)
endif()
if(NOT "${before_text}" STREQUAL "${quickjs_text}")
    file(WRITE ${copy}/quickjs.c "${quickjs_text}")
endif()
