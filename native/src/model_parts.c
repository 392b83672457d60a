// The parts of models that are linked in: all, or those that CN_KERNELS_ONLY (a header) lists.
#include "cn/model_parts.h"

#ifdef CN_KERNELS_ONLY
#include CN_KERNELS_ONLY // defines CN_MODEL_PARTS(X)
#else
#define CN_MODEL_PARTS(X) X(sharing) X(keeping)
#endif

#define ENTRY(name) .name = &cn_model_##name,

const struct cn_model_parts cn_model_parts = {CN_MODEL_PARTS(ENTRY)};
