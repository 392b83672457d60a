// CN_ASSERT: for our own mistakes only; the world's mistakes get CN_ERR_* codes.
#ifndef CN_ASSERT_H
#define CN_ASSERT_H

#include "cn/hal.h"

#define CN_ASSERT_TEXT(x) #x
#define CN_ASSERT_LINE(x) CN_ASSERT_TEXT(x)
#define CN_ASSERT(condition)                                                                                 \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            hal_panic(__FILE_NAME__ ":" CN_ASSERT_LINE(__LINE__) ": " #condition);                           \
        }                                                                                                    \
    } while (0)

#endif
