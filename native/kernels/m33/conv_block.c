// Three pixels times two channels: 12 products cost 17 instructions per 24 products with loads and unpacking.
#include "conv_block.h"
#include "pack.h"

#if CN_DSP

// r0 unpacked weights, r1-r3 pixels, r4 r5 packed weights, r6-r8 and r9-r11 sums, r12 pixels at, lr stream
// at. 17 instructions of 4 bytes each: the computed entry below relies on it.
#define GROUP                                                                                                \
    "ldrd r4, r5, [lr], #8\n"                                                                                \
    "ldmia.w r12!, {r1-r3}\n"                                                                                \
    "sxtb16.w r0, r4\n"                                                                                      \
    "smlad r6, r0, r1, r6\n"                                                                                 \
    "smlad r7, r0, r2, r7\n"                                                                                 \
    "smlad r8, r0, r3, r8\n"                                                                                 \
    "sxtb16.w r0, r5\n"                                                                                      \
    "smlad r9, r0, r1, r9\n"                                                                                 \
    "smlad r10, r0, r2, r10\n"                                                                               \
    "smlad r11, r0, r3, r11\n"                                                                               \
    "ldmia.w r12!, {r1-r3}\n"                                                                                \
    "smlad r6, r4, r1, r6\n"                                                                                 \
    "smlad r7, r4, r2, r7\n"                                                                                 \
    "smlad r8, r4, r3, r8\n"                                                                                 \
    "smlad r9, r5, r1, r9\n"                                                                                 \
    "smlad r10, r5, r2, r10\n"                                                                               \
    "smlad r11, r5, r3, r11\n"

// r0 multiplier, r1 rounding, r2 shift, r3 byte in the pixel, r5 stride, r12 first pixel. See cn_requant8.
#define OUTPUT(sum)                                                                                          \
    "asr r4, " sum ", #7\n"                                                                                  \
    "smmlar r4, r4, r0, r1\n"                                                                                \
    "add r4, r4, " sum ", asr #31\n"                                                                         \
    "asr r4, r4, r2\n"                                                                                       \
    "ssat r4, #8, r4\n"                                                                                      \
    "strb r4, [r12, r3]\n"

#define NEXT_PIXEL "add r3, r3, r5\n"

__attribute__((naked)) void cn_conv_block(const struct cn_conv_job *job) {
    __asm volatile("push {r4-r11, lr}\n"
                   "vldmia r0, {s0-s6}\n"
                   "vmov lr, s3\n"
                   "vmov r1, s1\n"
                   "mov r2, #68\n"
                   "adr.w r3, 2f\n"
                   "mla r1, r1, r2, r3\n"
                   "orr r1, r1, #1\n"
                   "vmov s1, r1\n"
                   "1:\n"
                   "ldrd r6, r9, [lr], #8\n"
                   "vmov r12, r0, s0, s1\n"
                   "mov r7, r6\n"
                   "mov r8, r6\n"
                   "mov r10, r9\n"
                   "mov r11, r9\n"
                   "bx r0\n"
                   ".balign 4\n"
                   "2:\n" GROUP GROUP GROUP GROUP GROUP GROUP GROUP GROUP "vmov r0, s2\n"
                   "cmp r12, r0\n"
                   "bne 2b\n"
                   "ldmia lr!, {r0-r3}\n"
                   "vmov r12, r5, s4, s5\n" OUTPUT("r6") NEXT_PIXEL OUTPUT("r7")
                       NEXT_PIXEL OUTPUT("r8") "ldmia lr!, {r0-r3}\n" OUTPUT("r9") NEXT_PIXEL OUTPUT("r10")
                           NEXT_PIXEL OUTPUT("r11") "vmov r0, s6\n"
                                                    "subs r0, #1\n"
                                                    "vmov s6, r0\n"
                                                    "bne 1b\n"
                                                    "pop {r4-r11, pc}\n");
}

#else

static void channel_out(const struct cn_conv_job *job, const int32_t *sums, const uint32_t *entry) {
    for (uint32_t p = 0; p < CN_BLOCK; p++) {
        job->out[entry[3] + p * job->stride] =
            cn_requant8(sums[p] >> 7, (int32_t)entry[0], (int32_t)entry[1], (int32_t)entry[2]);
    }
}

void cn_conv_block(const struct cn_conv_job *job) {
    const uint32_t *w = job->stream;
    for (uint32_t i = 0; i < job->pairs; i++, w += 8) {
        int32_t sums[2][CN_BLOCK];
        for (int p = 0; p < CN_BLOCK; p++) {
            sums[0][p] = (int32_t)w[0];
            sums[1][p] = (int32_t)w[1];
        }
        w += 2;
        for (const uint32_t *x = job->x; x < job->x_end; x += 2 * CN_BLOCK, w += 2) {
            for (int p = 0; p < 2 * CN_BLOCK; p++) {
                sums[p / CN_BLOCK][p % CN_BLOCK] =
                    cn_smlad(cn_sxtb16(w[p / CN_BLOCK]), x[p % CN_BLOCK], sums[p / CN_BLOCK][p % CN_BLOCK]);
                sums[p / CN_BLOCK][p % CN_BLOCK] =
                    cn_smlad(w[p / CN_BLOCK], x[p % CN_BLOCK + CN_BLOCK], sums[p / CN_BLOCK][p % CN_BLOCK]);
            }
        }
        channel_out(job, sums[0], w);
        channel_out(job, sums[1], w + 4);
    }
}

#endif
