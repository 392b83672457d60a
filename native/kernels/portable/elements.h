// Integer elements by type, and the loops of broadcasting: a and b are walked with strides, out is dense.
#ifndef CN_KERNEL_ELEMENTS_H
#define CN_KERNEL_ELEMENTS_H

#include "cn/kernel.h"

static inline int32_t cn_load(const void *data, uint32_t type, uint32_t at) {
    switch (type) {
    case CN_TYPE_I8:
        return ((const int8_t *)data)[at];
    case CN_TYPE_I16:
        return ((const int16_t *)data)[at];
    case CN_TYPE_U8:
    case CN_TYPE_BOOL:
        return ((const uint8_t *)data)[at];
    default:
        return ((const int32_t *)data)[at];
    }
}

static inline void cn_store(void *data, uint32_t type, uint32_t at, int32_t value) {
    switch (type) {
    case CN_TYPE_I8:
        ((int8_t *)data)[at] = (int8_t)value;
        return;
    case CN_TYPE_I16:
        ((int16_t *)data)[at] = (int16_t)value;
        return;
    case CN_TYPE_U8:
    case CN_TYPE_BOOL:
        ((uint8_t *)data)[at] = (uint8_t)value;
        return;
    default:
        ((int32_t *)data)[at] = value;
        return;
    }
}

static inline void cn_limits(uint32_t type, int32_t *min, int32_t *max) {
    *min = type == CN_TYPE_I8    ? INT8_MIN
           : type == CN_TYPE_I16 ? INT16_MIN
           : type == CN_TYPE_I32 ? INT32_MIN
                                 : 0;
    *max = type == CN_TYPE_I8    ? INT8_MAX
           : type == CN_TYPE_I16 ? INT16_MAX
           : type == CN_TYPE_I32 ? INT32_MAX
                                 : UINT8_MAX;
}

// Elements that a strided walk of d0*d1*d2*d3 touches: the last one's index plus 1 (0: nothing).
static inline uint64_t cn_walk(const uint16_t *d, const uint32_t *stride) {
    uint64_t last = 0;
    for (int i = 0; i < 4; i++) {
        if (!d[i]) {
            return 0;
        }
        last += (uint64_t)(d[i] - 1) * stride[i];
    }
    return last + 1;
}

// The fields d0..d3, a0..a3, b0..b3 lie in this order in every step that broadcasts.
#define CN_LOOPS_OK(plan, s, size)                                                                           \
    (CN_PRODUCT3((s)->d0, (s)->d1, (s)->d2) <= CN_REF_OFFSET &&                                              \
     cn_can_read(plan, (s)->a, cn_walk(&(s)->d0, &(s)->a0), size) &&                                         \
     cn_can_read(plan, (s)->b, cn_walk(&(s)->d0, &(s)->b0), size) &&                                         \
     cn_can_write(plan, (s)->out, CN_PRODUCT3((s)->d0, (s)->d1, (s)->d2) * (s)->d3, size))

// Run `body` for each element with its indices `ia`, `ib` and, dense, `io`.
#define CN_LOOPS(s, body)                                                                                    \
    do {                                                                                                     \
        uint32_t io = 0;                                                                                     \
        for (uint32_t i0 = 0; i0 < (s)->d0; i0++) {                                                          \
            for (uint32_t i1 = 0; i1 < (s)->d1; i1++) {                                                      \
                for (uint32_t i2 = 0; i2 < (s)->d2; i2++) {                                                  \
                    uint32_t ia = i0 * (s)->a0 + i1 * (s)->a1 + i2 * (s)->a2;                                \
                    uint32_t ib = i0 * (s)->b0 + i1 * (s)->b1 + i2 * (s)->b2;                                \
                    for (uint32_t i3 = 0; i3 < (s)->d3; i3++, io++, ia += (s)->a3, ib += (s)->b3) {          \
                        body;                                                                                \
                    }                                                                                        \
                }                                                                                            \
            }                                                                                                \
        }                                                                                                    \
    } while (0)

#endif
