// Error codes, CN_OK and CN_ERR_*: negative, so that 0 and more can be results.
#include "cn/gen/error.h" // has the include guard
