// memmove and memcmp by words: newlib-nano takes single bytes, always or where they are not aligned, as the
// names of a start are. By bytes memmove alone was 44 % of all instructions from reset to the app.
#include <stdint.h>
#include <string.h>

// The core reads and writes words at any address. Each word is read before anything it overlaps is written.
__attribute__((optimize("no-tree-loop-distribute-patterns"))) void *memmove(void *to, const void *from,
                                                                            size_t length) {
    uint8_t *out = to;
    const uint8_t *in = from;
    uint32_t word;
    if ((uintptr_t)out - (uintptr_t)in >= length) { // forwards: `to` is below `from`, or they do not overlap
        for (; length >= sizeof word; length -= sizeof word, in += sizeof word, out += sizeof word) {
            __builtin_memcpy(&word, in, sizeof word);
            __builtin_memcpy(out, &word, sizeof word);
        }
        while (length-- > 0) {
            *out++ = *in++;
        }
        return to;
    }
    for (; length >= sizeof word; length -= sizeof word) {
        __builtin_memcpy(&word, in + length - sizeof word, sizeof word);
        __builtin_memcpy(out + length - sizeof word, &word, sizeof word);
    }
    while (length-- > 0) {
        out[length] = in[length];
    }
    return to;
}

int memcmp(const void *one, const void *other, size_t length) {
    const uint8_t *a = one;
    const uint8_t *b = other;
    for (; length >= sizeof(uint32_t);
         length -= sizeof(uint32_t), a += sizeof(uint32_t), b += sizeof(uint32_t)) {
        uint32_t first, second;
        __builtin_memcpy(&first, a, sizeof first);
        __builtin_memcpy(&second, b, sizeof second);
        if (first != second) {
            break; // which byte it is decides the order
        }
    }
    for (; length > 0; length--, a++, b++) {
        if (*a != *b) {
            return *a - *b;
        }
    }
    return 0;
}
