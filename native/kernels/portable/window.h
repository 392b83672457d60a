// Geometry that sliding-window steps share: checks that a window stays sane, spans in elements.
#ifndef CN_KERNEL_WINDOW_H
#define CN_KERNEL_WINDOW_H

#include "cn/kernel.h"

// Every size counts, every stride moves, and no coordinate leaves 30 bits. Taps outside the image are the
// kernel's business.
#define CN_WINDOW_SIDE_OK(out, stride, taps, dilation)                                                       \
    ((uint64_t)(out) * (stride) + (uint64_t)(taps) * (dilation) <= CN_REF_OFFSET)
#define CN_WINDOW_OK(s)                                                                                      \
    ((s)->batch && (s)->ih && (s)->iw && (s)->ic && (s)->oh && (s)->ow && (s)->oc && (s)->kh && (s)->kw &&   \
     (s)->sh && (s)->sw && (s)->dh && (s)->dw && (s)->multiplier &&                                          \
     CN_WINDOW_SIDE_OK((s)->oh, (s)->sh, (s)->kh, (s)->dh) &&                                                \
     CN_WINDOW_SIDE_OK((s)->ow, (s)->sw, (s)->kw, (s)->dw) &&                                                \
     CN_PRODUCT3((s)->oh, (s)->ow, (s)->oc) <= CN_REF_OFFSET &&                                              \
     CN_PRODUCT3((s)->ih, (s)->iw, (s)->ic) <= CN_REF_OFFSET)

#define CN_WINDOW_IN(s) ((uint64_t)(s)->batch * (uint32_t)CN_PRODUCT3((s)->ih, (s)->iw, (s)->ic))
#define CN_WINDOW_OUT(s) ((uint64_t)(s)->batch * (uint32_t)CN_PRODUCT3((s)->oh, (s)->ow, (s)->oc))

// The taps k of a window that starts at `start` (may be negative) which fall inside 0 .. size.
struct cn_taps {
    int first, end;
};

static inline struct cn_taps cn_taps_inside(int start, int taps, int dilation, int size) {
    struct cn_taps inside = {0, taps};
    if (start < 0) {
        inside.first = (-start + dilation - 1) / dilation;
    }
    if (start + (taps - 1) * dilation >= size) {
        inside.end = start >= size ? 0 : (size - start + dilation - 1) / dilation;
    }
    if (inside.first > inside.end) {
        inside.first = inside.end;
    }
    return inside;
}

#endif
