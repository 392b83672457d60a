// SPI2 as master: full duplex, up to 64 bytes of its own memory at a time. The world says what comes back.

import {type Chip, unitsPerSecond} from './chip.ts';
import {hex, Peripheral} from './peripheral.ts';

const source = 21;
const bufferBytes = 64;
/** Signals of the GPIO matrix [gpio_sig_map.h: FSPICLK, FSPIQ, FSPID]. */
const signals = {clock: 101, miso: 102, mosi: 103} as const;
const cmd = {start: 1 << 24, update: 1 << 23} as const;
const user = {miso: 1 << 28, mosi: 1 << 27, clockOutEdge: 1 << 9, bothWays: 1} as const;
/** Phases and ways that nothing here uses: command, address, dummy, halves, several lines, three wires. */
const userOther = ~(user.miso | user.mosi | user.clockOutEdge | user.bothWays | 0xc0);
const clockRestsHigh = 1 << 29;
const clock = {isSource: 2 ** 31, preShift: 18, nShift: 12} as const;
const gate = {active: 2, fromPll: 4} as const;
const done = 1 << 12;
const crystalHz = 40e6;
/** What takes effect by UPDATE [spi_ll.h, spi_ll_apply_config: registers of the APB clock are taken over by the other one]. */
const buffered = ['CLOCK', 'USER', 'MS_DLEN', 'MISC'] as const;

export class Spi extends Peripheral {
	/** The pin that gives out a signal. */
	outputOf: (signal: number) => number | undefined = () => undefined;
	/** The pin that a signal is taken from. */
	inputOf: (signal: number) => number | undefined = () => undefined;
	#isStale = false;
	#isMoving = false;

	constructor(chip: Chip) {
		super(chip, 'SPI', 'SPI2', 0x6002_4000);
		for (const name of buffered) {
			this.onWrite(name, value => {
				if (this.#isMoving) this.violation(`${name} is written while bytes move`);
				this.put(name, value);
				this.#isStale = true;
			});
		}
		this.onWrite('CMD', value => this.#command(value));
		this.onRead('CMD', () => (this.#isMoving ? cmd.start : 0));
		this.hasInterrupts('INT_ST', () => this.#update());
	}

	override reset(): void {
		super.reset();
		this.#isStale = false;
		this.#isMoving = false;
	}

	get busy(): boolean {
		return this.#isMoving;
	}

	/** As hal.h counts them: bit 1 is the level at rest, bit 0 the edge that samples [spi_ll_master_set_mode]. */
	get #mode(): number {
		const high = (this.get('MISC') & clockRestsHigh) !== 0;
		const outEdge = (this.get('USER') & user.clockOutEdge) !== 0;
		return (high ? 2 : 0) | (high !== outEdge ? 1 : 0);
	}

	/** spi_ll_freq_for_pre_n. */
	get #hz(): number {
		const value = this.get('CLOCK');
		if (value >= clock.isSource) return crystalHz;
		const [pre, n] = [(value >>> clock.preShift) & 15, (value >>> clock.nShift) & 63];
		return crystalHz / ((pre + 1) * (n + 1));
	}

	#command(value: number): void {
		if (value & cmd.update) this.#isStale = false;
		if (value & cmd.start) this.#start();
	}

	#start(): void {
		if (this.#isMoving) this.violation('started while bytes move');
		const problem = this.#problem;
		if (problem !== undefined) this.violation(problem);
		const length = Math.min(bufferBytes, (this.get('MS_DLEN') + 1) >>> 3);
		this.#isMoving = true;
		const ends = this.chip.now() + Math.round((length * 8 * unitsPerSecond) / this.#hz);
		this.chip.agenda.at(ends, () => this.#end(length));
		this.chip.attend();
	}

	/** Why a transfer does not do what it seems to; undefined: it does. */
	get #problem(): string | undefined {
		if (this.#isStale) return 'started with settings that no UPDATE has applied';
		if ((this.get('CLK_GATE') & gate.active) === 0) return 'started without its clock [CLK_GATE]';
		if (this.get('CLK_GATE') & gate.fromPll) return 'its clock is the PLL, which is not simulated here';
		const ways = user.miso | user.mosi | user.bothWays;
		if ((this.get('USER') & ways) !== ways || this.get('USER') & userOther)
			return `USER ${hex(this.get('USER'))}: only full duplex of data is simulated`;
		if (this.get('MS_DLEN') > 8 * bufferBytes - 1 || this.get('MS_DLEN') % 8 !== 7)
			return `${this.get('MS_DLEN') + 1} bits: whole bytes, at most ${bufferBytes}`;
		if (this.outputOf(signals.clock) === undefined) return 'no pin gives out its clock';
		if (this.outputOf(signals.mosi) === undefined) return 'no pin gives out its data';
		return this.inputOf(signals.miso) === undefined ? 'no pin takes in its data' : undefined;
	}

	#end(length: number): void {
		this.#isMoving = false;
		const out = Uint8Array.from({length}, (_, at) => (this.get(`W${at >> 2}`) >>> (8 * (at & 3))) & 0xff);
		const pin = this.outputOf(signals.clock) ?? -1;
		const back = this.chip.outside.spi?.(pin, this.#mode, this.#hz, out) ?? new Uint8Array(length);
		for (const [at, byte] of back.entries()) {
			const [name, shift] = [`W${at >> 2}`, 8 * (at & 3)];
			this.put(name, (this.get(name) & ~(0xff << shift)) | (byte << shift));
		}
		this.put('INT_RAW', this.get('INT_RAW') | done);
		this.#update();
	}

	#update(): void {
		this.chip.line(source, (this.get('INT_RAW') & this.get('INT_ENA')) !== 0);
	}
}
