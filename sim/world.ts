// The world around one chip: time, pins, buses, sensors, energy, faults and the log. Deterministic and synchronous.

import type {BoardFacts, UartFact} from '../boards/facts/schema.ts';
import {CatnapError} from '../lib/errors.ts';
import {makeChip} from './devices/catalogue.ts';
import {captureLine, Microphone} from './devices/microphone.ts';
import {AnalogInputs, supplyInput, toCounts} from './world/analog.ts';
import {
	type AttachedChip,
	checkAttached,
	figuresOf,
	wholeI2c,
	wholeSerial,
	wholeSpi,
} from './world/attached.ts';
import {Battery, type BatteryOptions} from './world/battery.ts';
import {I2cBus, type TransferStatus} from './world/bus.ts';
import {type Chip, type ChipSocket, unpowered} from './world/chip.ts';
import {Clock, Stop} from './world/clock.ts';
import {Ledger} from './world/energy.ts';
import {type Fault, Faults} from './world/faults.ts';
import {Log, type MarkName, type WakeCause} from './world/log.ts';
import {type Edge, type EdgeMask, type PinMode, Pins} from './world/pins.ts';
import {PulseCounters, type PulseTrain, playTrain, pulseLines} from './world/pulse.ts';
import {type Pulses, PwmOutputs} from './world/pwm.ts';
import {parities, SerialPort, serialLines} from './world/serial.ts';
import type {Sound} from './world/sound.ts';
import {SpiBus} from './world/spi.ts';
import {Trace} from './world/trace.ts';

export interface WorldOptions {
	/** Whose pins, buses, sensors and currents count. */
	readonly board: BoardFacts;
	/** The run ends at this moment. */
	readonly forUs: number;
	/** Acceleration that every sensor feels. @default lying flat, 1 g on z */
	readonly trace?: Trace | undefined;
	/** What the microphone hears from the start of the run; silence after its end. @default silence */
	readonly sound?: Sound | undefined;
	/** The cell that the device lives on. @default a supply that never fails */
	readonly battery?: BatteryOptions | undefined;
	/** @default 1 */
	readonly seed?: number | undefined;
	/** Injected faults. @default none */
	readonly faults?: readonly Fault[] | undefined;
	/** Deviation of the sensors' own oscillators, parts per million. @default 0 */
	readonly oscillatorPpm?: number | undefined;
	/** Entries that each list of the log keeps; counts go on. @default 1000000 */
	readonly logLimit?: number | undefined;
	/** Keep every change of a current, for a picture of it over time. @default false */
	readonly recordEnergy?: boolean | undefined;
	/** Chips of the caller's own on the board's buses, by the names that faults and the ledger use for them. */
	readonly chips?: Readonly<Record<string, AttachedChip>> | undefined;
	/** Called once the world stands, to script it: `world.at(...)`, `world.press(...)`. */
	readonly setup?: ((world: World) => void) | undefined;
}

/** The slowest clock of an SPI controller, as that of the nRF5340. */
const slowestSpiHz = 125_000;

/** Start of the crystal that a receiver waits for: boards/chips/nrf5340/energy.ts, t_hfxo. */
const crystalStartUs = 1400;

/** How often the supply is looked at while nothing changes. */
const supplyLookUs = 10e6;

export type BootCause = 'power-on' | 'reset' | 'off-wake' | 'watchdog';

export interface Boot {
	readonly cause: BootCause;
	/** The pin that ended off; undefined for the clock. */
	readonly pin: number | undefined;
}

/** A pin whose level ends off. */
export interface WakePin {
	readonly pin: number;
	readonly high: boolean;
}

export type ChipStatus = TransferStatus | 'unsupported' | 'invalid';
export type Depth = 'idle' | 'deep';

/** Microseconds an instruction takes, as fractions of one denominator, so that a change of clock loses no remainder. */
export interface TimeScale {
	readonly slow: number;
	/** undefined: the board has one clock. */
	readonly fast: number | undefined;
	readonly denominator: number;
}

