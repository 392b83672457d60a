// The kernels that are linked in, by step id: all of them, or those that CN_KERNELS_ONLY (a header) lists.
#include "cn/kernel.h"

#ifdef CN_KERNELS_ONLY
#include CN_KERNELS_ONLY // defines CN_KERNEL_STEPS(X), a part of CN_STEPS(X), and their last id
#else
#define CN_KERNEL_STEPS CN_STEPS
#define CN_KERNELS_LAST CN_STEPS_LAST
#endif

#define DECLARE(id, name) extern const struct cn_kernel cn_kernel_##name;
#define ENTRY(id, name) [id] = &cn_kernel_##name,

CN_KERNEL_STEPS(DECLARE)

const uint32_t cn_kernels_last = CN_KERNELS_LAST;
const struct cn_kernel *const cn_kernels[CN_KERNELS_LAST + 1] = {CN_KERNEL_STEPS(ENTRY)};
