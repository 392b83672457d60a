// Mistakes that lose wakes, made on purpose in copies of the sources: each search must find them.

import type {Breakage} from './build.ts';

/** The bit is taken after the handler: an edge while it runs goes with it. */
export const takenLate: Breakage = {
	name: 'taken-late',
	file: 'native/src/pin.c',
	from: `    if (slot < 0 || !cn_wake_take((uint8_t)slot, &at_us, &edges)) {
        return false;
    }
    watches[slot].handler(watches[slot].context, at_us, edges);`,
	to: `    if (slot < 0) {
        return false;
    }
    watches[slot].handler(watches[slot].context, at_us, 1);
    cn_wake_take((uint8_t)slot, &at_us, &edges);`,
};

/** Whether a wake is pending is asked before interrupts are masked. */
export const askedUnmasked: Breakage = {
	name: 'asked-unmasked',
	file: 'boards/chips/nrf5340/hal_sleep.c',
	from: `        uint32_t state = hal_irq_lock();
        bool done = cn_wake_pending() || time_ticks() >= until_tick;`,
	to: `        bool done = cn_wake_pending() || time_ticks() >= until_tick;
        uint32_t state = hal_irq_lock();`,
};

/** The same mistake on the ESP32-S3. */
export const askedUnmaskedEsp: Breakage = {
	name: 'asked-unmasked',
	file: 'boards/chips/esp32s3/hal_sleep.c',
	from: `        uint32_t state = hal_irq_lock();
        uint64_t now_us = hal_now_us();
        bool done = cn_wake_pending() || now_us >= until_us;`,
	to: `        uint64_t now_us = hal_now_us();
        bool done = cn_wake_pending() || now_us >= until_us;
        uint32_t state = hal_irq_lock();`,
};

/** The same mistake on the virtual boards. */
export const askedUnmaskedVirtual: Breakage = {
	name: 'asked-unmasked',
	file: 'boards/virtual/hal.c',
	from: `    uint32_t state = hal_irq_lock();
    int res = CN_OK;
    if (!cn_wake_pending() && !port_pending()) {`,
	to: `    bool quiet = !cn_wake_pending() && !port_pending();
    uint32_t state = hal_irq_lock();
    int res = CN_OK;
    if (quiet) {`,
};

/** No mistake: the caller of the planner has masked interrupts already, and unmasks them after it. */
export const maskedByCaller: Breakage = {
	name: 'masked-by-caller',
	file: 'native/src/loop.c',
	from: '            cn_power_idle();',
	to: `            uint32_t state = hal_irq_lock();
            cn_power_idle();
            hal_irq_unlock(state);`,
};

/** The ESP32-S3 goes to light sleep though a pulse that is over has asked for an interrupt. */
export const pulseForgotten: Breakage = {
	name: 'pulse-forgotten',
	file: 'boards/chips/esp32s3/sleep.c',
	from: '!deep && irq_is_pending()',
	to: '!deep && false',
};
