// DEPTHWISE_CONV_2D int8, 3x3, for Cortex-M33: rows with borders in a ring, two pixels of four channels at
// once.
#include "dsp.h"
#include "pack.h"
#include "../portable/window.h"

enum { QUAD = 4, TAPS = 3, PIXELS = 2 };

// Per four channels, in the order 0, 2, 1, 3 in which SXTB16 splits a word: 4 start values (twice the bias
// and the folded zero point), then {multiplier, rounding, shift} each. Weights: per tap and four channels two
// pairs of 16 bits, twice the weight, so that the sums are what the requantisation wants.
enum { TABLE_WORDS = 16, WEIGHT_WORDS = 18 };

// One row of outputs. The assembly loads the first ten members as registers s18 to s27 and moves rows, table,
// outputs and weights on by four channels: the order is fixed.
struct dw_job {
    const int8_t *row[TAPS]; // first column of the first window
    const uint32_t *table;
    int8_t *out[PIXELS];
    uint32_t channels; // bytes from one pixel to the next
    uint32_t out_step; // bytes from one pair of pixels to the next
    uint32_t pairs;
    uint32_t single; // 1: a last pixel without partner follows the pairs
    const uint32_t *weights;
    uint32_t quads;
};

#if CN_DSP

// r4-r7 sums of the left pixel (channels 0, 2, 1, 3), r8-r11 of the right one, r0 r1 activations, r2 r3
// weights, r12 column, lr bytes of a column. Weights are in s0 to s17.
#define LOAD(at) "ldr r1, " at "\nsxtb16 r0, r1\nsxtb16 r1, r1, ror #8\n"
#define COLUMN_0 LOAD("[r12]")
#define COLUMN_1 LOAD("[r12, lr]")
#define COLUMN_2 LOAD("[r12, lr, lsl #1]")
#define WEIGHTS(a, b) "vmov r2, r3, " a ", " b "\n"
#define LEFT                                                                                                 \
    "smlabb r4, r0, r2, r4\n"                                                                                \
    "smlatt r5, r0, r2, r5\n"                                                                                \
    "smlabb r6, r1, r3, r6\n"                                                                                \
    "smlatt r7, r1, r3, r7\n"
#define RIGHT                                                                                                \
    "smlabb r8, r0, r2, r8\n"                                                                                \
    "smlatt r9, r0, r2, r9\n"                                                                                \
    "smlabb r10, r1, r3, r10\n"                                                                              \
    "smlatt r11, r1, r3, r11\n"

// One row of the window, three taps; both pixels share the columns that they have in common.
#define ROW_STRIDE_1(row, a, b, c, d, e, f)                                                                  \
    "vmov r12, " row "\n" COLUMN_0 WEIGHTS(a, b)                                                             \
    LEFT COLUMN_1 RIGHT WEIGHTS(c, d)                                                                        \
    LEFT COLUMN_2 RIGHT WEIGHTS(e, f) LEFT "add r12, r12, lr\n" COLUMN_2 RIGHT "add r12, r12, lr\nvmov " row \
                                           ", r12\n"
#define ROW_STRIDE_2(row, a, b, c, d, e, f)                                                                  \
    "vmov r12, " row "\n" COLUMN_0 WEIGHTS(a, b)                                                             \
    LEFT COLUMN_1 WEIGHTS(c, d)                                                                              \
    LEFT COLUMN_2 WEIGHTS(e, f)                                                                              \
    LEFT WEIGHTS(a, b) RIGHT "add r12, r12, lr, lsl #1\n" COLUMN_1 WEIGHTS(c, d)                             \
    RIGHT COLUMN_2 WEIGHTS(e, f) RIGHT "add r12, r12, lr, lsl #1\nvmov " row ", r12\n"