/** A chip and where it sits; `address` undefined: on an SPI bus. */
interface Placed {
	readonly chip: Pick<Chip, 'power' | 'reset' | 'disguise' | 'stats'>;
	readonly bus: string;
	readonly address: number | undefined;
	readonly rail: string;
}

/** Time, pins, buses, sensors, energy, faults and the log around one chip. */
export class World {
	/** The facts of the board. */
	readonly board: BoardFacts;
	/** Of everything random. */
	readonly seed: number;
	/** @internal */
	readonly clock: Clock;
	/** @internal */
	readonly pins: Pins;
	/** @internal */
	readonly inputs: AnalogInputs;
	/** @internal */
	readonly microphone: Microphone | undefined;
	/** The cell, if there is one; else the supply is the board's. */
	battery: Battery | undefined;
	/** @internal */
	readonly buses = new Map<string, I2cBus>();
	/** @internal */
	readonly spiBuses = new Map<string, SpiBus>();
	/** @internal */
	readonly serialPorts = new Map<string, SerialPort>();
	/** @internal */
	readonly pwmOutputs: PwmOutputs;
	/** @internal */
	readonly pulseCounters: PulseCounters;
	/** @internal */
	readonly sensors = new Map<string, Placed>();
	/** @internal */
	readonly ledger = new Ledger();
	/** What the run leaves behind. */
	readonly log: Log;
	/** @internal */
	readonly faults: Faults;
	/** @internal */
	readonly scale: TimeScale;
	/** Numbers of interrupts inside the chip that stand among those of pins. */
	readonly #lines: ReadonlySet<number>;
	#isFast = false;
	/** @internal */
	boots = 0;
	/** Instructions executed up to the last message of the chip; undefined where they are not counted. */
	instructions: number | undefined;
	/** Set when the app ended itself or the chip gave up. */
	ended: string | undefined;
	#failing = false;
	#remainder = 0;
	#fedAwakeUs = 0;
	#asleepUs = 0;
	#boot: Boot = {cause: 'power-on', pin: undefined};

	/** `simulate` and `runImage` make one; `setup` receives it. */
	constructor(options: WorldOptions) {
		this.board = options.board;
		this.seed = (options.seed ?? 1) >>> 0;
		this.log = new Log(options.logLimit);
		this.clock = new Clock(options.forUs);
		this.scale = timeScale(options.board);
		const violation = (text: string): void => this.log.violation(this.clock.nowUs, text);
		const line = options.board.microphone && {microphone: {...captureLine, doc: 'A block is full'}};
		const lines = {
			...line,
			...(options.board.uartEnergy && serialLines),
			...(options.board.pulse && pulseLines),
		};
		this.#lines = new Set(Object.values(lines).map(({number}) => number));
		this.pins = new Pins({...options.board.pins, ...lines}, this.clock, violation);
		this.inputs = new AnalogInputs(options.board, this.clock, violation);
		this.inputs.follow(options.trace);
		this.#addEnergy(options);
		const {board, pins, clock, ledger, log} = this;
		this.pwmOutputs = new PwmOutputs({facts: board.pwm, pins, clock, ledger, log});
		this.pulseCounters = new PulseCounters({facts: board.pulse, pins, clock, ledger});
		this.microphone = this.#addMicrophone(options);
		this.#addBuses(violation);
		this.#addSensors(options, violation);
		this.#addRails();
		this.faults = new Faults({
			clock: this.clock,
			pins: this.pins,
			buses: new Map<string, I2cBus | SpiBus>([...this.buses, ...this.spiBuses]),
			serialPorts: this.serialPorts,
			chips: this.sensors,
			note: text => this.log.note(this.clock.nowUs, 'fault', text),
		});
		for (const fault of options.faults ?? []) this.faults.add(fault);
		if (options.battery) this.powerBy(options.battery);
		options.setup?.(this);
	}

	// ---- for whoever scripts the world

	/** The moment, in microseconds from the start of the run. */
	get nowUs(): number {
		return this.clock.nowUs;
	}

	/** Uses of a chip or pin that its data sheet does not allow, or that are not simulated. */
	get violations(): readonly string[] {
		return this.log.violations;
	}

