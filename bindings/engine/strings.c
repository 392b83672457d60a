// Functions of the C library that are rarely called, a tenth of newlib's size: that unrolls them and works by
// words.
#include <string.h>

#ifdef __NEWLIB__

int strcmp(const char *a, const char *b) {
    while (*a != 0 && *a == *b) {
        a++;
        b++;
    }
    return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t length) {
    for (; length > 0; length--, a++, b++) {
        if (*a != *b || *a == 0) {
            return (unsigned char)*a - (unsigned char)*b;
        }
    }
    return 0;
}

void *memchr(const void *bytes, int c, size_t length) {
    for (const unsigned char *at = bytes; length > 0; length--, at++) {
        if (*at == (unsigned char)c) {
            return (void *)at;
        }
    }
    return NULL;
}

char *strchr(const char *text, int c) {
    for (; *text != (char)c; text++) {
        if (*text == 0) {
            return NULL;
        }
    }
    return (char *)text;
}
#endif
