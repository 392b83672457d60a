// Texts from values: a reduced snprintf.
#include "cn/format.h"

#include <stdbool.h>
#include <stdint.h>

struct target {
    char *out;
    size_t size;
    size_t length; // what was written, or would have been
};

// One conversion, as it was read from the format.
struct conversion {
    bool is_zeroed, is_left, is_signed;
    int width;
    int precision; // of %s; -1: none
    int longs;     // how often `l` stood there
};

static void put(struct target *target, char c) {
    if (target->length + 1 < target->size) {
        target->out[target->length] = c;
    }
    target->length++;
}

static void put_text(struct target *target, const struct conversion *c, const char *text, size_t length) {
    int padding = c->width - (int)length;
    if (c->is_zeroed && length > 0 && (*text == '-' || *text == '+')) {
        put(target, *text++);
        length--;
    }
    for (; !c->is_left && padding > 0; padding--) {
        put(target, c->is_zeroed ? '0' : ' ');
    }
    while (length-- > 0) {
        put(target, *text++);
    }
    for (; padding > 0; padding--) {
        put(target, ' ');
    }
}

static void put_number(struct target *target, const struct conversion *c, uint64_t value, unsigned base,
                       char sign) {
    char digits[24];
    char *from = digits + sizeof digits;
    do {
        *--from = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    if (sign != 0) {
        *--from = sign;
    }
    put_text(target, c, from, (size_t)(digits + sizeof digits - from));
}

// A width or precision; `*` takes it from `star`.
static const char *read_count(const char *format, int star, int *count) {
    if (*format == '*') {
        *count = star;
        return format + 1;
    }
    for (*count = 0; *format >= '0' && *format <= '9'; format++) {
        *count = *count * 10 + (*format - '0');
    }
    return format;
}

static const char *read_flags(const char *format, struct conversion *c) {
    for (;; format++) {
        if (*format == '0') {
            c->is_zeroed = true;
        } else if (*format == '-') {
            c->is_left = true;
        } else if (*format == '+') {
            c->is_signed = true;
        } else {
            return format;
        }
    }
}

static int64_t read_signed(const struct conversion *c, va_list *values) {
    return c->longs > 1    ? va_arg(*values, long long)
           : c->longs == 1 ? va_arg(*values, long)
                           : va_arg(*values, int);
}

static uint64_t read_unsigned(const struct conversion *c, va_list *values) {
    if (c->longs > 1) {
        return va_arg(*values, unsigned long long);
    }
    return c->longs == 1 ? va_arg(*values, unsigned long) : va_arg(*values, unsigned int);
}

static void convert(struct target *target, const struct conversion *c, char kind, va_list *values) {
    if (kind == 'd' || kind == 'i') {
        int64_t value = read_signed(c, values);
        char sign = value < 0 ? '-' : c->is_signed ? '+' : 0;
        put_number(target, c, value < 0 ? -(uint64_t)value : (uint64_t)value, 10, sign);
    } else if (kind == 'u' || kind == 'x') {
        put_number(target, c, read_unsigned(c, values), kind == 'u' ? 10 : 16, 0);
    } else if (kind == 's') {
        const char *text = va_arg(*values, const char *);
        size_t length = 0;
        while (length != (size_t)c->precision && text[length] != 0) { // -1: no end
            length++;
        }
        put_text(target, c, text, length);
    } else {
        char one = kind == 'c' ? (char)va_arg(*values, int) : kind;
        put_text(target, c, &one, 1);
    }
}

int cn_vsnprintf(char *out, size_t size, const char *format, va_list values) {
    struct target target = {out, size, 0};
    va_list rest;
    va_copy(rest, values);
    while (*format != 0) {
        if (*format != '%') {
            put(&target, *format++);
            continue;
        }
        struct conversion c = {.precision = -1};
        format = read_flags(format + 1, &c);
        format = read_count(format, *format == '*' ? va_arg(rest, int) : 0, &c.width);
        if (*format == '.') {
            format++;
            format = read_count(format, *format == '*' ? va_arg(rest, int) : 0, &c.precision);
        }
        for (; *format == 'l' || *format == 'z'; format++) {
            c.longs++;
        }
        if (*format != 0) {
            convert(&target, &c, *format++, &rest);
        }
    }
    va_end(rest);
    if (size > 0) {
        out[target.length < size ? target.length : size - 1] = 0;
    }
    return (int)target.length;
}

int cn_snprintf(char *out, size_t size, const char *format, ...) {
    va_list values;
    va_start(values, format);
    int length = cn_vsnprintf(out, size, format, values);
    va_end(values);
    return length;
}
