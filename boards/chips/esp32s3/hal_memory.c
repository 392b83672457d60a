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

// Without radio or converter the generator draws on the fast RC oscillator only [TRM, Random Number
// Generator]: a read every 16 slow periods leaves it time, and eight are mixed.
uint32_t hal_entropy(void) {
    uint32_t hash = 2166136261u;
    for (int i = 0; i < 8; i++) {
        uint64_t until = time_slow_ticks() + 16;
        while (time_slow_ticks() < until) {
        }
        hash = (hash ^ REG(RANDOM_DATA)) * 16777619u;
    }
    return hash;
}
