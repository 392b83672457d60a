// Analog inputs: the board converts, this scales.
#include "cn/analog.h"

#include "cn/assert.h"
#include "cn/cost.h"
#include "cn/error.h"
#include "cn/hal.h"

#define STEPS (1u << HAL_ANALOG_BITS)

int cn_analog_read(uint8_t input) {
    uint32_t full_scale_uv;
    int counts = hal_analog_read(input, &full_scale_uv);
    hal_spend(CN_COST_CONVERSION);
    CN_ASSERT(counts < (int)STEPS);
    return counts;
}

int cn_analog_microvolts(uint8_t input) {
    uint32_t full_scale_uv;
    int counts = hal_analog_read(input, &full_scale_uv);
    hal_spend(CN_COST_CONVERSION);
    if (counts < 0) {
        return counts;
    }
    CN_ASSERT((uint32_t)counts < STEPS && full_scale_uv <= INT32_MAX);
    return (int)(((uint64_t)(uint32_t)counts * 2 + 1) * full_scale_uv / (2 * STEPS));
}
