// Pins of the chip: what the world drives, what the chip drives, pulls, and the edges that the chip watches.

import type {PinFact} from '../../boards/facts/schema.ts';
import type {Clock} from './clock.ts';

export const pinModes = ['input', 'input-pull-up', 'input-pull-down', 'output'] as const;
export type PinMode = (typeof pinModes)[number];

/** Bits: 1 rising, 2 falling; 0 stops watching. */
export type EdgeMask = 0 | 1 | 2 | 3;

/** What happened on a watched pin since the last report to the chip. */
export interface Edge {
	readonly pin: number;
	readonly name: string;
	/** The moment of the first one. */
	readonly atUs: number;
	/** Kinds seen, bits as in EdgeMask. */
	kinds: number;
	count: number;
}

interface Pin {
	readonly name: string;
	readonly number: number;
	mode: PinMode;
	watch: EdgeMask;
	/** What the outside drives; undefined: nothing. */
	outside: boolean | undefined;
	/** What disturbs it, stronger than all else. */
	forced: boolean | undefined;
	output: boolean;
	level: boolean;
	readonly listeners: ((level: boolean) => void)[];
}

export class Pins {
	readonly #clock: Clock;
	readonly #byNumber = new Map<number, Pin>();
	readonly #byName = new Map<string, Pin>();
	readonly #violation: (text: string) => void;
	#edges = new Map<number, Edge>();
	/** Counts for the soak test: every watched edge that the world has made. */
	edgesMade = 0;

	constructor(facts: Readonly<Record<string, PinFact>>, clock: Clock, violation: (text: string) => void) {
		this.#clock = clock;
		this.#violation = violation;
		for (const [name, {number}] of Object.entries(facts)) {
			const pin: Pin = {
				name,
				number,
				mode: 'input',
				watch: 0,
				outside: undefined,
				forced: undefined,
				output: false,
				level: false,
				listeners: [],
			};
			this.#byNumber.set(number, pin);
			this.#byName.set(name, pin);
		}
	}

	has(number: number): boolean {
		return this.#byNumber.has(number);
	}

	get names(): readonly string[] {
		return [...this.#byName.keys()];
	}

	nameOf(number: number): string {
		return this.#byNumber.get(number)?.name ?? `${number}`;
	}

	numberOf(name: string): number {
		return this.#named(name).number;
	}

	/** Whether a report to the chip is waiting. */
	get pending(): boolean {
		return this.#edges.size > 0;
	}

	/** The first waiting edge; at the same moment, that of the lowest pin. */
	get firstEdge(): Edge | undefined {
		let first: Edge | undefined;
		for (const edge of this.#edges.values()) {
			const before = first && (first.atUs < edge.atUs || (first.atUs === edge.atUs && first.pin < edge.pin));
			if (!before) first = edge;
		}
		return first;
	}

	// ---- the world's side

	/** Put a level on a pin from outside, or let go of it with undefined. */
	drive(name: string, level: boolean | undefined): void {
		const pin = this.#named(name);
		if (pin.outside === level) return;
		pin.outside = level;
		if (pin.mode === 'output' && level !== undefined) {
			this.#violation(`pin ${name}: driven from outside while it is an output`);
		}
		this.#settle(pin);
	}

	/** Make the level the other one, whoever drives the pin, until it is let go of with false. */
	disturb(name: string, isOn: boolean): void {
		const pin = this.#named(name);
		pin.forced = isOn ? !pin.level : undefined;
		this.#settle(pin);
	}

	/** The level at which only a pull of the chip holds the pin; undefined: it has none, or something drives it. */
	pulledTo(name: string): boolean | undefined {
		const {mode, outside} = this.#named(name);
		if (outside !== undefined || (mode !== 'input-pull-up' && mode !== 'input-pull-down')) return undefined;
		return mode === 'input-pull-up';
	}

	level(name: string): boolean {
		return this.#named(name).level;
	}

	onChange(name: string, listener: (level: boolean) => void): void {
		this.#named(name).listeners.push(listener);
	}

	/** The edges since the last call, in order of pin number. */
	takeEdges(): Edge[] {
		if (this.#edges.size === 0) return [];
		const edges = [...this.#edges.values()].sort((a, b) => a.pin - b.pin);
		this.#edges = new Map();
		return edges;
	}

	/** The chip went off: nothing watched or pending; modes, pulls and outputs stay as they are, but those that fall. */
	off(falls: (name: string) => boolean): void {
		this.#unwatch();
		for (const pin of this.#byNumber.values()) {
			if (pin.mode !== 'output' || !falls(pin.name)) continue;
			pin.output = false;
			this.#settle(pin);
		}
	}

	/** The chip lost power or was reset: inputs, nothing watched, nothing pending. */
	reset(): void {
		this.#unwatch();
		for (const pin of this.#byNumber.values()) {
			pin.mode = 'input';
			pin.output = false;
			this.#settle(pin);
		}
	}

	#unwatch(): void {
		for (const pin of this.#byNumber.values()) pin.watch = 0;
		this.#edges = new Map();
	}

	// ---- the chip's side; the number was checked with has()

	setMode(number: number, mode: PinMode): void {
		const pin = this.#byNumber.get(number)!;
		pin.mode = mode;
		if (mode === 'output' && pin.outside !== undefined) {
			this.#violation(`pin ${pin.name}: made an output while it is driven from outside`);
		}
		this.#settle(pin);
	}

	write(number: number, level: boolean): void {
		const pin = this.#byNumber.get(number)!;
		pin.output = level;
		if (pin.mode !== 'output') this.#violation(`pin ${pin.name}: written while it is an ${pin.mode}`);
		this.#settle(pin);
	}

	read(number: number): boolean {
		return this.#byNumber.get(number)!.level;
	}

	watch(number: number, edges: EdgeMask): void {
		const pin = this.#byNumber.get(number)!;
		pin.watch = edges;
		if (edges === 0) this.#edges.delete(number);
	}

	#named(name: string): Pin {
		const pin = this.#byName.get(name);
		if (!pin) throw new RangeError(`no pin ${name}; pins are ${[...this.#byName.keys()].join(', ')}`);
		return pin;
	}

	#settle(pin: Pin): void {
		const driven = pin.mode === 'output' ? pin.output : (pin.outside ?? pin.mode === 'input-pull-up');
		const level = pin.forced ?? driven;
		if (level === pin.level) return;
		pin.level = level;
		const kind = level ? 1 : 2;
		if (pin.watch & kind) this.#note(pin, kind);
		for (const listener of pin.listeners) listener(level);
	}

	#note(pin: Pin, kind: number): void {
		this.edgesMade++;
		const known = this.#edges.get(pin.number);
		if (known) {
			known.kinds |= kind;
			known.count++;
			return;
		}
		const edge = {pin: pin.number, name: pin.name, atUs: this.#clock.nowUs, kinds: kind, count: 1};
		this.#edges.set(pin.number, edge);
	}
}
