// Named ways in which the world can fail, each injected at a chosen transfer, byte, moment or boot.

import {CatnapError} from '../../lib/errors.ts';
import type {BusFault, I2cBus} from './bus.ts';
import type {Chip} from './chip.ts';
import type {Clock} from './clock.ts';
import type {Pins} from './pins.ts';
import type {SerialPort} from './serial.ts';
import type {LineFault} from './serial-line.ts';
import type {SpiBus} from './spi.ts';

/** Transfers are counted from 1 on each bus, boots from 1, bytes after the address from 1. */
export type Fault =
	/**
	 * Transfer `transfer` (and the `times - 1` after it) fails once `byte` bytes have passed. On an SPI bus, which has no
	 * acknowledge, every `how` means that the device no longer drives its data line: zeros are read.
	 */
	| {
			readonly kind: 'bus';
			readonly bus: string;
			readonly transfer: number;
			readonly how: BusFault['how'];
			readonly byte?: number;
			readonly times?: number;
			readonly recoverable?: boolean;
	  }
	/** Byte number `byte` towards the app on a serial port, from 1, and the `times - 1` after it come otherwise. */
	| {
			readonly kind: 'serial';
			readonly bus: string;
			readonly byte: number;
			/** `drop`: it does not come; `break`: the line is low for two bytes instead. */
			readonly how: LineFault;
			readonly times?: number;
	  }
	/** The chip's registers fall back to reset values before that byte of that transfer; byte 0: before its address. */
	| {readonly kind: 'sensor-reset'; readonly sensor: string; readonly transfer: number; readonly byte: number}
	| {readonly kind: 'sensor-reset'; readonly sensor: string; readonly atUs: number}
	/** The chip does not answer, from the start or between two moments. */
	| {
			readonly kind: 'sensor-absent';
			readonly sensor: string;
			readonly fromUs?: number;
			readonly untilUs?: number;
	  }
	/** Another chip answers at the address. */
	| {readonly kind: 'sensor-identity'; readonly sensor: string; readonly value: number}
	/** The pin has the other level than it is driven to for a moment, `edges` times, every `everyUs`. */
	| {
			readonly kind: 'pin-storm';
			readonly pin: string;
			readonly atUs: number;
			readonly edges: number;
			readonly everyUs: number;
	  }
	/** A byte of retained memory changes before that boot (2: the first one after a reset or off). */
	| {readonly kind: 'retained'; readonly boot: number; readonly byte: number; readonly xor: number};

export interface FaultReport {
	/** As it was injected. */
	readonly fault: Fault;
	/** Times it struck; 0 means that the run never came to it. */
	fired: number;
}

/** Room in the answer to HELLO (boards/virtual/link.h). */
const mostDisturbances = 16;

interface Parts {
	readonly clock: Clock;
	readonly pins: Pins;
	readonly buses: ReadonlyMap<string, I2cBus | SpiBus>;
	readonly serialPorts: ReadonlyMap<string, SerialPort>;
	readonly chips: ReadonlyMap<
		string,
		{readonly chip: Pick<Chip, 'reset' | 'disguise'>; readonly bus: string}
	>;
	note(text: string): void;
}

