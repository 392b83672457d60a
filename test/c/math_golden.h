// Every function of cn/math.h on the same numbers, as one hash each: what all targets must agree on.
#ifndef TEST_MATH_GOLDEN_H
#define TEST_MATH_GOLDEN_H

#include <stdint.h>

struct math_golden {
    const char *name;
    double (*one)(double x);           // either this
    double (*two)(double x, double y); // or this
    uint32_t want;
};

enum { MATH_GOLDENS = 25 };
extern const struct math_golden math_goldens[MATH_GOLDENS];

// For callers outside; no name: no such value.
const char *math_golden_name(uint32_t index);
uint32_t math_golden_want(uint32_t index);
uint32_t math_golden_hash(uint32_t index);

#endif
