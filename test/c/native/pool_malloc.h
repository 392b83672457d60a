// What the pool over malloc can do beyond the real one.
#ifndef CN_TEST_POOL_MALLOC_H
#define CN_TEST_POOL_MALLOC_H

#include <stdbool.h>

// Whether the injected fault prints the stack of the allocation that it lets fail.
extern bool pool_says_fault;

#endif
