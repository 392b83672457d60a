# libregexp.c as it is compiled: a copy with one change. \p{...} in a pattern needs 18 KB of Unicode's tables while the
# pattern is compiled, and none when it is matched. Patterns that are literals are compiled at build, with all tables; on
# the chip, where only texts become patterns, \p is refused, and the linker drops the tables. Host and chip do the same.
file(READ ${CN_QUICKJS}/libregexp.c libregexp_text)
set(before "            if (s->is_unicode) {\n                if (parse_unicode_property(")
string(FIND "${libregexp_text}" "${before}" first)
string(FIND "${libregexp_text}" "${before}" last REVERSE)
if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "libregexp.c is not the pinned version: this text must occur once: ${before}")
endif()
string(REPLACE "${before}" "            if (s->is_unicode) {
#ifdef CN_HAS_COMPILER
                extern int cn_compiling;
#else
                enum { cn_compiling = 0 };
#endif
                if (!cn_compiling)
                    return re_parse_error(s, \"\\\\p is for literals: its tables are not on the chip\");
                if (parse_unicode_property(" libregexp_text "${libregexp_text}")
if(EXISTS ${copy}/libregexp.c)
    file(READ ${copy}/libregexp.c before_text)
endif()
if(NOT "${before_text}" STREQUAL "${libregexp_text}")
    file(WRITE ${copy}/libregexp.c "${libregexp_text}")
endif()
