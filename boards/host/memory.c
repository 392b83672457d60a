// Memory of the board `host`: the pool, the retained block, the app image that the adapter puts in place.
#include <stdint.h>

#include "cn/hal.h"
#include "cn/pool.h"

#define EXPORT(name) __attribute__((export_name(name)))
#define PAGE_BYTES 65536u

_Alignas(16) static uint8_t pool[CN_POOL_BYTES];
_Alignas(16) static uint8_t retained[CN_RETAINED_BYTES];
static bool pool_is_taken;
static const uint8_t *image;
static size_t image_size;

void *hal_pool(size_t *size) {
    pool_is_taken = true;
    *size = sizeof pool;
    return pool;
}

void *hal_retained(size_t *size) {
    *size = sizeof retained;
    return retained;
}

const uint8_t *hal_app_image(unsigned place, size_t *size) {
    *size = image_size;
    return place == 0 ? image : NULL;
}

// Fresh pages, so that an image can never be overwritten by the program's own data.
EXPORT("cn_host_alloc") void *cn_host_alloc(uint32_t length) {
    size_t pages = __builtin_wasm_memory_grow(0, (length + PAGE_BYTES - 1) / PAGE_BYTES);
    return pages == SIZE_MAX ? NULL : (void *)(pages * PAGE_BYTES);
}

EXPORT("cn_host_image") void cn_host_image(const uint8_t *bytes, uint32_t length) {
    image = bytes;
    image_size = length;
}

// Address and length of the retained block, for the adapter to carry it over.
EXPORT("cn_host_retained") void *cn_host_retained(void) {
    return retained;
}

EXPORT("cn_host_retained_size") uint32_t cn_host_retained_size(void) {
    return sizeof retained;
}

static struct cn_pool_stats pool_stats(void) {
    struct cn_pool_stats stats = {0};
    if (pool_is_taken) {
        cn_pool_stats(&stats);
    }
    return stats;
}

// Bytes of the pool in use, and the most that ever were.
EXPORT("cn_host_pool_used") uint32_t cn_host_pool_used(void) {
    return (uint32_t)pool_stats().used;
}

EXPORT("cn_host_pool_peak") uint32_t cn_host_pool_peak(void) {
    return (uint32_t)pool_stats().peak;
}