#define ROW_SINGLE(row, a, b, c, d, e, f)                                                                    \
    "vmov r12, " row "\n" COLUMN_0 WEIGHTS(a, b)                                                             \
    LEFT COLUMN_1 WEIGHTS(c, d)                                                                              \
    LEFT COLUMN_2 WEIGHTS(e, f) LEFT
#define WINDOW(ROW)                                                                                          \
    ROW("s18", "s0", "s1", "s2", "s3", "s4", "s5")                                                           \
    ROW("s19", "s6", "s7", "s8", "s9", "s10", "s11") ROW("s20", "s12", "s13", "s14", "s15", "s16", "s17")

// r0 table at, r1 multiplier, r2 rounding, r3 shift, lr left pixel, r4 right pixel. See cn_requant8.
#define SCALE(sum) "smmlar r12, " sum ", r1, r2\nadd r12, r12, " sum ", asr #31\n"
#define STORE(at) "asr r12, r12, r3\nssat r12, #8, r12\nstrb r12, " at "\n"
#define CHANNEL(left, right, offset)                                                                         \
    "ldmia r0!, {r1-r3}\n" SCALE(left) STORE("[lr, " offset "]") SCALE(right) STORE("[r4, " offset "]")

#define CHANNEL_SINGLE(left, offset) "ldmia r0!, {r1-r3}\n" SCALE(left) STORE("[lr, " offset "]")

// Loads the job for four channels and moves it on in memory.
#define NEXT_QUAD                                                                                            \
    "ldr r0, [sp]\n"                                                                                         \
    "ldr r1, [r0, #40]\n"                                                                                    \
    "vldmia r0, {s18-s27}\n"                                                                                 \
    "vldmia r1!, {s0-s17}\n"                                                                                 \
    "str r1, [r0, #40]\n"                                                                                    \
    "ldmia r0, {r1-r6}\n"                                                                                    \
    "adds r1, #4\n"                                                                                          \
    "adds r2, #4\n"                                                                                          \
    "adds r3, #4\n"                                                                                          \
    "adds r4, #64\n"                                                                                         \
    "adds r5, #4\n"                                                                                          \
    "adds r6, #4\n"                                                                                          \
    "stmia r0, {r1-r6}\n"                                                                                    \
    "vmov lr, s24\n"

#define PAIR(ROW)                                                                                            \
    "vmov r0, s21\n"                                                                                         \
    "ldmia r0, {r4-r7}\n"                                                                                    \
    "ldmia r0, {r8-r11}\n" WINDOW(ROW) "vmov r0, s21\n"                                                      \
                                       "vmov lr, s22\n"                                                      \
                                       "adds r0, #16\n"                                                      \
                                       "ldmia r0!, {r1-r3}\n" SCALE("r4") "vmov r4, s23\n" STORE("[lr]")     \
                                           SCALE("r8") STORE("[r4]") CHANNEL("r5", "r9", "#2")               \
                                               CHANNEL("r6", "r10", "#1")                                    \
                                                   CHANNEL("r7", "r11", "#3") "vmov r5, r6, s25, s26\n"      \
                                                                              "add lr, lr, r5\n"             \
                                                                              "add r4, r4, r5\n"             \
                                                                              "vmov s22, s23, lr, r4\n"      \
                                                                              "vmov lr, s24\n"               \
                                                                              "subs r6, #1\n"                \
                                                                              "vmov s26, r6\n"

#define SINGLE                                                                                               \
    "vmov r0, s21\n"                                                                                         \
    "ldmia r0!, {r4-r7}\n"                                                                                   \
    "vmov s21, r0\n" WINDOW(ROW_SINGLE) "vmov r0, s21\n"                                                     \
                                        "vmov lr, s22\n" CHANNEL_SINGLE("r4", "#0")                          \
                                            CHANNEL_SINGLE("r5", "#2") CHANNEL_SINGLE("r6", "#1")            \
                                                CHANNEL_SINGLE("r7", "#3")

