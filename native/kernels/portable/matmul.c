// BATCH_MATMUL: products of matrices that both are computed, walked with strides so that either may be
// transposed.
#include "elements.h"
#include "cn/kernel_math.h"

// Elements from the first to the last that a matrix and its batches touch.
static uint64_t reach(const uint16_t *d, const uint32_t *strides, uint32_t rows, uint32_t row,
                      uint32_t columns, uint32_t column) {
    uint64_t last = (uint64_t)(rows - 1) * row + (uint64_t)(columns - 1) * column;
    for (int i = 0; i < 3; i++) {
        last += (uint64_t)(d[i] - 1) * strides[i];
    }
    return last + 1;
}

#define MATRICES_OK(plan, s, size)                                                                           \
    ((s)->d0 && (s)->d1 && (s)->d2 && (s)->m && (s)->n && (s)->k &&                                          \
     CN_PRODUCT3((s)->d0, (s)->d1, (s)->d2) <= CN_REF_OFFSET &&                                              \
     (uint64_t)(s)->m * (s)->n <= CN_REF_OFFSET && (uint64_t)(s)->m * (s)->k <= CN_REF_OFFSET &&             \
     (uint64_t)(s)->k * (s)->n <= CN_REF_OFFSET && (s)->am <= CN_REF_OFFSET && (s)->ak <= CN_REF_OFFSET &&   \
     (s)->bk <= CN_REF_OFFSET &&                                                                             \
     (s)->bn <= CN_REF_OFFSET && /* the work stays within reach: each matrix really holds its elements */    \
     (uint64_t)(s)->m * (s)->k <= reach(&(s)->d0, &(s)->a0, (s)->m, (s)->am, (s)->k, (s)->ak) &&             \
     (uint64_t)(s)->k * (s)->n <= reach(&(s)->d0, &(s)->b0, (s)->k, (s)->bk, (s)->n, (s)->bn) &&             \
     cn_can_read(plan, (s)->a, reach(&(s)->d0, &(s)->a0, (s)->m, (s)->am, (s)->k, (s)->ak), size) &&         \
     cn_can_read(plan, (s)->b, reach(&(s)->d0, &(s)->b0, (s)->k, (s)->bk, (s)->n, (s)->bn), size) &&         \
     cn_can_write(plan, (s)->out, CN_PRODUCT3((s)->d0, (s)->d1, (s)->d2) * (s)->m * (s)->n, size))

// Run `body` for each batch with the first elements `ia` and `ib` and, dense, `io`.
#define MATRICES(s, body)                                                                                    \
    do {                                                                                                     \
        uint32_t io = 0;                                                                                     \
        for (uint32_t i0 = 0; i0 < (s)->d0; i0++) {                                                          \
            for (uint32_t i1 = 0; i1 < (s)->d1; i1++) {                                                      \
                for (uint32_t i2 = 0; i2 < (s)->d2; i2++, io += (s)->m * (s)->n) {                           \
                    uint32_t ia = i0 * (s)->a0 + i1 * (s)->a1 + i2 * (s)->a2;                                \
                    uint32_t ib = i0 * (s)->b0 + i1 * (s)->b1 + i2 * (s)->b2;                                \
                    body;                                                                                    \
                }                                                                                            \
            }                                                                                                \
        }                                                                                                    \
    } while (0)

// ---- float32

static bool check_matmul_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_matmul_f32 *s = (const void *)step;
    return MATRICES_OK(plan, s, 4);
}

static void product_f32(const struct cn_step_matmul_f32 *s, const float *a, const float *b, float *out) {
    for (uint32_t m = 0; m < s->m; m++) {
        for (uint32_t n = 0; n < s->n; n++) {
            float sum = 0;
            for (uint32_t k = 0; k < s->k; k++) {
                sum += a[m * s->am + k * s->ak] * b[k * s->bk + n * s->bn];
            }
            *out++ = sum;
        }
    }
}

static void run_matmul_f32(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_matmul_f32 *s = (const void *)step;
    const float *a = cn_at(plan, s->a);
    const float *b = cn_at(plan, s->b);
    float *out = cn_at(plan, s->out);
    MATRICES(s, product_f32(s, a + ia, b + ib, out + io));
}

CN_KERNEL(matmul_f32);

// ---- int8 and int16

static bool check_matmul_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_matmul_q *s = (const void *)step;
    return s->type <= CN_TYPE_I16 && cn_exponent_ok(s->exponent) &&
           MATRICES_OK(plan, s, cn_type_bytes(s->type));
}

static int32_t rescaled(const struct cn_step_matmul_q *s, int64_t sum) {
    int32_t scaled = s->type == CN_TYPE_I16 ? cn_rescale_wide(sum, s->multiplier, s->exponent)
                                            : cn_rescale((int32_t)(uint32_t)sum, s->multiplier, s->exponent);
    return cn_clamp(cn_wrap_add(scaled, s->out_zero), s->min, s->max);
}

static void product(const struct cn_step_matmul_q *s, const void *a, uint32_t ia, const void *b, uint32_t ib,
                    void *out, uint32_t io) {
    for (uint32_t m = 0; m < s->m; m++) {
        for (uint32_t n = 0; n < s->n; n++) {
            int64_t sum = 0;
            for (uint32_t k = 0; k < s->k; k++) {
                int32_t x = cn_wrap_sub(cn_load(a, s->type, ia + m * s->am + k * s->ak), s->a_zero);
                int32_t y = cn_wrap_sub(cn_load(b, s->type, ib + k * s->bk + n * s->bn), s->b_zero);
                sum = (int64_t)((uint64_t)sum + (uint64_t)(int64_t)cn_wrap_mul(x, y));
            }
            cn_store(out, s->type, io++, rescaled(s, sum));
        }
    }
}

static void run_matmul_q(const struct cn_plan *plan, const struct cn_step *step) {
    const struct cn_step_matmul_q *s = (const void *)step;
    const void *a = cn_at(plan, s->a);
    const void *b = cn_at(plan, s->b);
    void *out = cn_at(plan, s->out);
    MATRICES(s, product(s, a, ia, b, ib, out, io));
}

CN_KERNEL(matmul_q);
