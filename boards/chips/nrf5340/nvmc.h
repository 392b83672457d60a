// Flash: write words.
#ifndef NRF5340_NVMC_H
#define NRF5340_NVMC_H

#include <stddef.h>
#include <stdint.h>

// Write `count` words at `address` (a multiple of 4): bits can only go from one to zero. About 43 us each.
void nvmc_write(uint32_t address, const uint32_t *words, size_t count);

#endif
