// The kernels that are linked in, by step id: all of them, or those that CN_MODEL_ONLY (a header) lists.
#include "cn/model_plan.h"

#ifdef CN_MODEL_ONLY
#include CN_MODEL_ONLY // defines CN_MODEL_STEPS(X), a part of CN_STEPS(X)
#else
#define CN_MODEL_STEPS CN_STEPS
#endif

#define DECLARE(id, name) extern const struct cn_kernel cn_kernel_##name;
#define ENTRY(id, name) [id] = &cn_kernel_##name,

CN_MODEL_STEPS(DECLARE)

extern const struct cn_kernel *const cn_model_kernels[CN_STEPS_LAST + 1];
const struct cn_kernel *const cn_model_kernels[CN_STEPS_LAST + 1] = {CN_MODEL_STEPS(ENTRY)};
