// Included first wherever the engine is compiled: what it takes from native/ instead of the C library. The
// same results on every target, and a quarter of newlib's size.
#ifndef CN_SHIM_LIBRARY_H
#define CN_SHIM_LIBRARY_H

#include <malloc.h>
#include <math.h>
#include <stdio.h>

#include "cn/format.h"
#include "cn/math.h"

#define snprintf cn_snprintf
#define vsnprintf cn_vsnprintf

// sort.c; cutils.c, which defines it, keeps the name for its own, and the linker drops that
#ifndef CN_SHIM_CUTILS
#define rqsort cn_sort
#endif

#undef log2
#define acos cn_acos
#define acosh cn_acosh
#define asin cn_asin
#define asinh cn_asinh
#define atan cn_atan
#define atan2 cn_atan2
#define atanh cn_atanh
#define cbrt cn_cbrt
#define cos cn_cos
#define cosh cn_cosh
#define exp cn_exp
#define expm1 cn_expm1
#define hypot cn_hypot
#define log cn_log
#define log10 cn_log10
#define log1p cn_log1p
#define log2 cn_log2
#define pow cn_pow
#define sin cn_sin
#define sinh cn_sinh
#define tan cn_tan
#define tanh cn_tanh

// what has one right result is the compiler's elsewhere
#ifdef __arm__
#define ceil cn_ceil
#define floor cn_floor
#define fmod cn_fmod
#define lrint cn_lrint
#define sqrt cn_sqrt
#define trunc cn_trunc
#define fmax(x, y) ((x) > (y) ? (x) : (y))
#define fmin(x, y) ((x) < (y) ? (x) : (y))
#endif

#endif