#define ROW_OF_OUTPUTS(ROW)                                                                                  \
    __asm volatile("push {r0, r4-r11, lr}\n"                                                                 \
                   "vpush {s16-s31}\n"                                                                       \
                   "sub sp, #8\n"                                                                            \
                   "str r0, [sp]\n"                                                                          \
                   "1:\n" NEXT_QUAD "vmov r6, s26\n"                                                         \
                   "cmp r6, #0\n"                                                                            \
                   "beq.w 3f\n"                                                                              \
                   "2:\n" PAIR(ROW) "bne 2b\n"                                                               \
                                    "3:\n"                                                                   \
                                    "vmov r0, s27\n"                                                         \
                                    "cmp r0, #0\n"                                                           \
                                    "beq.w 4f\n" SINGLE "4:\n"                                               \
                                    "ldr r0, [sp]\n"                                                         \
                                    "ldr r1, [r0, #44]\n"                                                    \
                                    "subs r1, #1\n"                                                          \
                                    "str r1, [r0, #44]\n"                                                    \
                                    "bne 1b\n"                                                               \
                                    "add sp, #8\n"                                                           \
                                    "vpop {s16-s31}\n"                                                       \
                                    "pop {r0, r4-r11, pc}\n")

__attribute__((naked)) static void row_stride_1(struct dw_job *job) {
    ROW_OF_OUTPUTS(ROW_STRIDE_1);
}

__attribute__((naked)) static void row_stride_2(struct dw_job *job) {
    ROW_OF_OUTPUTS(ROW_STRIDE_2);
}

#else

static void pixel(const struct dw_job *job, uint32_t column, int8_t *out) {
    static const uint8_t order[QUAD] = {0, 2, 1, 3};
    for (int c = 0; c < QUAD; c++) {
        uint32_t sum = job->table[c];
        for (int tap = 0; tap < TAPS * TAPS; tap++) {
            int x = (int)job->row[tap / TAPS][column + (uint32_t)(tap % TAPS) * job->channels + order[c]];
            sum += (uint32_t)(x * cn_half(job->weights[tap * 2 + c / 2], c % 2));
        }
        const uint32_t *entry = job->table + QUAD + c * 3;
        out[order[c]] = cn_requant8((int32_t)sum, (int32_t)entry[0], (int32_t)entry[1], (int32_t)entry[2]);
    }
}

static void row_of_outputs(struct dw_job *job, uint32_t stride) {
    for (; job->quads; job->quads--, job->weights += WEIGHT_WORDS, job->table += TABLE_WORDS) {
        for (uint32_t x = 0; x < PIXELS * job->pairs + job->single; x++) {
            pixel(job, x * stride * job->channels, job->out[0] + x * job->channels);
        }
        for (int k = 0; k < TAPS; k++) {
            job->row[k] += QUAD;
        }
        job->out[0] += QUAD;
    }
}

static void row_stride_1(struct dw_job *job) {
    row_of_outputs(job, 1);
}

static void row_stride_2(struct dw_job *job) {
    row_of_outputs(job, 2);
}

#endif

static uint32_t ring_columns(const struct cn_step_dw_m33 *s) {
    return (s->ow - 1u) * s->sw + TAPS;
}

static uint64_t scratch_bytes(const struct cn_step_dw_m33 *s) {
    return CN_PRODUCT3(TAPS, ring_columns(s), s->ic);
}

