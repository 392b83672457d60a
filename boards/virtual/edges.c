// The interrupt of a pin: the edges that the world has reported go to who watches it.
#include "cn/hal.h"
#include "cn/pin.h"
#include "link.h"

void link_pin_isr(uint8_t pin) {
    hal_mark(HAL_MARK_ISR, 0);
    uint64_t at_us;
    uint32_t edges = link_take_edges(pin, &at_us);
    cn_pin_isr(pin, at_us, edges);
}
