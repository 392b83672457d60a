// Watches the firmware at its functions, by the symbols of the very ELF that would be flashed, and keeps the log.

import {faultError} from '../cores/cortex-m-faults.ts';
import {Stop} from '../world/clock.ts';
import {markNames, type WakeCause} from '../world/log.ts';
import type {WakePin, World} from '../world.ts';
import type {Activity, ResetReason} from './chip.ts';
import type {Machine} from './machine.ts';

type Depth = 'idle' | 'deep';

export class Observer {
	readonly #machine: Machine;
	readonly #world: World;
	/** Between the entry into hal_sleep and its end. */
	#sleeping: {readonly depth: Depth; waited: boolean; wokeUs: number; edge: number | undefined} | undefined;
	#offPins: readonly WakePin[] = [];
	/** Written to the console, not yet seen at the serial port. */
	#unsent: number[] = [];
	#atWake = 0;

	constructor(machine: Machine, world: World) {
		this.#machine = machine;
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
			const bytes = machine.core.read(at, length);
			world.log.write(machine.nowUs, bytes);
			this.#unsent.push(...bytes);
		});
		machine.observe('hal_mark', ([mark, value]) => this.#mark(mark, value));
		machine.observe('hal_off', ([pins, count]) => {
			const bytes = machine.core.read(pins, 2 * count);
			this.#offPins = Array.from({length: count}, (_, index) => ({
				pin: bytes[2 * index]!,
				high: bytes[2 * index + 1] !== 0,
			}));
		});
		machine.observe('hal_panic', ([text]) => this.#end(`panic: ${machine.text(text)}`));
		machine.observe('fault_at', ([frame]) => this.#fault(frame));
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

	#boot(reason: ResetReason): void {
		const {log, ledger, board} = this.#world;
		this.#world.boots++;
		this.#sleeping = undefined;
		this.finish();
		this.#checkSent(reason);
		log.wake(this.#machine.nowUs, this.#cause(reason));
		if (reason === 'off') ledger.charge('cpu', 'wake from off', board.energy.wake.off, this.#machine.nowUs);
		this.#atWake = this.#machine.executed;
		const block = this.#machine.elf.address('link_retained');
		for (const {byte, xor} of this.#world.faults.retained(this.#world.boots)) {
			const [old] = this.#machine.core.read(block + byte, 1);
			this.#machine.core.write(block + byte, Uint8Array.of(old! ^ xor));
		}
	}

	/** What the firmware does on purpose, it does when all is said. */
	#checkSent(reason: ResetReason): void {
		const isOrderly = reason === 'soft' || reason === 'off';
		const lost = this.#unsent.splice(0).length;
		if (isOrderly && lost > 0)
			this.#world.log.violation(this.#machine.nowUs, `${lost} bytes of the console were never sent`);
	}

	#cause(reason: ResetReason): WakeCause {
		if (reason === 'off') {
			const {pins} = this.#world;
			const woken = this.#offPins.find(({pin, high}) => pins.read(pin) === high) ?? this.#offPins[0];
			return `off:${pins.nameOf(woken?.pin ?? 0)}`;
		}
		if (reason === 'watchdog0' || reason === 'watchdog1') return 'watchdog';
		return reason === 'power-on' ? 'power-on' : 'reset';
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

	#fault(frame: number): never {
		const {scs, elf, core} = this.#machine;
		const [pc, lr] = [core.word(frame + 24), core.word(frame + 20)];
		const where = `${elf.describe(pc)}, called from ${elf.describe(lr & ~1)}`;
		const registers = `cfsr 0x${scs.cfsr.toString(16)}, hfsr 0x${scs.hfsr.toString(16)}`;
		throw faultError(scs.cfsr, where, `${registers} at ${this.#machine.nowUs / 1000} ms`);
	}
}
