// Which board a firmware is for: tools read it behind the vectors and flash it to no other. The engine id and
// the table of kernels follow (SPEC.md, "Firmware"; link.ld puts them there).
#include <stdint.h>

#include "facts.h"

#define IDENTITY_VERSION 3

__attribute__((section(".identity"), used)) static const struct {
    char magic[4];
    uint16_t board, version;
} identity = {{'C', 'T', 'F', 'W'}, FACT_BOARD_ID, IDENTITY_VERSION};
