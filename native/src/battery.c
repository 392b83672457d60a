// Battery: one conversion of the supply.
#include "cn/battery.h"

#include "cn/analog.h"
#include "cn/error.h"
#include "cn/hal.h"

int cn_battery_supply_mv(void) {
    int microvolts = cn_analog_microvolts(HAL_ANALOG_SUPPLY);
    if (microvolts == CN_ERR_INVAL) {
        return CN_ERR_UNSUPPORTED;
    }
    return microvolts < 0 ? microvolts : (microvolts + 500) / 1000;
}
