// Analog inputs: counts pass through, voltages are scaled to the middle of their step, errors stay errors.
#include "board/board.h"
#include "check.h"
#include "cn/analog.h"
#include "cn/battery.h"
#include "cn/cost.h"
#include "cn/error.h"

static void counts(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    for (int want = 0; want <= 4095; want += 585) {
        board_analog(2, want);
        CHECK_EQ(cn_analog_read(2), want);
    }
    CHECK_EQ(board_log.spent, 8 * CN_COST_CONVERSION);
}

static void scale(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    // 3.6 V of 4096 steps: 878.90625 uV each
    static const int pairs[][2] = {{0, 439}, {1, 1318}, {2048, 1800439}, {4095, 3599560}};
    for (int i = 0; i < 4; i++) {
        board_analog(0, pairs[i][0]);
        CHECK_EQ(cn_analog_microvolts(0), pairs[i][1]);
    }
    board_analog(HAL_ANALOG_SUPPLY, 3413);
    CHECK_EQ(cn_analog_microvolts(HAL_ANALOG_SUPPLY), 3000146);
}

static void supply(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    board_analog(HAL_ANALOG_SUPPLY, 3413);
    CHECK_EQ(cn_battery_supply_mv(), 3000);
    board_analog(HAL_ANALOG_SUPPLY, CN_ERR_TIMEOUT);
    CHECK_EQ(cn_battery_supply_mv(), CN_ERR_TIMEOUT);
    board_analog(HAL_ANALOG_SUPPLY, CN_ERR_INVAL);
    CHECK_EQ(cn_battery_supply_mv(), CN_ERR_UNSUPPORTED);
}

static void errors(void) {
    board_reset(HAL_BOOT_POWER_ON, true);
    CHECK_EQ(cn_analog_read(4), CN_ERR_INVAL);
    CHECK_EQ(cn_analog_microvolts(254), CN_ERR_INVAL);
    board_analog(1, CN_ERR_TIMEOUT);
    CHECK_EQ(cn_analog_read(1), CN_ERR_TIMEOUT);
    CHECK_EQ(cn_analog_microvolts(1), CN_ERR_TIMEOUT);
}

int main(void) {
    static const struct test tests[] = {
        {"counts come as the board gave them and cost what a conversion costs", counts},
        {"a voltage is the middle of its step", scale},
        {"the supply comes in millivolts, and a board that cannot tell it says so", supply},
        {"an input that is missing and a converter that does not end are errors", errors},
    };
    return RUN_TESTS(tests);
}
