// Battery: the supply voltage as the chip's own converter sees it.
#ifndef CN_BATTERY_H
#define CN_BATTERY_H

// Millivolts. CN_ERR_UNSUPPORTED: the board cannot tell; CN_ERR_TIMEOUT.
int cn_battery_supply_mv(void);

#endif
