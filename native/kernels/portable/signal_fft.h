// What SignalRfft and SignalIrfft are on int16, int32 and float32 whatever the length. Needs FFT_STAGES.
#define REAL int16_t
#define NAME(x) x##_i16
#define ADD(a, b) ((int16_t)((a) + (b)))
#define SUB(a, b) ((int16_t)((a) - (b)))
#define ROUNDED(x) ((int16_t)((int32_t)((uint32_t)(x) + (1u << 14)) >> 15))
#define PRODUCTS(a, b, sign, c, d) ((uint32_t)((a) * (b)) sign(uint32_t)((c) * (d)))
#define PART(x, k) ROUNDED((x) * (32767 / (k)))
#define PRODUCT(a, b) ((uint32_t)((a) * (b)))
#define HALF(x) ((int16_t)((x) >> 1))
#define HALF_SUM(a, b) ((int16_t)(((a) + (b)) >> 1))
#define HALF_DIFFERENCE(a, b) ((int16_t)(((a) - (b)) >> 1))
#include "fft_body.h"
#include "fft_end.h"

#define REAL int32_t
#define NAME(x) x##_i32
#define ADD(a, b) cn_wrap_add(a, b)
#define SUB(a, b) cn_wrap_sub(a, b)
#define ROUNDED(x) ((int32_t)((int64_t)((uint64_t)(x) + (1u << 30)) >> 31))
#define PRODUCTS(a, b, sign, c, d) ((uint64_t)((int64_t)(a) * (b)) sign(uint64_t)((int64_t)(c) * (d)))
#define PART(x, k) ROUNDED((int64_t)(x) * (INT32_MAX / (k)))
#define PRODUCT(a, b) ((uint64_t)((int64_t)(a) * (b)))
#define HALF(x) ((x) >> 1)
#define HALF_SUM(a, b) (cn_wrap_add(a, b) >> 1)
#define HALF_DIFFERENCE(a, b) (cn_wrap_sub(a, b) >> 1)
#include "fft_body.h"
#include "fft_end.h"

#define REAL float
#define NAME(x) x##_f32
#define ADD(a, b) ((a) + (b))
#define SUB(a, b) ((a) - (b))
#define ROUNDED(x) (x)
#define PRODUCTS(a, b, sign, c, d) ((a) * (b)sign(c) * (d))
#define PART(x, k) (x)
#define PRODUCT(a, b) ((a) * (b))
#define HALF(x) ((x)*0.5f)
#define HALF_SUM(a, b) (((a) + (b)) * 0.5f)
#define HALF_DIFFERENCE(a, b) (((a) - (b)) * 0.5f)
#include "fft_body.h"
#include "fft_end.h"

static bool check_transform(const struct cn_plan *plan, const struct cn_step_signal_fft *s) {
    uint32_t size = cn_type_bytes(s->type), bins = s->points + 2;
    uint64_t reads = (uint64_t)s->rows * (s->inverse ? bins : s->count);
    uint64_t writes = (uint64_t)s->rows * (s->inverse ? s->points : bins);
    return s->count <= s->points &&
           (s->type == CN_TYPE_I16 || s->type == CN_TYPE_I32 || s->type == CN_TYPE_F32) &&
           cn_can_read(plan, s->in, reads, size) && cn_can_write(plan, s->out, writes, size) &&
           cn_can_read(plan, s->turns, (uint64_t)s->points + s->points / 4 * 2, size) &&
           cn_can_write(plan, s->scratch, (uint64_t)s->points * 2, size);
}

static void forward(const struct cn_plan *plan, const struct cn_step_signal_fft *s, const uint8_t *in,
                    uint8_t *out) {
    uint32_t size = cn_type_bytes(s->type);
    void *work = cn_at(plan, s->scratch), *bins = out;
    const void *turns = cn_at(plan, s->turns);
    memmove(work, in, s->count * size);
    memset((uint8_t *)work + s->count * size, 0, (s->points - s->count) * size);
    if (s->type == CN_TYPE_I16) {
        forward_i16(work, bins, turns, s->points);
    } else if (s->type == CN_TYPE_I32) {
        forward_i32(work, bins, turns, s->points);
    } else {
        forward_f32(work, bins, turns, s->points);
    }
}

static void backward(const struct cn_plan *plan, const struct cn_step_signal_fft *s, const uint8_t *in,
                     uint8_t *out) {
    void *work = cn_at(plan, s->scratch), *time = out;
    const void *turns = cn_at(plan, s->turns), *bins = in;
    if (s->type == CN_TYPE_I16) {
        backward_i16(work, bins, time, turns, s->points);
    } else if (s->type == CN_TYPE_I32) {
        backward_i32(work, bins, time, turns, s->points);
    } else {
        backward_f32(work, bins, time, turns, s->points);
        for (uint32_t i = 0; i < s->points; i++) {
            ((float *)time)[i] /= (float)s->points; // integers are divided on the way
        }
    }
}

static void run_transform(const struct cn_plan *plan, const struct cn_step_signal_fft *s) {
    uint32_t size = cn_type_bytes(s->type), bins = s->points + 2;
    const uint8_t *in = cn_at(plan, s->in);
    uint8_t *out = cn_at(plan, s->out);
    for (uint32_t row = 0; row < s->rows; row++) {
        if (s->inverse) {
            backward(plan, s, in, out);
        } else {
            forward(plan, s, in, out);
        }
        in += (s->inverse ? bins : s->count) * size;
        out += (s->inverse ? s->points : bins) * size;
    }
}