export class Faults {
	readonly reports: FaultReport[] = [];
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
		for (const [name, bus] of parts.buses) {
			bus.fault = transfer => this.#busFault(name, transfer);
			bus.onByte = (transfer, byte) => this.#onByte(name, transfer, byte);
		}
		for (const [name, port] of parts.serialPorts) port.fault = byte => this.#lineFault(name, byte);
	}

	add(fault: Fault): void {
		this.#check(fault);
		const report: FaultReport = {fault, fired: 0};
		this.reports.push(report);
		switch (fault.kind) {
			case 'sensor-reset':
				if ('atUs' in fault) this.#at(fault.atUs, report, () => this.#chip(fault.sensor).reset());
				break;
			case 'sensor-absent':
				this.#absent(fault, report);
				break;
			case 'sensor-identity':
				this.#at(0, report, () => this.#chip(fault.sensor).disguise({identity: fault.value}));
				break;
			case 'pin-storm':
				this.#storm(fault, report);
				break;
			default:
		}
	}

	/** The bytes of retained memory that change before boot number `boot`. */
	retained(boot: number): {readonly byte: number; readonly xor: number}[] {
		const due: {byte: number; xor: number}[] = [];
		for (const report of this.reports) {
			const {fault} = report;
			if (fault.kind !== 'retained' || fault.boot !== boot || due.length === mostDisturbances) continue;
			due.push({byte: fault.byte, xor: fault.xor});
			this.#fired(report);
		}
		return due;
	}

	#busFault(bus: string, transfer: number): BusFault | undefined {
		for (const report of this.reports) {
			const {fault} = report;
			if (fault.kind !== 'bus' || fault.bus !== bus) continue;
			const past = transfer - fault.transfer;
			if (past < 0 || past >= (fault.times ?? 1)) continue;
			this.#fired(report);
			return fault;
		}
		return undefined;
	}

	#lineFault(bus: string, byte: number): LineFault | undefined {
		for (const report of this.reports) {
			const {fault} = report;
			if (fault.kind !== 'serial' || fault.bus !== bus) continue;
			const past = byte - fault.byte;
			if (past < 0 || past >= (fault.times ?? 1)) continue;
			this.#fired(report);
			return fault.how;
		}
		return undefined;
	}

	#onByte(bus: string, transfer: number, byte: number): void {
		for (const report of this.reports) {
			const {fault} = report;
			if (fault.kind !== 'sensor-reset' || !('transfer' in fault)) continue;
			if (fault.transfer !== transfer || fault.byte !== byte) continue;
			if (this.#parts.chips.get(fault.sensor)?.bus !== bus) continue;
			this.#chip(fault.sensor).reset();
			this.#fired(report);
		}
	}

	#absent(fault: Extract<Fault, {kind: 'sensor-absent'}>, report: FaultReport): void {
		const chip = this.#chip(fault.sensor);
		this.#at(fault.fromUs ?? 0, report, () => chip.disguise({absent: true}));
		if (fault.untilUs !== undefined) this.#parts.clock.at(fault.untilUs, () => chip.disguise({}));
	}

	#storm(fault: Extract<Fault, {kind: 'pin-storm'}>, report: FaultReport): void {
		const {clock, pins} = this.#parts;
		let left = 2 * fault.edges;
		const toggle = (): void => {
			pins.disturb(fault.pin, left % 2 === 0);
			if (left % 2 === 0) this.#fired(report);
			left--;
			if (left > 0) clock.at(clock.nowUs + Math.max(1, Math.round(fault.everyUs / 2)), toggle);
		};
		if (left > 0) clock.at(fault.atUs, toggle);
	}

	#at(atUs: number, report: FaultReport, strike: () => void): void {
		const run = (): void => {
			strike();
			this.#fired(report);
		};
		if (atUs <= this.#parts.clock.nowUs) run();
		else this.#parts.clock.at(atUs, run);
	}

	#chip(name: string): Pick<Chip, 'reset' | 'disguise'> {
		return this.#parts.chips.get(name)!.chip;
	}

	#fired(report: FaultReport): void {
		report.fired++;
		this.#parts.note(JSON.stringify(report.fault));
	}

	#check(fault: Fault): void {
		const {buses, serialPorts, chips, pins} = this.#parts;
		if (fault.kind === 'serial' && !serialPorts.has(fault.bus))
			unknown('serial port', fault.bus, [...serialPorts.keys()]);
		if (fault.kind === 'bus' && !buses.has(fault.bus)) unknown('bus', fault.bus, [...buses.keys()]);
		if ('sensor' in fault && !chips.has(fault.sensor)) unknown('sensor', fault.sensor, [...chips.keys()]);
		if (fault.kind === 'pin-storm' && !pins.names.includes(fault.pin)) unknown('pin', fault.pin, pins.names);
	}
}

function unknown(part: string, received: string, expected: readonly string[]): never {
	throw new CatnapError('BAD_FAULT', {part, expected: expected.join(', '), received});
}
