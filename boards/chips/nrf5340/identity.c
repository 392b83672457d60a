// Which board a firmware is for: tools read it behind the vectors and flash it to no other.
#include <stdint.h>

#include "facts.h"

__attribute__((section(".identity"), used)) static const struct {
    char magic[4];
    uint32_t board;
} identity = {{'C', 'T', 'F', 'W'}, FACT_BOARD_ID};
