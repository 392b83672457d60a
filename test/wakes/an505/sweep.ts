// On `qemu-an505`: an edge of the button before each single instruction from the planner's first one on.

import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import board from '../../../boards/qemu-an505/board.ts';
import {Elf} from '../../../sim/cores/elf.ts';
import type {Answer} from '../verdict.ts';
import {Machine} from './machine.ts';

const button = board.pins.button!.number;
/** registers.h: LINE_PIN */
const line = 60 + (button % 32);
/** Of firmware.c: a timer, so that a lost edge is answered at the next tick, and too late. */
const withTimer = 2;
const longest = 20_000;

export interface SectionOptions {
	/** Where the section ends: its first instruction is the first that gets no edge. Not entered at its begin. */
	readonly until: string;
	/** Functions of which every instruction gets an edge; without a list: of all. */
	readonly dense?: readonly string[];
	/** Of the others only each such instruction. */
	readonly every?: number;
	/** Step to each place from the begin of the section, instead of running to the nearest breakpoint. */
	readonly stepped?: boolean;
}

export interface SectionSweep {
	readonly edges: number[];
	readonly answers: Answer[];
	/** Instructions of the section. */
	readonly length: number;
	/** Those of them that were chosen for an edge. */
	readonly chosen: number;
	/** Edges whose interrupt was taken at once, and those that found it masked. */
	readonly taken: number;
	readonly masked: number;
	readonly places: ReadonlySet<string>;
}

interface Symbol {
	readonly address: number;
	readonly bytes: number;
}

export async function sweepSection(firmware: string, options: SectionOptions): Promise<SectionSweep> {
	const machine = await Machine.start(firmware, Uint8Array.of(withTimer, ...new Uint8Array(15)));
	try {
		return await new Section(machine, firmware).sweep(options);
	} finally {
		await machine.close();
	}
}

class Section {
	readonly #machine: Machine;
	readonly #elf: Elf;
	readonly #symbol: (name: string, bytes?: number) => number;
	readonly #begin: number;
	readonly #handler: number;

	constructor(machine: Machine, firmware: string) {
		this.#machine = machine;
		this.#elf = new Elf(readFileSync(firmware), firmware);
		this.#symbol = symbolsOf(firmware);
		this.#begin = this.#symbol('cn_power_idle');
		this.#handler = this.#symbol('pin_handler');
	}

	async sweep({until, dense, every = 1, stepped}: SectionOptions): Promise<SectionSweep> {
		const {gdb, world} = this.#machine;
		await gdb.setBreakpoint(this.#begin);
		await gdb.resume();
		const path = await this.#trace(this.#symbol(until));
		const chosen = path.flatMap((pc, index) =>
			index % every === 0 || !dense || dense.includes(this.#function(pc)) ? [index] : [],
		);
		let taken = 0;
		for (const index of chosen) {
			await gdb.proceed();
			const {from, passes} = stepped ? {from: 0, passes: 0} : landmark(path, index);
			if (passes > 0) await this.#pass(path[from]!, passes);
			await gdb.step(index - from);
			await this.#expectAt(path[index]!);
			await this.#raise();
			if ((await gdb.pc()) !== this.#handler) continue;
			taken++;
			// the handler returns to the breakpoint of the begin: to stand there again is no new turn
			if (index === 0) await gdb.proceed();
		}
		await gdb.proceed();
		await gdb.proceed();
		const {edges, answers} = world;
		const places = new Set(chosen.map(index => this.#function(path[index]!)));
		return {
			edges,
			answers,
			length: path.length,
			chosen: chosen.length,
			taken,
			masked: chosen.length - taken,
			places,
		};
	}

	#function(pc: number): string {
		return this.#elf.functionAt(pc)?.name ?? this.#elf.describe(pc);
	}

	/** The addresses of the section's instructions, from the begin on, where it stands. */
	async #trace(until: number): Promise<number[]> {
		const {gdb} = this.#machine;
		const path: number[] = [];
		for (let pc = await gdb.pc(); pc !== until; pc = await gdb.pc()) {
			if (path.push(pc) > longest) throw new Error(`no end after ${longest} instructions`);
			await gdb.step();
		}
		return path;
	}

	/** Run from the begin until it stands at `address` for that many times. */
	async #pass(address: number, passes: number): Promise<void> {
		const {gdb} = this.#machine;
		await gdb.setBreakpoint(address);
		for (let pass = 0; pass < passes; pass++) {
			await gdb.proceed();
			await this.#expectAt(address);
		}
		await gdb.clearBreakpoint(address);
	}

	async #expectAt(address: number): Promise<void> {
		const pc = await this.#machine.gdb.pc();
		if (pc === address) return;
		const [expected, received] = [address, pc].map(at => this.#elf.describe(at));
		throw new Error(`not the way as before: at ${received}, expected ${expected}`);
	}

	/** What the pin's hardware would do: latch the edge, keep its moment, raise the line; and one step. */
	async #raise(): Promise<void> {
		const {gdb, world} = this.#machine;
		const latch = Buffer.alloc(8);
		latch.writeBigUInt64LE(1n << BigInt(button));
		const moment = Buffer.alloc(8);
		moment.writeBigUInt64LE(world.raise());
		await gdb.write(this.#symbol('raised', 8), latch);
		await gdb.write(this.#symbol('edge_at_us') + 8 * button, moment);
		await gdb.write(this.#symbol('edge_count') + 4 * button, Buffer.of(1, 0, 0, 0));
		await this.#machine.pulse(line);
		await gdb.step();
	}
}

/** Where to run with a breakpoint and how often it is passed, so that few steps are left to that instruction. */
function landmark(path: readonly number[], index: number): {from: number; passes: number} {
	let best = {from: 0, passes: 0};
	let cost = index;
	for (let from = index; from > 0 && index - from < cost; from--) {
		const passes = path.slice(1, from + 1).filter(pc => pc === path[from]).length;
		// to pass a breakpoint takes a step and a run
		if (2 * passes + index - from >= cost || path[from] === path[0]) continue;
		best = {from, passes};
		cost = 2 * passes + index - from;
	}
	return best;
}

/** Addresses by name; `bytes` tells two of the same name apart. */
function symbolsOf(firmware: string): (name: string, bytes?: number) => number {
	const found = new Map<string, Symbol[]>();
	for (const row of execFileSync('arm-none-eabi-nm', ['-S', firmware], {encoding: 'utf8'}).split('\n')) {
		const [address, bytes, , name] = row.split(' ');
		if (!name) continue;
		const symbol = {address: Number.parseInt(address!, 16) & ~1, bytes: Number.parseInt(bytes!, 16)};
		found.set(name, [...(found.get(name) ?? []), symbol]);
	}
	return (name, bytes) => {
		const fitting = (found.get(name) ?? []).filter(symbol => bytes === undefined || symbol.bytes === bytes);
		if (fitting.length !== 1) throw new Error(`${firmware} has ${fitting.length} symbols ${name}`);
		return fitting[0]!.address;
	};
}
