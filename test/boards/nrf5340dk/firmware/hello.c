#include "cn/hal.h"
int cn_main(void) {
    hal_console_write("hello\n", 6);
    for (int i = 1; i <= 3; i++) hal_sleep(HAL_DEEP, (uint64_t)i * 100000u);
    hal_console_write("bye\n", 4);
    for (;;) hal_sleep(HAL_DEEP, HAL_FOREVER);
}
void *cn_pool_alloc(size_t n); void *cn_pool_alloc(size_t n) { (void)n; return 0; }
void cn_pool_free(void *p); void cn_pool_free(void *p) { (void)p; }
