// Which board a firmware is for: tools read it behind the vectors and flash it to no other.
#include "port.h"

#define BOARD_NRF5340DK 3u // id in board.ts

__attribute__((section(".identity"), used)) static const struct {
    char magic[4];
    uint32_t board;
} identity = {{'C', 'T', 'F', 'W'}, BOARD_NRF5340DK};
