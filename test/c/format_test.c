// Texts from values against the C library's.
#include "check.h"

#include <string.h>

#include "cn/format.h"

#define SAME(size, ...)                                                                                      \
    do {                                                                                                     \
        char ours[80], theirs[80];                                                                           \
        memset(ours, 'x', sizeof ours);                                                                      \
        memset(theirs, 'x', sizeof theirs);                                                                  \
        CHECK_EQ(cn_snprintf(ours, size, __VA_ARGS__), snprintf(theirs, size, __VA_ARGS__));                 \
        if (memcmp(ours, theirs, sizeof ours) != 0) {                                                        \
            printf("# '%.79s' is not '%.79s'\n", ours, theirs);                                              \
            CHECK(false);                                                                                    \
        }                                                                                                    \
    } while (0)

static void numbers_of_all_sizes_are_written(void) {
    static const long long numbers[] = {0,         1,        -1, 9, 10, -10, 255, 2147483647, -2147483648LL,
                                        INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        SAME(80, "%d %+d %u %x", (int)numbers[i], (int)numbers[i], (unsigned)numbers[i],
             (unsigned)numbers[i]);
        SAME(80, "<%ld> <%lu>", (long)numbers[i], (unsigned long)numbers[i]);
        SAME(80, "<%lld> <%llu> <%llx>", numbers[i], (unsigned long long)numbers[i],
             (unsigned long long)numbers[i]);
        SAME(80, "%02d:%03d %05d %0*d", (int)numbers[i], (int)numbers[i], (int)numbers[i], 5,
             (int)numbers[i]);
        SAME(80, "%+07d|%6d|%-6d|%-*d|", (int)numbers[i], (int)numbers[i], (int)numbers[i], 9,
             (int)numbers[i]);
        SAME(80, "\\u%04x %zu", (unsigned)numbers[i], (size_t)numbers[i]);
    }
}

static void texts_are_cut_and_padded(void) {
    SAME(80, "%s and %.3s, %.*s%c%%", "all", "Monday", 2, "xyz", '!');
    SAME(80, "<%8s> <%-8s> <%2s>", "right", "left", "over");
    SAME(80, "%.0s%s", "nothing", "");
}

static void what_does_not_fit_is_cut_but_counted(void) {
    for (size_t size = 0; size < 20; size++) {
        SAME(size, "%s %d", "some text", 12345);
    }
}

int main(void) {
    static const struct test tests[] = {
        {"numbers of all sizes are written", numbers_of_all_sizes_are_written},
        {"texts are cut and padded", texts_are_cut_and_padded},
        {"what does not fit is cut but counted", what_does_not_fit_is_cut_but_counted},
    };
    return RUN_TESTS(tests);
}
