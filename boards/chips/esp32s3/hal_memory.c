// Memory that the linker lays out: the retained block, the pool, the app image; and 32 bits of entropy.
#include "cn/hal.h"
#include "port.h"

extern uint8_t link_retained[], link_retained_block_end[], link_pool[], link_pool_end[], link_app[],
    link_app_end[];

void *hal_retained(size_t *size) {
    *size = (size_t)(link_retained_block_end - link_retained);
    return link_retained;
}

void *hal_pool(size_t *size) {
    *size = (size_t)(link_pool_end - link_pool);
    return link_pool;
}

// There is one image, so nothing to fall back to.
const uint8_t *hal_app_image(unsigned place, size_t *size) {
    *size = (size_t)(link_app_end - link_app);
    return place == 0 ? link_app : NULL;
}

unsigned hal_app_failures(unsigned place) {
    (void)place;
    return 0;
}

void hal_app_begins(unsigned place) {
    (void)place;
}

void hal_app_holds(void) {}

void hal_app_give_up(unsigned place) {
    (void)place;
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
