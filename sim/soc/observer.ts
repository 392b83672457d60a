// Watches the firmware of a simulated chip at its functions, by the symbols of the very ELF that would be flashed, and keeps the log.

import type {Elf} from '../cores/elf.ts';
import {Stop} from '../world/clock.ts';
import {markNames, type WakeCause} from '../world/log.ts';
import type {WakePin, World} from '../world.ts';
import type {Activity} from './outside.ts';

type Depth = 'idle' | 'deep';
type Arguments = readonly [number, number, number, number];

/** What a simulated chip lets others see. `Reason`: why it was reset, in its own words. */
export interface Observed<Reason> {
	readonly elf: Elf;
	readonly nowUs: number;
	/** Instructions up to now. */
	readonly executed: number;
	onBoot: (reason: Reason) => void;
	onSleep: (asleep: boolean) => void;
	observe(name: string, run: (args: Arguments) => void): void;
	observeReturn(name: string, run: () => void): void;
	bytes(address: number, length: number): Uint8Array;
	setBytes(address: number, bytes: Uint8Array): void;
	text(address: number): string;
}

/** What its reasons mean to the world. */
export type Reasons<Reason extends string> = Readonly<
	Record<Reason, 'power-on' | 'reset' | 'watchdog' | 'off'>
>;

export class Observer<Reason extends string> {
	readonly #machine: Observed<Reason>;
	readonly #reasons: Reasons<Reason>;
	readonly #world: World;
	/** Between the entry into hal_sleep and its end. */
	#sleeping: {readonly depth: Depth; waited: boolean; wokeUs: number; edge: number | undefined} | undefined;
	#offPins: readonly WakePin[] = [];
	/** Written to the console, not yet seen at the serial port. */
	#unsent: number[] = [];
	#atWake = 0;

	/** `fault`: ends the run with what the registers of a fault say. */
	constructor(
		machine: Observed<Reason>,
		world: World,
		reasons: Reasons<Reason>,
		fault: (frame: number) => never,
	) {
		this.#machine = machine;
		this.#reasons = reasons;
		this.#world = world;
		machine.onBoot = reason => this.#boot(reason);
		machine.onSleep = asleep => this.#sleep(asleep);
		machine.observe('hal_sleep', ([depth]) => {
			this.#sleeping = {depth: depth === 0 ? 'idle' : 'deep', waited: false, wokeUs: 0, edge: undefined};
		});
		machine.observeReturn('hal_sleep', () => this.#sleepEnds());
		machine.observe('cn_pin_isr', ([pin]) => {
			if (this.#sleeping) this.#sleeping.edge ??= pin & 0xff;
		});
		machine.observe('hal_console_write', ([at, length]) => {
			const bytes = machine.bytes(at, length);
			world.log.write(machine.nowUs, bytes);
			this.#unsent.push(...bytes);
		});
		machine.observe('hal_mark', ([mark, value]) => this.#mark(mark, value));
		machine.observe('hal_off', ([pins, count]) => {
			const bytes = count === 0 ? [] : machine.bytes(pins, 2 * count); // then `pins` may be NULL
			this.#offPins = Array.from({length: count}, (_, index) => ({
				pin: bytes[2 * index]!,
				high: bytes[2 * index + 1] !== 0,
			}));
		});
		machine.observe('hal_panic', ([text]) => this.#end(`panic: ${machine.text(text)}`));
		machine.observe('fault_at', ([frame]) => fault(frame));
	}

	/** Note what the last wake has cost so far. */
	finish(): void {
		const {wakes, wakeInstructions} = this.#world.log;
		if (wakes.length > 0) wakeInstructions[wakes.length - 1] = this.#machine.executed - this.#atWake;
	}

	/** Bytes at the serial port: they must be what was written, in order. */
	sent(bytes: Uint8Array): void {
		const expected = this.#unsent.splice(0, bytes.length);
		if (bytes.every((byte, index) => byte === expected[index])) return;
		const text = new TextDecoder().decode(bytes);
		this.#world.log.violation(
			this.#machine.nowUs,
			`the serial port sends ${JSON.stringify(text)}, which was not written`,
		);
	}

	/** The chip goes off: called with the first moment of it. */
	activity(what: Activity, atUs: number): void {
		if (what !== 'off') return;
		const names = this.#offPins.map(({pin}) => this.#world.pins.nameOf(pin)).join(' ');
		this.#world.log.note(atUs, 'off', names);
		this.finish();
	}

	#boot(reason: Reason): void {
		const {log, ledger, board} = this.#world;
		this.#world.boots++;
		this.#sleeping = undefined;
		this.finish();
		this.#checkSent(reason);
		log.wake(this.#machine.nowUs, this.#cause(reason));
		if (this.#reasons[reason] === 'off')
			ledger.charge('cpu', 'wake from off', board.energy.wake.off, this.#machine.nowUs);
		this.#atWake = this.#machine.executed;
		const block = this.#machine.elf.address('link_retained');
		for (const {byte, xor} of this.#world.faults.retained(this.#world.boots)) {
			const [old] = this.#machine.bytes(block + byte, 1);
			this.#machine.setBytes(block + byte, Uint8Array.of(old! ^ xor));
		}
	}

	/** What the firmware does on purpose, it does when all is said. */
	#checkSent(reason: Reason): void {
		const isOrderly = reason === 'soft' || this.#reasons[reason] === 'off';
		const lost = this.#unsent.splice(0).length;
		if (isOrderly && lost > 0)
			this.#world.log.violation(this.#machine.nowUs, `${lost} bytes of the console were never sent`);
	}

	#cause(reason: Reason): WakeCause {
		const meaning = this.#reasons[reason];
		if (meaning !== 'off') return meaning;
		const {pins} = this.#world;
		const woken = this.#offPins.find(({pin, high}) => pins.read(pin) === high);
		if (woken === undefined && this.#world.board.off.timer) return 'off:timer';
		return `off:${pins.nameOf((woken ?? this.#offPins[0])?.pin ?? 0)}`;
	}

	#sleep(asleep: boolean): void {
		const sleeping = this.#sleeping;
		if (!sleeping) return;
		const {log, ledger, board} = this.#world;
		if (asleep && !sleeping.waited) {
			sleeping.waited = true;
			log.note(this.#machine.nowUs, 'sleep', sleeping.depth);
			this.finish();
		}
		if (asleep) return;
		sleeping.wokeUs = this.#machine.nowUs;
		if (sleeping.edge === undefined) this.#atWake = this.#machine.executed;
		const {depth, wokeUs} = sleeping;
		ledger.charge('cpu', `wake from ${depth}`, board.energy.wake[depth], wokeUs);
	}

	#sleepEnds(): void {
		const sleeping = this.#sleeping;
		this.#sleeping = undefined;
		if (!sleeping?.waited) return;
		const {edge, wokeUs} = sleeping;
		this.#world.log.wake(wokeUs, edge === undefined ? 'timer' : `pin:${this.#world.pins.nameOf(edge)}`);
	}

	#mark(mark: number, value: number): void {
		this.#world.log.mark(this.#machine.nowUs, markNames[mark] ?? 'ready', value, this.#machine.executed);
	}

	#end(reason: string): never {
		this.#world.ended = reason;
		throw new Stop(reason);
	}
}
