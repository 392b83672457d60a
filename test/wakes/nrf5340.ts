// On a board with the simulated nRF5340: an edge of the button after each single instruction that follows a chosen function.

import {readFileSync} from 'node:fs';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {unitsPerUs} from '../../sim/nrf5340/agenda.ts';
import type {Outside} from '../../sim/nrf5340/chip.ts';
import {Machine} from '../../sim/nrf5340/machine.ts';
import {registers} from '../../sim/nrf5340/unicorn.ts';
import type {Answer} from './verdict.ts';

/** Longer than an answer may take: the falling edge is an interrupt, too, and would rescue a lost one. */
const pulseUs = 3000;
/** From an anchor to the next one that is used: a lost edge is not answered by the next edge. */
const quietUs = 4000;
const ready = 0;

export interface StepSweep {
	readonly edges: number[];
	readonly answers: Answer[];
	/** Functions that stood at an instruction when an edge came. */
	readonly places: ReadonlySet<string>;
	readonly violations: string[];
}

/** The pins of the chip and nothing else outside. */
class Buttons implements Outside {
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

export interface StepOptions {
	/** For which the firmware was built. */
	readonly board: BoardFacts;
	/** The function from whose entry instructions are counted. */
	readonly anchor: string;
	readonly from: number;
	readonly count: number;
	/** The second pin rises at the anchor, too. */
	readonly withSecond?: boolean;
}

export async function sweepInstructions(firmware: string, options: StepOptions): Promise<StepSweep> {
	const outside = new Buttons();
	const violations: string[] = [];
	const machine = await Machine.create({
		elf: readFileSync(firmware),
		where: firmware,
		flash: [{address: 'link_slot_a', bytes: Uint8Array.of(6, ...new Uint8Array(15))}],
		outside,
		onViolation: text => violations.push(text),
	});
	try {
		return {...inject(machine, outside, options), violations};
	} finally {
		machine.close();
	}
}

function inject(machine: Machine, outside: Buttons, {board, anchor, from, count, withSecond}: StepOptions) {
	const [button, second] = [board.pins.button!.number, board.pins.imuInt!.number];
	const edges: number[] = [];
	const answers: Answer[] = [];
	const places = new Set<string>();
	/** The next edge waits for the anchor only once the last one was answered, or its time is over. */
	let freeUs = 0;
	const pulse = (pin: number): void => {
		outside.drive(pin, true);
		machine.agenda.at(machine.now() + pulseUs * unitsPerUs, () => outside.drive(pin, false));
	};
	machine.observe(anchor, () => {
		if (machine.nowUs < freeUs || edges.length === count) return;
		freeUs = machine.nowUs + quietUs;
		if (withSecond) pulse(second);
		const step = machine.soc.clock.unitsPerInstruction;
		machine.agenda.at(machine.now() + (from + edges.length) * step, () => {
			edges.push(machine.nowUs);
			places.add(functionOf(machine));
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
function functionOf({elf, core}: Machine): string {
	return /\((\w+)\+/.exec(elf.describe(core.get(registers.pc)))?.[1] ?? 'unknown';
}
