// On a simulated chip: an edge of the button after each single instruction that follows a chosen function.

import type {BoardFacts} from '../../boards/facts/schema.ts';
import type {Elf} from '../../sim/cores/elf.ts';
import type {Answer} from './verdict.ts';

/** Longer than an answer may take: the falling edge is an interrupt, too, and would rescue a lost one. */
const longPulseUs = 3000;
/** From an anchor to the next one that is used: a lost edge is not answered by the next edge. */
const quietUs = 4000;
const ready = 0;

export interface StepOptions {
	/** For which the firmware was built. */
	readonly board: BoardFacts;
	/** The function from whose entry instructions are counted. */
	readonly anchor: string;
	readonly from: number;
	readonly count: number;
	/** The second pin rises at the anchor, too. */
	readonly withSecond?: boolean;
	/** How long the button is pressed. @default longer than an answer may take */
	readonly pulseUs?: number;
}

export interface StepSweep {
	readonly edges: number[];
	readonly answers: Answer[];
	/** Functions that stood at an instruction when an edge came. */
	readonly places: ReadonlySet<string>;
	readonly violations: string[];
}

/** The pins of a chip and nothing else outside. */
export class Buttons {
	readonly nextUs = Number.POSITIVE_INFINITY;
	readonly nowUs = 0;
	readonly #levels = new Map<number, boolean>();
	#listener: (pin: number, high: boolean) => void = () => {};

	drive(pin: number, high: boolean): void {
		this.#levels.set(pin, high);
		this.#listener(pin, high);
	}

	onLevel(listener: (pin: number, high: boolean) => void): void {
		this.#listener = listener;
	}

	level(pin: number): boolean | undefined {
		return this.#levels.get(pin);
	}

	transfer(_scl: number, _address: number, _tx: Uint8Array, rxLength: number) {
		return {status: 'no-device', data: new Uint8Array(rxLength)} as const;
	}

	recover(): boolean {
		return true;
	}

	advanceTo(): void {}
	reset(): void {}
	activity(): void {}
	configure(): void {}
	write(): void {}
	console(): void {}
}

/** What the sweep needs of a machine. */
export interface Stepped {
	readonly elf: Elf;
	readonly nowUs: number;
	readonly agenda: {at(moment: number, run: () => void): unknown};
	now(): number;
	attend(): void;
	observe(name: string, run: (args: readonly number[]) => void): void;
	runUntil(done: () => boolean): void;
}

/** How a chip counts. */
export interface SteppedChip {
	readonly unitsPerUs: number;
	unitsPerInstruction(): number;
	/** The program counter. */
	pc(): number;
}

export function inject(
	machine: Stepped,
	outside: Buttons,
	chip: SteppedChip,
	{board, anchor, from, count, withSecond, pulseUs = longPulseUs}: StepOptions,
): Omit<StepSweep, 'violations'> {
	const [button, second] = [board.pins.button!.number, board.pins.imuInt!.number];
	const edges: number[] = [];
	const answers: Answer[] = [];
	const places = new Set<string>();
	/** The next edge waits for the anchor only once the last one was answered, or its time is over. */
	let freeUs = 0;
	const pulse = (pin: number): void => {
		outside.drive(pin, true);
		machine.agenda.at(machine.now() + pulseUs * chip.unitsPerUs, () => outside.drive(pin, false));
	};
	machine.observe(anchor, () => {
		if (machine.nowUs < freeUs || edges.length === count) return;
		freeUs = machine.nowUs + quietUs;
		if (withSecond) pulse(second);
		machine.agenda.at(machine.now() + (from + edges.length) * chip.unitsPerInstruction(), () => {
			edges.push(machine.nowUs);
			places.add(functionOf(machine.elf, chip.pc()));
			pulse(button);
		});
		machine.attend();
	});
	machine.observe('hal_mark', ([mark]) => {
		if (mark === ready) answers.push({calledUs: machine.nowUs, coversUs: machine.nowUs});
	});
	const endUs = (count + 10) * 4 * quietUs;
	machine.runUntil(() => (edges.length === count && machine.nowUs > freeUs) || machine.nowUs > endUs);
	if (edges.length < count) throw new Error(`${anchor} was entered ${edges.length} times, not ${count}`);
	return {edges, answers, places};
}

/** `0x00000a20 (hal_sleep+0)` is hal_sleep. */
function functionOf(elf: Elf, pc: number): string {
	return /\((\w+)\+/.exec(elf.describe(pc))?.[1] ?? 'unknown';
}
