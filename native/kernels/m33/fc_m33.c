// FULLY_CONNECTED int8 for Cortex-M33: packs a row, then four units at a time from the weight stream.
#include "cn/kernel_math.h"
#include "pack.h"
#include "cn/kernel.h"

// The weight stream holds the units in fours: 4 start values, then per 4 inputs 1 packed word of each unit.
// Where 256 times the sum of a whole row might leave 32 bits, the row has several parts, each with such a
// stream; their sums are added up before requantisation.
enum { QUAD = 4, UNROLL = 4 };

// The assembly loads this struct as registers s0 to s8: the order is fixed.
struct fc_job {
    const uint32_t *x;
    uint32_t skip; // groups that the first round leaves out
    const uint32_t *x_end;
    const uint32_t *stream;
    int8_t *out;
    int32_t multiplier; // 0: `out` receives the sums, 4 words at a time
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
                   "vmov r11, s4\n"
                   "cmp r8, #0\n"
                   "beq.n 3f\n" OUTPUT("r4") OUTPUT("r5") OUTPUT("r6") OUTPUT("r7") "4:\n"
                                                                                    "vmov r0, s8\n"
                                                                                    "vmov s4, r11\n"
                                                                                    "subs r0, #1\n"
                                                                                    "vmov s8, r0\n"
                                                                                    "bne 1b\n"
                                                                                    "pop {r4-r11, pc}\n"
                                                                                    "3:\n"
                                                                                    "stmia r11!, {r4-r7}\n"
                                                                                    "b 4b\n");
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
        if (job->multiplier == 0) {
            memcpy(job->out + i * sizeof sums, sums, sizeof sums);
            continue;
        }
        for (uint32_t u = 0; u < QUAD; u++) {
            job->out[i * QUAD + u] = cn_requant8(sums[u] >> 7, job->multiplier, job->rounding, job->shift);
        }
    }
}

#endif

static uint32_t quads_of(const struct cn_step_fc_m33 *s) {
    return (s->units + QUAD - 1) / QUAD;
}

static bool has_parts(const struct cn_step_fc_m33 *s) {
    return s->part < s->depth;
}

// Words of scratch: packed inputs, the last word of the input filled up, the last units; sums of the parts so
// far and of the current one.
static uint64_t scratch_words(const struct cn_step_fc_m33 *s) {
    return (uint64_t)(s->part + 3) / 4 * 2 + 2 + (has_parts(s) ? (uint64_t)quads_of(s) * QUAD * 2 : 0);
}

static bool check_fc_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fc_m33 *s = (const void *)step;
    if (!s->rows || !s->depth || !s->units || s->depth > 65536 || s->units > 65536 || s->shift < 0 ||
        s->shift > 31 || !s->part || s->part > 65536 || (has_parts(s) && s->part % 4) || !s->multiplier) {
        return false;
    }
    uint64_t parts = (s->depth + s->part - 1) / s->part;
    uint64_t words = (uint64_t)quads_of(s) * QUAD * (parts + (s->depth + 3) / 4);
    return s->stream >> 30 == CN_IN_PLAN && cn_can_read(plan, s->stream, words, 4) &&
           cn_can_read(plan, s->in, (uint64_t)s->rows * s->depth, 1) &&
           cn_can_write(plan, s->out, (uint64_t)s->rows * s->units, 1) &&
           cn_can_write(plan, s->scratch, scratch_words(s), 4);
}

// Pack `depth` inputs for `job`.
static void pack_row(struct fc_job *job, uint32_t *x, const int8_t *in, uint32_t depth) {
    uint32_t words = depth / 4, groups = (depth + 3) / 4;
    uint32_t *to = x;
    int8_t *spare = (int8_t *)(x + 2 * groups);
    if (words) {
        to = cn_pack1(in, to, words);
    }
    if (depth % 4) {
        const int8_t *rest = in + words * 4;
        spare[0] = rest[0];
        spare[1] = depth % 4 > 1 ? rest[1] : 0; // what fills up meets weights of 0
        spare[2] = depth % 4 > 2 ? rest[2] : 0;
        spare[3] = 0;
        cn_pack1(spare, to, 1);
    }
    job->x = x;
    job->x_end = x + 2 * groups;
    job->skip = (0u - groups) % UNROLL;
}

// A row in one part: bytes go where they belong, those of the last units by way of `spare`.
static void row_at_once(const struct cn_step_fc_m33 *s, struct fc_job *job, const uint32_t *stream,
                        int8_t *out) {
    uint32_t groups = (s->depth + 3) / 4, quads = s->units / QUAD, rest = s->units % QUAD;
    int8_t *spare = (int8_t *)(uintptr_t)job->x_end;
    job->stream = stream;
    job->out = out;
    job->quads = quads;
    if (quads) {
        dense(job);
    }
    if (rest) {
        job->stream = stream + quads * QUAD * (1 + groups);
        job->out = spare;
        job->quads = 1;
        dense(job);
        cn_copy_bytes(out + quads * QUAD, spare, rest);
    }
}

static void row_in_parts(const struct cn_step_fc_m33 *s, uint32_t *x, const uint32_t *stream,
                         const int8_t *in, int8_t *out) {
    uint32_t padded = quads_of(s) * QUAD;
    int32_t *sums = (int32_t *)(x + s->part / 4 * 2 + 2);
    int32_t *current = sums + padded;
    memset(sums, 0, padded * sizeof *sums);
    for (uint32_t at = 0; at < s->depth; at += s->part) {
        uint32_t depth = s->depth - at < s->part ? s->depth - at : s->part;
        struct fc_job job = {.stream = stream, .out = (int8_t *)current, .quads = padded / QUAD};
        pack_row(&job, x, in + at, depth);
        dense(&job);
        for (uint32_t u = 0; u < padded; u++) {
            sums[u] = cn_wrap_add(sums[u], current[u] >> 8); // of a mutated plan they may wrap
        }
        stream += padded * (1 + (depth + 3) / 4);
    }
    for (uint32_t u = 0; u < s->units; u++) {
        out[u] = cn_requant8(cn_shift_left(sums[u], 1), s->multiplier, s->rounding, s->shift);
    }
}

static void run_fc_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_fc_m33 *s = (const void *)step;
    uint32_t *x = cn_at(plan, s->scratch);
    const int8_t *in = cn_at(plan, s->in);
    int8_t *out = cn_at(plan, s->out);
    const uint32_t *stream = cn_at(plan, s->stream);
    struct fc_job job; // no initialiser: it would call memset
    job.multiplier = s->multiplier;
    job.rounding = s->rounding;
    job.shift = s->shift;
    for (uint32_t row = 0; row < s->rows; row++, in += s->depth, out += s->units) {
        if (has_parts(s)) {
            row_in_parts(s, x, stream, in, out);
            continue;
        }
        pack_row(&job, x, in, s->depth);
        row_at_once(s, &job, stream, out);
    }
    if (s->min > -128 || s->max < 127) {
        cn_clamp_bytes(cn_at(plan, s->out), s->rows * s->units, s->min, s->max);
    }
}

CN_KERNEL(fc_m33);
