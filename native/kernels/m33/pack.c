// Packs activations (pack.h) and moves bytes.
#include "pack.h"

#if CN_DSP

__attribute__((naked)) void cn_pack3(const int8_t *a, const int8_t *b, const int8_t *c, uint32_t *to,
                                     uint32_t words, uint32_t lines, uint32_t skip) {
    __asm volatile("push {r4-r11, lr}\n"
                   "mov r10, #0xff00ff00\n"
                   "mov r11, #0x007f007f\n"
                   "mov r12, #0\n"
                   "ssub16 r11, r12, r11\n"
                   "ldr r12, [sp, #40]\n"
                   "1:\n"
                   "ldr lr, [sp, #36]\n"
                   "add lr, r0, lr, lsl #2\n"
                   "2:\n"
                   "ldr r4, [r0], #4\n"
                   "ldr r5, [r1], #4\n"
                   "ldr r6, [r2], #4\n"
                   "sxtab16 r7, r11, r4, ror #8\n"
                   "sxtab16 r8, r11, r5, ror #8\n"
                   "sxtab16 r9, r11, r6, ror #8\n"
                   "and r4, r10, r4, lsl #8\n"
                   "and r5, r10, r5, lsl #8\n"
                   "and r6, r10, r6, lsl #8\n"
                   "ssub16 r4, r4, r7\n"
                   "ssub16 r5, r5, r8\n"
                   "ssub16 r6, r6, r9\n"
                   "stmia r3!, {r4-r9}\n"
                   "cmp r0, lr\n"
                   "bne 2b\n"
                   "ldr r4, [sp, #44]\n"
                   "add r0, r0, r4\n"
                   "add r1, r1, r4\n"
                   "add r2, r2, r4\n"
                   "subs r12, #1\n"
                   "bne 1b\n"
                   "pop {r4-r11, pc}\n");
}

__attribute__((naked)) uint32_t *cn_pack1(const int8_t *from, uint32_t *to, uint32_t words) {
    __asm volatile("push {r4, r5, r6, lr}\n"
                   "add r2, r0, r2, lsl #2\n"
                   "mov r5, #0xff00ff00\n"
                   "mov r6, #0x007f007f\n"
                   "mov r12, #0\n"
                   "ssub16 r6, r12, r6\n"
                   "1:\n"
                   "ldr r3, [r0], #4\n"
                   "sxtab16 r4, r6, r3, ror #8\n"
                   "and r3, r5, r3, lsl #8\n"
                   "ssub16 r3, r3, r4\n"
                   "strd r3, r4, [r1], #8\n"
                   "cmp r0, r2\n"
                   "bne 1b\n"
                   "mov r0, r1\n"
                   "pop {r4, r5, r6, pc}\n");
}

#else

static uint32_t odd_of(uint32_t word) {
    uint32_t odd = cn_sxtb16(word >> 8);
    return cn_pair(cn_half(odd, 0) - 127, cn_half(odd, 1) - 127);
}

static uint32_t even_of(uint32_t word) {
    uint32_t even = cn_sxtb16(word), odd = odd_of(word);
    return cn_pair(256 * cn_half(even, 0) - cn_half(odd, 0), 256 * cn_half(even, 1) - cn_half(odd, 1));
}

void cn_pack3(const int8_t *a, const int8_t *b, const int8_t *c, uint32_t *to, uint32_t words, uint32_t lines,
              uint32_t skip) {
    for (uint32_t line = 0; line < lines; line++) {
        uint32_t at = line * (words * 4 + skip);
        for (uint32_t i = 0; i < words; i++, at += 4, to += 2 * CN_BLOCK) {
            uint32_t word[CN_BLOCK] = {cn_word_at(a + at), cn_word_at(b + at), cn_word_at(c + at)};
            for (int p = 0; p < CN_BLOCK; p++) {
                to[p] = even_of(word[p]);
                to[p + CN_BLOCK] = odd_of(word[p]);
            }
        }
    }
}

uint32_t *cn_pack1(const int8_t *from, uint32_t *to, uint32_t words) {
    for (uint32_t i = 0; i < words; i++, to += 2) {
        uint32_t word = cn_word_at(from + 4 * i);
        to[0] = even_of(word);
        to[1] = odd_of(word);
    }
    return to;
}

#endif

void cn_copy_bytes(void *to, const void *from, uint32_t bytes) {
    uint8_t *out = to;
    const uint8_t *in = from;
#if CN_DSP
    if (bytes >= 32 && (((uintptr_t)out | (uintptr_t)in) & 3) == 0) {
        const uint8_t *end = in + (bytes & ~31u);
        __asm volatile("1:\n"
                       "ldmia %1!, {r3-r6, r8-r10, r12}\n"
                       "stmia %0!, {r3-r6, r8-r10, r12}\n"
                       "cmp %1, %2\n"
                       "bne 1b\n"
                       : "+r"(out), "+r"(in)
                       : "r"(end)
                       : "r3", "r4", "r5", "r6", "r8", "r9", "r10", "r12", "cc", "memory");
        bytes &= 31;
    }
#endif
    for (; bytes >= 4; bytes -= 4, in += 4, out += 4) {
        uint32_t word = cn_word_at(in);
        memcpy(out, &word, sizeof word);
    }
    while (bytes--) {
        *out++ = *in++;
    }
}

void cn_fill_bytes(void *to, int32_t value, uint32_t bytes) {
    uint8_t *out = to;
    uint32_t word = ((uint32_t)value & 0xffu) * 0x01010101u;
    for (; bytes >= 4; bytes -= 4, out += 4) {
        memcpy(out, &word, sizeof word);
    }
    while (bytes--) {
        *out++ = (uint8_t)value;
    }
}

void cn_clamp_bytes(int8_t *at, uint32_t bytes, int32_t min, int32_t max) {
    for (uint32_t i = 0; i < bytes; i++) {
        int32_t value = (int32_t)at[i];
        value = value < min ? min : value;
        at[i] = (int8_t)(value > max ? max : value);
    }
}
