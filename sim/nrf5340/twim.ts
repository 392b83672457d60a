// TWIM: I2C with EasyDMA. The world carries out the transfer; the events come at the moment it has ended.

import {unitsPerUs} from './agenda.ts';
import type {Chip, TransferStatus} from './chip.ts';
import {hex} from './peripheral.ts';
import {Serial} from './serial.ts';

const shorts = {txStartsRx: 1 << 7, txStops: 1 << 9, rxStops: 1 << 12} as const;
const errors = {anack: 1 << 1, dnack: 1 << 2} as const;
const k400 = 0x0640_0000;
const stopTakes = 3 * unitsPerUs;
/** PIN_CNF of a line, DRIVE S0D1 and the input connected [product specification, TWIM "pin configuration"]. */
const lineMask = (0xf << 8) | 2;
const lineValue = 6 << 8;

export class Twim extends Serial {
	/** The configuration of a pin, for the check of the lines. */
	pinConfig: (pin: number) => number = () => lineValue;
	/** A transfer that failed stands still until RESUME. */
	#state: 'idle' | 'moving' | 'failed' | 'resumed' | 'hung' = 'idle';

	constructor(chip: Chip, name: string) {
		super(chip, 'TWIM', name, 6);
		this.onTask('STARTTX', () => this.#start('tx'));
		this.onTask('STARTRX', () => this.#start('rx'));
		this.onTask('STOP', () => this.#stop());
		this.onTask('SUSPEND', () => this.violation('TASKS_SUSPEND is not simulated'));
		this.onTask('RESUME', () => {
			if (this.#state === 'failed') this.#state = 'resumed';
		});
		this.onWrite('ERRORSRC', value => this.put('ERRORSRC', this.get('ERRORSRC') & ~value));
		this.lockWhileEnabled('PSEL_SCL', 'PSEL_SDA', 'FREQUENCY');
	}

	override reset(): void {
		super.reset();
		this.#state = 'idle';
	}

	get busy(): boolean {
		return this.#state === 'moving';
	}

	/** The data line that a stuck device holds low. */
	get stuckSda(): number | undefined {
		return this.#state === 'hung' ? this.pinOf('PSEL_SDA') : undefined;
	}

	get scl(): number | undefined {
		return this.pinOf('PSEL_SCL');
	}

	/** The bus was clocked by hand. */
	freed(yes: boolean): void {
		if (yes) this.#state = 'idle';
	}

	#start(first: 'tx' | 'rx'): void {
		if (this.#state === 'moving') {
			this.violation('started while a transfer is under way');
			return;
		}
		this.#checkLines();
		const readsBack = (this.get('SHORTS') & shorts.txStartsRx) !== 0;
		const ends = first === 'tx' && !readsBack ? shorts.txStops : shorts.rxStops;
		if ((this.get('SHORTS') & ends) === 0)
			this.violation('a transfer without a short to STOP is not simulated');
		const txLength = first === 'tx' ? this.get('TXD_MAXCNT') : 0;
		const rxLength = first === 'rx' || readsBack ? this.get('RXD_MAXCNT') : 0;
		if (txLength + rxLength === 0 || (first === 'tx' && txLength === 0))
			this.violation('a transfer of no bytes never ends');
		const tx = this.chip.dmaRead(this.get('TXD_PTR'), txLength, this.name);
		if (!tx) return;
		if (this.#state === 'hung') return;
		this.#state = 'moving';
		// outside the store that started it: the world may end the run meanwhile
		this.chip.agenda.at(this.chip.now(), () => this.#transfer(tx, rxLength));
		this.chip.attend();
	}

	#checkLines(): void {
		for (const name of ['PSEL_SCL', 'PSEL_SDA']) {
			const pin = this.pinOf(name);
			if (pin === undefined) this.violation(`started with ${name} disconnected`);
			else if ((this.pinConfig(pin) & lineMask) !== lineValue) {
				this.violation(
					`pin ${pin} of ${name} is not an open-drain input: PIN_CNF ${hex(this.pinConfig(pin))}`,
				);
			}
		}
		if (this.get('FREQUENCY') === k400) this.violation('400 kHz: erratum 47 asks for 390 kHz');
	}

	#transfer(tx: Uint8Array, rxLength: number): void {
		const {status, data} = this.chip.outside.transfer(
			this.scl ?? -1,
			this.get('ADDRESS') & 0x7f,
			tx,
			rxLength,
		);
		const end = Math.max(this.chip.now(), this.chip.outside.nowUs * unitsPerUs);
		if (status === 'timeout') {
			this.#state = 'hung'; // the clock or data line is held: the peripheral waits forever
			return;
		}
		this.chip.agenda.at(end, () => this.#end(status, tx.length, data));
	}

	#end(status: TransferStatus, txLength: number, data: Uint8Array): void {
		if (status !== 'ok') {
			this.#state = 'failed';
			this.put('ERRORSRC', this.get('ERRORSRC') | (status === 'no-device' ? errors.anack : errors.dnack));
			this.raise('ERROR');
			return;
		}
		this.#state = 'idle';
		this.put('TXD_AMOUNT', txLength);
		if (txLength > 0) this.raise('LASTTX');
		if (data.length > 0) {
			this.chip.dmaWrite(this.get('RXD_PTR'), data, this.name);
			this.put('RXD_AMOUNT', data.length);
			this.raise('LASTRX');
		}
		this.raise('STOPPED');
	}

	#stop(): void {
		if (this.#state === 'hung') return;
		if (this.#state === 'moving') this.violation('TASKS_STOP in mid transfer is not simulated');
		// nrfx resumes before it stops (nrfx_twim.c), embassy only stops: what satisfies both is asked for
		if (this.#state === 'failed') {
			this.violation('TASKS_STOP after an error without TASKS_RESUME');
			return;
		}
		this.chip.agenda.at(this.chip.now() + stopTakes, () => {
			if (!this.enabled) return;
			this.#state = 'idle';
			this.raise('STOPPED');
		});
		this.chip.attend();
	}
}
