// What this port does not have: I2C wired otherwise, and the microphone. Each answers with its error, at once.
#include "cn/error.h"
#include "cn/hal.h"

int hal_bus_wire(uint8_t bus, uint8_t sda, uint8_t scl, uint32_t hz) {
    (void)bus, (void)sda, (void)scl, (void)hz;
    return CN_ERR_UNSUPPORTED;
}

int hal_capture_start(const struct hal_capture *capture) {
    (void)capture;
    return CN_ERR_UNSUPPORTED;
}

int hal_capture_read(int16_t *out, uint32_t *lost) {
    (void)out;
    *lost = 0;
    return CN_ERR_STATE;
}

void hal_capture_stop(void) {}
