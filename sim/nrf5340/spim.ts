// SPIM: full duplex with EasyDMA. The world says what comes back; MISO is low where it has no device, as the kit's flash
// memory, which never answers.

import {type Due, unitsPerSecond} from './agenda.ts';
import type {Chip} from './chip.ts';
import {Serial} from './serial.ts';

const endStart = 1 << 17;
/** Of PIN_CNF. */
const output = 1;
/** FREQUENCY to bits a second [device description]. */
const rates: ReadonlyMap<number, number> = new Map([
	[0x0200_0000, 125e3],
	[0x0400_0000, 250e3],
	[0x0800_0000, 500e3],
	[0x1000_0000, 1e6],
	[0x2000_0000, 2e6],
	[0x4000_0000, 4e6],
	[0x8000_0000, 8e6],
	[0x0a00_0000, 16e6],
	[0x1400_0000, 32e6],
]);
const fastest = {SPIM4: 32e6, others: 8e6} as const;

export class Spim extends Serial {
	/** What MISO says while these bytes go out. */
	device: (mosi: Uint8Array) => Uint8Array = mosi =>
		this.chip.outside.spi?.(this.pinOf('PSEL_SCK') ?? -1, this.#mode, this.#rate, mosi) ??
		new Uint8Array(mosi.length);
	/** The configuration of a pin, for the check of the lines. */
	pinConfig: (pin: number) => number = () => output;
	#moving: Due | undefined;

	constructor(chip: Chip, name: string) {
		super(chip, 'SPIM', name, 7);
		this.onTask('START', () => this.#start());
		this.onTask('STOP', () => this.raise('STOPPED'));
		for (const task of ['SUSPEND', 'RESUME'])
			this.onTask(task, () => this.violation(`TASKS_${task} is not simulated`));
		this.lockWhileEnabled('PSEL_SCK', 'PSEL_MOSI', 'PSEL_MISO', 'PSEL_CSN', 'FREQUENCY', 'CONFIG');
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#moving);
		this.#moving = undefined;
	}

	get busy(): boolean {
		return this.#moving !== undefined;
	}

	/** As hal.h counts them: CPOL is bit 1, CPHA bit 0. */
	get #mode(): number {
		const config = this.get('CONFIG');
		return ((config >> 1) & 2) | ((config >> 1) & 1);
	}

	get #rate(): number {
		return rates.get(this.get('FREQUENCY')) ?? fastest.others;
	}

	/** SCK and MOSI are outputs, MISO an input [product specification, SPIM "pin configuration"]. */
	#checkLines(): void {
		for (const name of ['PSEL_SCK', 'PSEL_MOSI', 'PSEL_MISO']) {
			const pin = this.pinOf(name);
			if (pin === undefined) continue;
			if ((this.pinConfig(pin) & output) !== (name === 'PSEL_MISO' ? 0 : output))
				this.violation(`pin ${pin} of ${name} is ${name === 'PSEL_MISO' ? 'an output' : 'no output'}`);
		}
	}

	#start(): void {
		if (this.#moving) {
			this.violation('TASKS_START while a transfer is under way');
			return;
		}
		this.#checkLines();
		const out = this.chip.dmaRead(this.get('TXD_PTR'), this.get('TXD_MAXCNT'), this.name);
		if (!out) return;
		const length = Math.max(out.length, this.get('RXD_MAXCNT'));
		const mosi = new Uint8Array(length).fill(this.get('ORC') & 0xff);
		mosi.set(out);
		const rate = rates.get(this.get('FREQUENCY'));
		const limit = this.name === 'SPIM4' ? fastest.SPIM4 : fastest.others;
		if (rate === undefined || rate > limit)
			this.violation(`FREQUENCY ${this.get('FREQUENCY')} is not one of this instance's rates`);
		this.raise('STARTED');
		const takes = (length * 8 * unitsPerSecond) / (rate ?? limit);
		this.#moving = this.chip.agenda.at(this.chip.now() + takes, () => this.#end(mosi, out.length));
		this.chip.attend();
	}

	#end(mosi: Uint8Array, sent: number): void {
		this.#moving = undefined;
		const miso = this.device(mosi).subarray(0, this.get('RXD_MAXCNT'));
		this.chip.dmaWrite(this.get('RXD_PTR'), miso, this.name);
		this.put('RXD_AMOUNT', miso.length);
		this.put('TXD_AMOUNT', sent);
		for (const event of ['ENDRX', 'ENDTX', 'END']) this.raise(event);
		if (this.get('SHORTS') & endStart) this.#start();
	}
}
