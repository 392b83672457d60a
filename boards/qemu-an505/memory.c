// Memory of the board `qemu-an505`: the pool, the retained block, the app image that the loader puts in
// place.
#include "cn/hal.h"

extern uint8_t image_start[], image_size[];

static uint8_t retained[CN_RETAINED_BYTES] __attribute__((section(".retained.app"), aligned(16)));
static uint8_t pool[CN_POOL_BYTES] __attribute__((section(".noinit"), aligned(16)));

void *hal_pool(size_t *size) {
    *size = sizeof pool;
    return pool;
}

void *hal_retained(size_t *size) {
    *size = sizeof retained;
    return retained;
}

const uint8_t *hal_app_image(unsigned place, size_t *size) {
    *size = (size_t)image_size;
    return place == 0 ? image_start : NULL;
}