static bool check_dw_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_m33 *s = (const void *)step;
    if (!CN_WINDOW_OK(s) || s->ic != s->oc || s->ic % QUAD ||
        CN_PRODUCT3(TAPS, ring_columns(s), s->ic) > CN_REF_OFFSET || s->kh != TAPS || s->kw != TAPS ||
        s->dh != 1 || s->dw != 1 || s->sw > 2 || s->pad_left > TAPS || s->pad_top > TAPS ||
        (s->oh - 1u) * s->sh >= (uint32_t)s->ih + s->pad_top) {
        return false;
    }
    uint32_t quads = s->ic / QUAD;
    if (!cn_can_read(plan, s->in, CN_WINDOW_IN(s), 1) || !cn_can_write(plan, s->out, CN_WINDOW_OUT(s), 1) ||
        s->table >> 30 != CN_IN_PLAN || !cn_can_read(plan, s->weights, quads * WEIGHT_WORDS, 4) ||
        !cn_can_read(plan, s->table, quads * TABLE_WORDS, 4) ||
        !cn_can_write(plan, s->scratch, (scratch_bytes(s) + 3) / 4, 4)) {
        return false;
    }
    const uint32_t *entry = cn_at(plan, s->table);
    for (uint32_t i = 0; i < quads; i++, entry += TABLE_WORDS) {
        if (entry[6] > 31 || entry[9] > 31 || entry[12] > 31 || entry[15] > 31) {
            return false;
        }
    }
    return true;
}

struct ring {
    const struct cn_step_dw_m33 *s;
    int8_t *rows;
    uint32_t pitch;
    int next; // the first image row that is not in the ring yet
};

static int8_t *ring_row(const struct ring *r, int y) {
    return r->rows + (uint32_t)(y + 2 * TAPS) % TAPS * r->pitch;
}

// Bring image rows up to `last` into the ring. Borders left and right were set once and stay.
static void fetch_rows(struct ring *r, const int8_t *image, int last) {
    const struct cn_step_dw_m33 *s = r->s;
    uint32_t line = (uint32_t)s->iw * s->ic;
    uint32_t left = (uint32_t)s->pad_left * s->ic; // at most 3 columns, which the ring has
    uint32_t bytes = line < r->pitch - left ? line : r->pitch - left;
    for (; r->next <= last; r->next++) {
        int8_t *row = ring_row(r, r->next);
        if (r->next < 0 || r->next >= s->ih) {
            cn_fill_bytes(row, s->in_zero, r->pitch);
        } else {
            cn_copy_bytes(row + left, image + (uint32_t)r->next * line, bytes);
        }
    }
}

static void row_out(const struct ring *r, const struct cn_plan *plan, int top, int8_t *out) {
    const struct cn_step_dw_m33 *s = r->s;
    struct dw_job job = {.row = {ring_row(r, top), ring_row(r, top + 1), ring_row(r, top + 2)},
                         .table = cn_at(plan, s->table),
                         .out = {out, out + s->oc},
                         .channels = s->oc,
                         .out_step = PIXELS * (uint32_t)s->oc,
                         .pairs = s->ow / PIXELS,
                         .single = s->ow % PIXELS,
                         .weights = cn_at(plan, s->weights),
                         .quads = s->oc / QUAD};
    if (s->sw == 1) {
        row_stride_1(&job);
    } else {
        row_stride_2(&job);
    }
}

static void run_dw_m33(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_dw_m33 *s = (const void *)step;
    struct ring r = {.s = s, .rows = cn_at(plan, s->scratch), .pitch = ring_columns(s) * s->ic};
    const int8_t *image = cn_at(plan, s->in);
    int8_t *out = cn_at(plan, s->out);
    for (uint32_t n = 0; n < s->batch; n++, image += (uint32_t)s->ih * s->iw * s->ic) {
        cn_fill_bytes(r.rows, s->in_zero, TAPS * r.pitch);
        r.next = -s->pad_top;
        for (int y = 0; y < s->oh; y++, out += (uint32_t)s->ow * s->oc) {
            int top = y * s->sh - s->pad_top;
            r.next = r.next < top ? top : r.next;
            fetch_rows(&r, image, top + TAPS - 1);
            row_out(&r, plan, top, out);
        }
    }
    if (s->min > -128 || s->max < 127) {
        cn_clamp_bytes(cn_at(plan, s->out), (uint32_t)CN_WINDOW_OUT(s), s->min, s->max);
    }
}

CN_KERNEL(dw_m33);
