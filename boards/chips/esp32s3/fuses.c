// Fuses: what the maker has measured of this chip.
#include "port.h"

uint32_t fuse_read(unsigned at, unsigned count) {
    uint64_t words = (uint64_t)REG(EFUSE_BLOCK1(at / 32 + 1)) << 32 | REG(EFUSE_BLOCK1(at / 32));
    return (uint32_t)(words >> at % 32) & (BIT(count) - 1);
}