	/** Do something at a moment, in microseconds from the start of the run. @throws {CatnapError} BAD_MOMENT */
	at(atUs: number, run: () => void): void {
		if (!Number.isSafeInteger(atUs) || atUs < this.nowUs) {
			throw new CatnapError('BAD_MOMENT', {
				where: `virtual time ${this.nowUs / 1000} ms`,
				expected: `whole microseconds from the start of the run, ${this.nowUs} or more`,
				received: String(atUs),
			});
		}
		this.clock.at(atUs, run);
	}

	/** Hold a pin high (or, if it is active low, low) for a while. @throws {CatnapError} BAD_MOMENT */
	press(pin: string, atUs: number, forUs = 100_000): void {
		this.pins.level(pin); // a name that no pin has is the mistake of this call, not of the moment
		const down = this.board.pins[pin]?.activeLow !== true;
		this.at(atUs, () => {
			this.#noteIdlePress(pin, down);
			this.pins.drive(pin, down);
		});
		this.at(atUs + forUs, () => this.pins.drive(pin, !down));
	}

	/** A press to the level that the pull keeps anyway wakes nobody, and the run would not say so. */
	#noteIdlePress(pin: string, down: boolean): void {
		if (this.pins.pulledTo(pin) !== down) return;
		const [pull, level] = down ? ['pull-up', 'high'] : ['pull-down', 'low'];
		const facts = down ? 'activeLow: true' : 'no activeLow';
		const todo = `a button there needs ${facts} in board.ts, or the other pull`;
		this.log.violation(
			this.nowUs,
			`pin ${pin}: pressed ${level}, where its ${pull} holds it already; ${todo}`,
		);
	}

	/** Give a pin pulses, for `PulseCount` and `onReadable`; it is low afterwards. */
	pulses(pin: string, train: PulseTrain): void {
		playTrain(this.clock, this.pins, pin, train);
	}

	/** What a pin does at this moment: `PWM` gives it a frequency and a duty, else its level is constant. */
	pwm(pin: string): Pulses {
		return this.pwmOutputs.of(pin);
	}

	/** Put a level on an analog input, from now on and instead of the trace's column. */
	analog(input: string, millivolts: number): void {
		this.inputs.set(input, millivolts);
	}

	/** Put in a cell; the run ends when it no longer feeds the chip. */
	powerBy(options: BatteryOptions): void {
		const {supply} = this.board;
		if (!supply) throw new RangeError(`the board ${this.board.name} has no supply fact`);
		const load = {
			chargeUc: () => this.ledger.chargeUc(this.clock.nowUs),
			get uA(): number {
				return ledger.uA;
			},
		};
		const {ledger} = this;
		const isFirst = this.battery === undefined;
		this.battery = new Battery(options, supply, load, this.clock.nowUs);
		ledger.onEnter = () => this.#checkSupply();
		if (isFirst) this.#watchSupply();
	}

	/** What the microphone hears from now on, instead of what it heard. */
	play(sound: Sound | undefined): void {
		if (!this.microphone) throw new RangeError(`the board ${this.board.name} has no microphone`);
		this.microphone.play(sound);
	}

	/** Inject a fault; its moments count from the start of the run. */
	fail(fault: Fault): void {
		this.faults.add(fault);
	}

	// ---- the chip's side. Each call first lets `spent` instructions pass.

	/** The moment a message with this many spent instructions was made; time itself stays. @internal */
	momentOf(spent: number): number {
		return this.clock.nowUs + this.#spentUs(spent);
	}

	/** Microseconds an instruction takes now, times the denominator of the scale. @internal */
	get numerator(): number {
		const {slow, fast} = this.scale;
		return this.#isFast ? fast! : slow;
	}

	/** The core runs at this clock from now on. @internal */
	coreClock(isFast: boolean): ChipStatus {
		if (isFast && this.scale.fast === undefined) return 'unsupported';
		this.#isFast = isFast;
		this.ledger.enter('cpu', this.#running, this.clock.nowUs);
		return 'ok';
	}

	/** Let time pass for instructions. @internal */
	spend(spent: number): void {
		const untilUs = this.clock.nowUs + this.#spentUs(spent);
		this.#remainder = (this.#remainder + spent * this.numerator) % this.scale.denominator;
		this.clock.advanceTo(untilUs);
	}

	/** The chip starts; returns why. @internal */
	boot(): Boot {
		this.boots++;
		this.#isFast = false;
		this.ledger.enter('cpu', 'run', this.clock.nowUs);
		const {cause, pin} = this.#boot;
		const by = pin === undefined ? 'timer' : this.pins.nameOf(pin);
		const text: WakeCause = cause === 'off-wake' ? `off:${by}` : cause;
		this.log.wake(this.clock.nowUs, text);
		this.feed();
		return this.#boot;
	}

	/** Sleep until a watched edge or a moment. Returns at once if an edge waits or the moment has come. @internal */
	sleep(depth: Depth, untilUs: number): void {
		if (this.pins.pending || untilUs <= this.clock.nowUs) return;
		const sinceUs = this.clock.nowUs;
		this.log.note(sinceUs, 'sleep', depth);
		this.ledger.enter('cpu', depth, sinceUs);
		try {
			while (!this.pins.pending && this.clock.nowUs < untilUs) this.clock.step(untilUs);
		} finally {
			this.#asleepUs += this.clock.nowUs - sinceUs;
		}
		this.#wake(this.pins.firstEdge, depth);
	}

	/** Off: returns when the chip must boot; false if a pin or the clock cannot end it on this board. @internal */
	off(wakePins: readonly WakePin[], untilUs: number): boolean {
		if (!wakePins.every(wake => this.#endsOff(wake))) return false;
		if (untilUs !== Number.POSITIVE_INFINITY && !this.board.off.timer) return false;
		const sinceUs = this.clock.nowUs;
		this.log.note(sinceUs, 'off', wakePins.map(({pin}) => this.pins.nameOf(pin)).join(' '));
		this.pins.off(pin => this.board.pins[pin]?.fallsInOff === true);
		this.microphone?.stop();
		this.#stopParts();
		this.ledger.enter('cpu', 'off', sinceUs);
		const woken = (): WakePin | undefined => wakePins.find(({pin, high}) => this.pins.read(pin) === high);
		try {
			while (!woken() && this.clock.nowUs < untilUs) this.clock.step(untilUs);
		} finally {
			this.#asleepUs += this.clock.nowUs - sinceUs;
		}
		this.#boot = {cause: 'off-wake', pin: woken()?.pin};
		this.pins.reset();
		this.ledger.enter('cpu', 'run', this.clock.nowUs);
		this.ledger.charge('cpu', 'wake from off', this.board.energy.wake.off, this.clock.nowUs);
		this.#remainder = 0;
		return true;
	}

	/** The chip resets itself. @internal */
	reset(cause: 'reset' | 'watchdog' = 'reset'): void {
		this.pins.reset();
		this.microphone?.stop();
		this.#stopParts();
		this.#remainder = 0;
		this.#boot = {cause, pin: undefined};
	}

	#stopParts(): void {
		for (const port of this.serialPorts.values()) port.close();
		this.pwmOutputs.stop();
		this.pulseCounters.stop();
	}

	/** Progress was made. @internal */
	feed(): void {
		this.#fedAwakeUs = this.clock.nowUs - this.#asleepUs;
	}

	/** Whether the watchdog has run out; it counts awake time only. @internal */
	get starved(): boolean {
		return this.clock.nowUs - this.#asleepUs - this.#fedAwakeUs > this.board.watchdogUs;
	}

	/** @internal */
	transfer(
		bus: number,
		address: number,
		tx: Uint8Array,
		rxLength: number,
	): {status: ChipStatus; data: Uint8Array} {
		const found = this.#bus(bus);
		if (!found) return {status: 'invalid', data: new Uint8Array(rxLength)};
		return this.#whileTransfer(() => found.transfer(address, tx, rxLength));
	}

	/** @internal */
	recover(bus: number): ChipStatus {
		const found = this.#bus(bus);
		if (!found) return 'invalid';
		return this.#whileTransfer(() => (found.recover() ? 'ok' : 'io'));
	}

	/** An exchange with whatever is selected on an SPI bus. It takes its time. */
	spi(
		bus: number,
		mode: number,
		hz: number,
		tx: Uint8Array,
		rxLength: number,
	): {status: ChipStatus; data: Uint8Array} {
		const found = [...this.spiBuses.values()].find(({facts}) => facts.number === bus);
		if (!found) return {status: 'invalid', data: new Uint8Array(rxLength)};
		if (hz < slowestSpiHz) return {status: 'unsupported', data: new Uint8Array(rxLength)};
		const length = Math.max(tx.length, rxLength);
		return this.#whileTransfer(() => {
			this.clock.advanceTo(this.clock.nowUs + found.takesUs(hz, length));
			return {status: 'ok', data: found.exchange(mode, hz, tx, length).subarray(0, rxLength)};
		});
	}

	/** A serial port by its number; undefined: there is none. @internal */
	serialPort(number: number): SerialPort | undefined {
		return [...this.serialPorts.values()].find(({facts}) => facts.number === number);
	}

	/** Open a port: 'range' when it has no such baud rate. @internal */
	openSerial(number: number, baud: number, parity: number, ringBytes: number): ChipStatus | 'range' {
		const isOpen = this.serialPort(number)?.open({baud, parity: parities[parity] ?? 'none'}, ringBytes);
		const exists = this.serialPort(number) !== undefined;
		return isOpen === true ? 'ok' : exists ? 'range' : 'invalid';
	}

	/** The supply voltage of the chip. @internal */
	get supplyMv(): number {
		return this.battery?.millivolts(this.clock.nowUs) ?? this.board.energy.supplyV * 1000;
	}

	/** One conversion: counts, or undefined if the board has no such input. It takes its time. @internal */
	convert(input: number): number | undefined {
		const {converter} = this.board;
		if (!converter || !(input === supplyInput || this.inputs.has(input))) return undefined;
		// shorter than a sleep pays: the core waits awake
		this.clock.advanceTo(this.clock.nowUs + converter.takesUs);
		return toCounts(this.sample(input), converter.fullScaleMv);
	}

	/** The level that a conversion meets at this moment, in millivolts; the conversion's charge is noted. @internal */
	sample(input: number): number {
		this.ledger.charge('converter', 'conversion', this.board.converter!.conversion, this.clock.nowUs);
		return input === supplyInput ? this.supplyMv : this.inputs.level(input);
	}

	/** @internal */
	pinMode(pin: number, mode: PinMode): ChipStatus {
		return this.#onOutside(pin, () => this.pins.setMode(pin, mode));
	}

	/** @internal */
	pinWrite(pin: number, level: boolean): ChipStatus {
		return this.#onOutside(pin, () => this.pins.write(pin, level));
	}

	/** @internal */
	pinWatch(pin: number, edges: EdgeMask): ChipStatus {
		return this.#onPin(pin, () => this.pins.watch(pin, edges));
	}

	/** Whether the pin is high; undefined: no such pin. @internal */
	pinRead(pin: number): boolean | undefined {
		return this.pins.has(pin) ? this.pins.read(pin) : undefined;
	}

	// ---- posted: stamped with the moment of the message; time itself stays

	/** @internal */
	console(spent: number, bytes: Uint8Array): void {
		this.log.write(this.#posted(spent), bytes);
	}

	/** @internal */
	mark(spent: number, mark: MarkName, value: number, instructions: number | undefined): void {
		this.log.mark(this.#posted(spent), mark, value, instructions);
	}

	/** The app or the chip has come to its end at this moment. @internal */
	end(spent: number, reason: string): never {
		this.#posted(spent);
		this.spend(spent);
		this.ended = reason;
		throw new Stop(reason);
	}

	get #running(): 'run' | 'run_fast' {
		return this.#isFast ? 'run_fast' : 'run';
	}

	#endsOff({pin, high}: WakePin): boolean {
		const fact = Object.values(this.board.pins).find(({number}) => number === pin);
		return fact?.wakeFromOff === true && high === (fact.activeLow !== true);
	}

	/** A change of the load may be too much for the cell; the run ends at an event of its own, not in the midst of it. */
	#checkSupply(): void {
		if (this.#failing || this.battery?.brownOut(this.clock.nowUs) === undefined) return;
		this.#failing = true;
		const reason = this.battery.brownOut(this.clock.nowUs)!;
		this.clock.at(this.clock.nowUs, () => {
			this.ended = reason;
			throw new Stop(reason);
		});
	}

	/** A cell also runs down while nothing changes. */
	#watchSupply(): void {
		this.clock.at(this.clock.nowUs + supplyLookUs, () => {
			this.#checkSupply();
			this.#watchSupply();
		});
	}

	#posted(spent: number): number {
		const atUs = this.momentOf(spent);
		// past the end of the run nothing is heard any more
		if (atUs >= this.clock.endUs) this.clock.advanceTo(atUs);
		return atUs;
	}

	#spentUs(spent: number): number {
		return Math.floor((this.#remainder + spent * this.numerator) / this.scale.denominator);
	}

	#wake(edge: Edge | undefined, depth: Depth): void {
		const atUs = this.clock.nowUs;
		this.ledger.enter('cpu', this.#running, atUs);
		this.ledger.charge('cpu', `wake from ${depth}`, this.board.energy.wake[depth], atUs);
		this.log.wake(atUs, edge ? `pin:${edge.name}` : 'timer');
	}

	#whileTransfer<Result>(run: () => Result): Result {
		this.ledger.enter('cpu', 'transfer', this.clock.nowUs);
		const result = run();
		this.ledger.enter('cpu', this.#running, this.clock.nowUs);
		return result;
	}

	/** A line inside the chip can be watched, and has neither mode nor level. */
	#onOutside(pin: number, run: () => void): ChipStatus {
		return this.#lines.has(pin) ? 'invalid' : this.#onPin(pin, run);
	}

	#onPin(pin: number, run: () => void): ChipStatus {
		if (!this.pins.has(pin)) return 'invalid';
		run();
		return 'ok';
	}

	#bus(number: number): I2cBus | undefined {
		for (const bus of this.buses.values()) {
			if (bus.facts.number === number) return bus;
		}
		return undefined;
	}

	/** Floor and memory follow the core: their states are its own, said in fewer words. */
	#addEnergy({board: {energy}, recordEnergy}: WorldOptions): void {
		if (recordEnergy) this.ledger.record();
		this.ledger.add('cpu', energy.cpu, 'run', 0);
		this.ledger.follow('cpu', 'floor', energy.floor, state =>
			state === 'off' ? 'off' : state === 'deep' ? 'asleep' : 'awake',
		);
		this.ledger.follow('cpu', 'retention', energy.retention, state => (state === 'off' ? 'off' : 'on'));
		this.ledger.add('flash', energy.flash, 'idle', 0);
	}

	#addBuses(violation: (text: string) => void): void {
		for (const [name, facts] of Object.entries(this.board.buses)) {
			if (facts.kind === 'i2c') this.buses.set(name, new I2cBus(name, facts, this.clock));
			else if (facts.kind === 'spi') this.spiBuses.set(name, new SpiBus(name, facts, this.pins, violation));
			else this.serialPorts.set(name, this.#serialPort(name, facts));
		}
	}

	#serialPort(name: string, facts: UartFact): SerialPort {
		const {clock, ledger, pins} = this;
		const figures = this.board.uartEnergy!;
		let known = false;
		return new SerialPort(name, facts, {
			clock,
			edge: line => {
				pins.drive(line, line === 'serial');
				pins.drive(line, line !== 'serial');
			},
			level: high => pins.drive(facts.rx!, high),
			power: state => {
				// a port that the app never opens is not in the ledger
				if (known) ledger.enter(name, state, clock.nowUs);
				else if (state !== 'off') ledger.add(name, figures, state, clock.nowUs);
				known ||= state !== 'off';
			},
			start: () => this.#whileTransfer(() => clock.advanceTo(clock.nowUs + crystalStartUs)),
		});
	}

	#addMicrophone(options: WorldOptions): Microphone | undefined {
		const facts = this.board.microphone;
		if (!facts) return undefined;
		let known = false;
		const power = (on: boolean): void => {
			const state = on ? 'on' : 'off';
			// a microphone that the app never asks for is not wired
			if (!known && on) {
				this.ledger.add('microphone', facts.energy, state, this.clock.nowUs);
				this.ledger.add('capture', facts.capture, state, this.clock.nowUs);
				known = true;
			} else if (known) {
				for (const item of ['microphone', 'capture']) this.ledger.enter(item, state, this.clock.nowUs);
			}
		};
		return new Microphone(facts, {
			clock: this.clock,
			sound: options.sound,
			full: () => {
				this.pins.drive('microphone', true);
				this.pins.drive('microphone', false);
			},
			power,
		});
	}

	#addSensors(options: WorldOptions, violation: (text: string) => void): void {
		const socketOf = (name: string, interrupt: string | undefined, bus = ''): ChipSocket => ({
			name,
			clock: this.clock,
			trace: options.trace ?? Trace.constant(),
			oscillatorPpm: options.oscillatorPpm ?? 0,
			drive: level => interrupt !== undefined && this.pins.drive(interrupt, level),
			energy: state => this.ledger.enter(name, state, this.clock.nowUs),
			send: (bytes, setting) => this.serialPorts.get(bus)?.send(bytes, setting),
			violation,
		});
		for (const [name, facts] of Object.entries(this.board.sensors)) {
			this.ledger.add(name, facts.energy, unpowered, 0);
			const chip = makeChip(facts.chip, socketOf(name, facts.int1));
			this.#attachI2c(name, chip, facts);
		}
		for (const [name, facts] of Object.entries(options.chips ?? {})) {
			checkAttached(name, facts, this.board);
			this.ledger.add(name, figuresOf(facts), unpowered, 0);
			this.#attachOwn(name, facts, socketOf(name, facts.interrupt, facts.bus));
		}
	}

	#attachI2c(
		name: string,
		chip: Chip,
		{bus, address, rail = 'vdd'}: {readonly bus: string; readonly address: number; readonly rail?: string},
	): void {
		this.buses.get(bus)!.attach(address, chip);
		this.sensors.set(name, {chip, bus, address, rail});
	}

	#attachOwn(name: string, facts: AttachedChip, socket: ChipSocket): void {
		const {bus, rail = 'vdd'} = facts;
		if (facts.address !== undefined) {
			this.#attachI2c(name, wholeI2c(facts.make(socket)), facts);
			return;
		}
		if (facts.select === undefined) {
			const device = wholeSerial(facts.make, socket);
			this.serialPorts.get(bus)!.attach(device);
			this.sensors.set(name, {chip: device, bus, address: undefined, rail});
			return;
		}
		const chip = wholeSpi(facts.make(socket));
		this.spiBuses.get(bus)!.attach(name, facts.select, chip);
		this.sensors.set(name, {chip, bus, address: undefined, rail});
	}

	/** A rail is always on, or follows the pin that switches it. */
	#addRails(): void {
		for (const [name, rail] of Object.entries(this.board.rails)) {
			const chips = [...this.sensors.values()].filter(sensor => sensor.rail === name).map(({chip}) => chip);
			const set = (on: boolean): void => {
				for (const chip of chips) chip.power(on);
			};
			if (rail.enable !== undefined) this.pins.onChange(rail.enable, set);
			set(rail.enable === undefined);
		}
	}
}

function timeScale({cpiMilli, clockHz, fastClockHz}: BoardFacts): TimeScale {
	const slow = fraction(cpiMilli * 1000, clockHz);
	const fast = fraction(cpiMilli * 1000, fastClockHz ?? clockHz);
	const denominator = (slow.below / gcd(slow.below, fast.below)) * fast.below;
	return {
		slow: (slow.above * denominator) / slow.below,
		fast: fastClockHz === undefined ? undefined : (fast.above * denominator) / fast.below,
		denominator,
	};
}

/** In lowest terms. */
function fraction(above: number, below: number): {above: number; below: number} {
	const divisor = gcd(above, below);
	return {above: above / divisor, below: below / divisor};
}

function gcd(a: number, b: number): number {
	return b === 0 ? a : gcd(b, a % b);
}
