// TAP for C tests: a test is a sentence and a function; a failed check prints both values and where.
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct test {
    const char *sentence;
    void (*run)(void);
};

static bool check_failed;

#define CHECK_EQ(got, want)                                                                                  \
    do {                                                                                                     \
        long long got_ = (long long)(got), want_ = (long long)(want);                                        \
        if (got_ != want_) {                                                                                 \
            printf("# %s:%d: %s is %lld, expected %lld\n", __FILE__, __LINE__, #got, got_, want_);           \
            check_failed = true;                                                                             \
        }                                                                                                    \
    } while (0)
#define CHECK(condition) CHECK_EQ(!!(condition), 1)

static int run_tests(const struct test *tests, int count) {
    int failed = 0;
    printf("TAP version 13\n1..%d\n", count);
    for (int i = 0; i < count; i++) {
        check_failed = false;
        tests[i].run();
        printf("%s %d - %s\n", check_failed ? "not ok" : "ok", i + 1, tests[i].sentence);
        failed += check_failed;
    }
    return failed != 0;
}
#define RUN_TESTS(table) run_tests(table, (int)(sizeof table / sizeof table[0]))

// A deterministic generator for property tests: xorshift32.
static inline uint32_t next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

#endif
