// The functions of string.h that core and engine call. Memory is moved by words where both ends are aligned
// alike.
#include <stdint.h>
#include <string.h>

// Without this the compiler takes these loops for calls of the functions that they are.
#define AS_WRITTEN __attribute__((optimize("no-tree-loop-distribute-patterns")))

typedef uint32_t __attribute__((may_alias)) word;

static int aligned(const void *a, const void *b) {
    return (((uintptr_t)a | (uintptr_t)b) & 3) == 0;
}

AS_WRITTEN static void forwards(uint8_t *out, const uint8_t *in, size_t length) {
    if (aligned(out, in)) {
        for (; length >= 4; length -= 4, in += 4, out += 4) {
            *(word *)out = *(const word *)in;
        }
    }
    while (length-- > 0) {
        *out++ = *in++;
    }
}

AS_WRITTEN static void backwards(uint8_t *out, const uint8_t *in, size_t length) {
    while ((length & 3) != 0 || (length > 0 && !aligned(out, in))) {
        length--;
        out[length] = in[length];
    }
    for (; length > 0; length -= 4) {
        *(word *)(out + length - 4) = *(const word *)(in + length - 4);
    }
}

void *memcpy(void *restrict to, const void *restrict from, size_t length) {
    forwards(to, from, length);
    return to;
}

void *memmove(void *to, const void *from, size_t length) {
    if ((uintptr_t)to - (uintptr_t)from >= length) { // `to` is below `from`, or they do not overlap
        forwards(to, from, length);
    } else {
        backwards(to, from, length);
    }
    return to;
}

AS_WRITTEN void *memset(void *to, int value, size_t length) {
    uint8_t *out = to;
    uint32_t four = (uint8_t)value * 0x01010101u;
    for (; length > 0 && ((uintptr_t)out & 3) != 0; length--) {
        *out++ = (uint8_t)value;
    }
    for (; length >= 4; length -= 4, out += 4) {
        *(word *)out = four;
    }
    while (length-- > 0) {
        *out++ = (uint8_t)value;
    }
    return to;
}

int memcmp(const void *a, const void *b, size_t length) {
    const uint8_t *x = a, *y = b;
    for (; length > 0; length--, x++, y++) {
        if (*x != *y) {
            return *x - *y;
        }
    }
    return 0;
}

AS_WRITTEN size_t strlen(const char *text) {
    const char *end = text;
    while (*end != 0) {
        end++;
    }
    return (size_t)(end - text);
}

char *strrchr(const char *text, int wanted) {
    const char *found = 0;
    do {
        if (*text == (char)wanted) {
            found = text;
        }
    } while (*text++ != 0);
    return (char *)(uintptr_t)found;
}
