// Which board a firmware is for: tools read it behind the vectors and flash it to no other. The engine id
// follows (SPEC.md, "Firmware"; link.ld puts it there).
#include <stdint.h>

#include "facts.h"

#define IDENTITY_VERSION 2

__attribute__((section(".identity"), used)) static const struct {
    char magic[4];
    uint16_t board, version;
} identity = {{'C', 'T', 'F', 'W'}, FACT_BOARD_ID, IDENTITY_VERSION};
