// Texts from values: what the firmware needs of printf, in a fifth of the C library's size and the same on
// every target.
#ifndef CN_FORMAT_H
#define CN_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

// As snprintf, for %d %u %x %c %s and %%, with the flags 0 - +, a width, a precision for %s, `*` for either,
// and l ll z. Any other conversion is shown as it is written.
int cn_snprintf(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int cn_vsnprintf(char *out, size_t size, const char *format, va_list values)
    __attribute__((format(printf, 3, 0)));

#endif
