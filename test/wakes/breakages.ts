// Mistakes that lose wakes, made on purpose in copies of the sources: each search must find them.

import type {Breakage} from './build.ts';

/** The bit is taken after the handler: an edge while it runs goes with it. */
export const takenLate: Breakage = {
	name: 'taken-late',
	file: 'native/src/pin.c',
	from: `    if (slot < 0 || !cn_wake_take((uint8_t)slot, &at_us)) {
        return false;
    }
    watches[slot].handler(watches[slot].context, at_us);`,
	to: `    if (slot < 0) {
        return false;
    }
    watches[slot].handler(watches[slot].context, at_us);
    cn_wake_take((uint8_t)slot, &at_us);`,
};

/** Whether a wake is pending is asked before interrupts are masked. */
export const askedUnmasked: Breakage = {
	name: 'asked-unmasked',
	file: 'boards/nrf5340dk/hal_sleep.c',
	from: `        uint32_t state = hal_irq_lock();
        bool done = cn_wake_pending() || time_ticks() >= until_tick;`,
	to: `        bool done = cn_wake_pending() || time_ticks() >= until_tick;
        uint32_t state = hal_irq_lock();`,
};
