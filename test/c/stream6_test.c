// The stream's scenarios once more with six axes: see stream_test.c.
#define TEST_SIX_AXES
#include "stream_test.c" // NOLINT(bugprone-suspicious-include): the same program, other settings
