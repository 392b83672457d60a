# libregexp.c as it is compiled: a copy with two changes. \p{...} and letters beyond ASCII in names of groups need 20 KB of
# Unicode's tables while a pattern is compiled, and none when it is matched. Patterns that are literals are compiled at
# build, with all tables; on the chip, where only texts become patterns, both are refused, and the linker drops the tables.
# Host and chip do the same.
file(READ ${CN_QUICKJS}/libregexp.c libregexp_text)

function(repair_regexp before after)
    string(FIND "${libregexp_text}" "${before}" first)
    string(FIND "${libregexp_text}" "${before}" last REVERSE)
    if(first EQUAL -1 OR NOT first EQUAL last)
        message(FATAL_ERROR "libregexp.c is not the pinned version: this text must occur once: ${before}")
    endif()
    string(REPLACE "${before}" "${after}" libregexp_text "${libregexp_text}")
    set(libregexp_text "${libregexp_text}" PARENT_SCOPE)
endfunction()

repair_regexp("#include \"libregexp.h\"\n" "#include \"libregexp.h\"
#ifdef CN_HAS_COMPILER
extern int cn_compiling;
#else
enum { cn_compiling = 0 };
#endif
")
repair_regexp("            if (s->is_unicode) {\n                if (parse_unicode_property(" "            if (s->is_unicode) {
                if (!cn_compiling)
                    return re_parse_error(s, \"\\\\p is for literals: its tables are not on the chip\");
                if (parse_unicode_property(")
repair_regexp("        if (q == buf) {\n            if (!lre_js_is_ident_first(c))" "        if (!cn_compiling && c >= 128)
            return -1;
        if (q == buf) {\n            if (!lre_js_is_ident_first(c))")

if(EXISTS ${copy}/libregexp.c)
    file(READ ${copy}/libregexp.c before_text)
endif()
if(NOT "${before_text}" STREQUAL "${libregexp_text}")
    file(WRITE ${copy}/libregexp.c "${libregexp_text}")
endif()
