// A simulated chip's time as a receiver of its serial port takes it: microseconds, where the chip counts in units of its own.

import type {Scheduler} from '../world/serial-line.ts';
import type {Agenda, Due} from './agenda.ts';

interface Clocked {
	readonly agenda: Agenda;
	now(): number;
	attend(): void;
}

export function serialTime(chip: Clocked, unitsPerUs: number): Scheduler {
	return {
		get nowUs() {
			return chip.now() / unitsPerUs;
		},
		at: (us, run) => {
			const due = chip.agenda.at(us * unitsPerUs, run);
			chip.attend();
			return due;
		},
		cancel: due => chip.agenda.cancel(due as Due | undefined),
	};
}
