// Memory that the linker lays out: the retained block, the pool; and 32 bits of entropy.
#include "cn/hal.h"
#include "port.h"

extern uint8_t link_retained[], link_retained_block_end[], link_pool[], link_pool_end[];

void *hal_retained(size_t *size) {
    *size = (size_t)(link_retained_block_end - link_retained);
    return link_retained;
}

void *hal_pool(size_t *size) {
    *size = (size_t)(link_pool_end - link_pool);
    return link_pool;
}

#define TICKS_MIXED 16
#define SYSTICK_ON 5u // enabled, counting core cycles
#define FNV_PRIME 16777619u
#define FNV_BASIS 2166136261u

// The true random generator belongs to the cryptographic block, which no other part of this port needs. The
// fast oscillator's phase against the slow one wanders by many cycles a tick: 16 ticks are mixed, and the
// chip's own number, so that two boards never agree.
uint32_t hal_entropy(void) {
    uint32_t hash = FNV_BASIS;
    REG(SCS_BASE, SYSTICK_RELOAD) = 0xffffffu;
    REG(SCS_BASE, SYSTICK_CTRL) = SYSTICK_ON;
    for (int i = 0; i < TICKS_MIXED; i++) {
        uint64_t now = time_ticks();
        while (time_ticks() == now) {
        }
        hash = (hash ^ REG(SCS_BASE, SYSTICK_VALUE)) * FNV_PRIME;
    }
    REG(SCS_BASE, SYSTICK_CTRL) = 0;
    for (unsigned i = 0; i < 2; i++) {
        hash = (hash ^ REG_AT(FICR_BASE, FICR_INFO_DEVICEID, FICR_INFO_DEVICEID_STRIDE, i)) * FNV_PRIME;
    }
    return hash;
}
