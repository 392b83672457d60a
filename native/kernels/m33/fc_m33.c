// FULLY_CONNECTED int8 for Cortex-M33: packs a row, then four units at a time from the weight stream.
#include "pack.h"
#include "cn/model_plan.h"

// The weight stream holds the units in fours: 4 start values, then per 4 inputs 1 packed word of each unit.
enum { QUAD = 4, UNROLL = 4 };

// The assembly loads this struct as registers s0 to s8: the order is fixed.
struct fc_job {
    const uint32_t *x;
    uint32_t skip; // groups that the first round leaves out
    const uint32_t *x_end;
    const uint32_t *stream;
    int8_t *out;
    int32_t multiplier;
    int32_t rounding;
    int32_t shift;
    uint32_t quads;
};

#if CN_DSP

// r0 unpacked weights, r1 end, r2 r3 inputs, r4-r7 sums, r8-r11 packed weights, r12 inputs at, lr stream at.
// 14 instructions of 4 bytes each: the computed entry below relies on it.
#define GROUP                                                                                                \
    "ldrd r2, r3, [r12], #8\n"                                                                               \
    "ldmia.w lr!, {r8-r11}\n"                                                                                \
    "sxtb16.w r0, r8\n"                                                                                      \
    "smlad r4, r0, r2, r4\n"                                                                                 \
    "sxtb16.w r0, r9\n"                                                                                      \
    "smlad r5, r0, r2, r5\n"                                                                                 \
    "sxtb16.w r0, r10\n"                                                                                     \
    "smlad r6, r0, r2, r6\n"                                                                                 \
    "sxtb16.w r0, r11\n"                                                                                     \
    "smlad r7, r0, r2, r7\n"                                                                                 \
    "smlad r4, r8, r3, r4\n"                                                                                 \
    "smlad r5, r9, r3, r5\n"                                                                                 \
    "smlad r6, r10, r3, r6\n"                                                                                \
    "smlad r7, r11, r3, r7\n"

#define OUTPUT(sum)                                                                                          \
    "asr r0, " sum ", #7\n"                                                                                  \
    "smmlar r0, r0, r8, r9\n"                                                                                \
    "add r0, r0, " sum ", asr #31\n"                                                                         \
    "asr r0, r0, r10\n"                                                                                      \
    "ssat r0, #8, r0\n"                                                                                      \
    "strb r0, [r11], #1\n"

__attribute__((naked)) static void dense(const struct fc_job *job) {
    __asm volatile("push {r4-r11, lr}\n"
                   "vldmia r0, {s0-s8}\n"
                   "vmov lr, s3\n"
                   "vmov r1, s1\n"
                   "mov r2, #56\n"
                   "adr.w r3, 2f\n"
                   "mla r1, r1, r2, r3\n"
                   "orr r1, r1, #1\n"
                   "vmov s1, r1\n"
                   "vmov r1, s2\n"
                   "1:\n"
                   "vmov r12, r0, s0, s1\n"
                   "ldmia lr!, {r4-r7}\n"
                   "bx r0\n"
                   ".balign 4\n"
                   "2:\n" GROUP GROUP GROUP GROUP "cmp r12, r1\n"
                   "bne 2b\n"
                   "vmov r8, r9, s5, s6\n"
                   "vmov r10, s7\n"
                   "vmov r11, s4\n" OUTPUT("r4") OUTPUT("r5") OUTPUT("r6") OUTPUT("r7") "vmov r0, s8\n"
                                                                                        "vmov s4, r11\n"
                                                                                        "subs r0, #1\n"
                                                                                        "vmov s8, r0\n"
                                                                                        "bne 1b\n"
                                                                                        "pop {r4-r11, pc}\n");
}

#else

static void dense(const struct fc_job *job) {
    const uint32_t *w = job->stream;
    for (uint32_t i = 0; i < job->quads; i++) {
        int32_t sums[QUAD];
        for (uint32_t u = 0; u < QUAD; u++) {
            sums[u] = (int32_t)*w++;
        }
        for (const uint32_t *x = job->x; x < job->x_end; x += 2) {
            for (uint32_t u = 0; u < QUAD; u++, w++) {
                sums[u] = cn_smlad(*w, x[1], cn_smlad(cn_sxtb16(*w), x[0], sums[u]));
            }
        }
        for (uint32_t u = 0; u < QUAD; u++) {
            job->out[i * QUAD + u] = cn_requant8(sums[u] >> 7, job->multiplier, job->rounding, job->shift);
        }
    }
}

#endif

static uint32_t groups_of(const struct cn_step_fc_m33 *s) {
    return (s->depth + 3) / 4;
}

static bool check_fc_m33(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_fc_m33 *s = (const void *)step;
    if (!s->rows || !s->depth || !s->units || s->depth > 65536 || s->units > 65536 || s->shift < 0 ||
        s->shift > 31) {
        return false;
    }
    uint32_t groups = groups_of(s);
    uint64_t quads = (s->units + QUAD - 1) / QUAD;
    // packed inputs, the last word of the input filled up, the last units
    uint64_t scratch = (uint64_t)groups * 2 + 2;
    return s->stream >> 30 == CN_IN_PLAN && cn_can_read(model, s->stream, quads * QUAD * (1 + groups), 4) &&
           cn_can_read(model, s->in, (uint64_t)s->rows * s->depth, 1) &&
           cn_can_write(model, s->out, (uint64_t)s->rows * s->units, 1) &&
           cn_can_write(model, s->scratch, scratch, 4);
}

static void pack_row(const int8_t *in, uint32_t depth, uint32_t *to, int8_t *spare) {
    uint32_t words = depth / 4;
    if (words) {
        to = cn_pack1(in, to, words);
    }
    if (depth % 4) {
        memset(spare, 0, 4);
        for (uint32_t i = 0; i < depth % 4; i++) {
            spare[i] = in[words * 4 + i];
        }
        cn_pack1(spare, to, 1);
    }
}

static void run_fc_m33(const struct cn_model *model, const struct cn_step *step) {
    const struct cn_step_fc_m33 *s = (const void *)step;
    uint32_t groups = groups_of(s), quads = s->units / QUAD, rest = s->units % QUAD;
    uint32_t *x = cn_at(model, s->scratch);
    int8_t *spare = (int8_t *)(x + 2 * groups);
    const int8_t *in = cn_at(model, s->in);
    int8_t *out = cn_at(model, s->out);
    struct fc_job job = {.x = x,
                         .skip = (0u - groups) % UNROLL,
                         .x_end = x + 2 * groups,
                         .multiplier = s->multiplier,
                         .rounding = s->rounding,
                         .shift = s->shift};
    const uint32_t *stream = cn_at(model, s->stream);
    for (uint32_t row = 0; row < s->rows; row++, in += s->depth, out += s->units) {
        pack_row(in, s->depth, x, spare);
        job.stream = stream;
        job.out = out;
        job.quads = quads;
        if (quads) {
            dense(&job);
        }
        if (rest) {
            job.stream = stream + quads * QUAD * (1 + groups);
            job.out = spare;
            job.quads = 1;
            dense(&job);
            cn_copy_bytes(out + quads * QUAD, spare, rest);
        }
    }
    if (s->min > -128 || s->max < 127) {
        cn_clamp_bytes(cn_at(model, s->out), s->rows * s->units, s->min, s->max);
    }
}

CN_KERNEL(fc_m33);
