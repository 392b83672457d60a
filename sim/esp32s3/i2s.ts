// I2S0 as a receiver of PDM: its filter makes samples of one microphone's bits; the outside gives them, block by block.

import type {Due} from '../soc/agenda.ts';
import {type Chip, unitsPerSecond} from './chip.ts';
import type {Gdma} from './gdma.ts';
import {hex, Peripheral} from './peripheral.ts';

/** RX_CONF [i2s_reg.h]. */
const conf = {
	...{dsr16: 1 << 22, pdmToSamples: 1 << 21, pdm: 1 << 20, tdm: 1 << 19, update: 1 << 8, start: 1 << 2},
	resets: 3,
} as const;
/** Signals of the GPIO matrix, as i2s_pdm.c connects them [gpio_sig_map.h: I2S0I_WS, I2S0I_SD]. */
const signals = {clock: 27, data: 25} as const;
const clocks = {active: 1 << 26, sourceShift: 27, registersOn: 1 << 29} as const;
const crystalHz = 40e6;
/** How many bits make a sample [i2s_pdm.c: I2S_LL_PDM_BCK_FACTOR, and twice that]. */
const bitsPerSample = {dsr8: 64, dsr16: 128} as const;
/** As the DMA calls it [gdma_channel.h]. */
const dmaName = 3;
const sampleBytes = 2;
/** Slots, halves and samples of 16 bits. */
const widths = {
	mask: (31 << 24) | (63 << 18) | (31 << 13),
	value: (15 << 24) | (15 << 18) | (15 << 13),
} as const;
const leftSlot = 1;

export class I2s extends Peripheral {
	outputOf: (signal: number) => number | undefined = () => undefined;
	inputOf: (signal: number) => number | undefined = () => undefined;
	readonly #gdma: Gdma;
	#isStale = false;
	#due: Due | undefined;

	constructor(chip: Chip, gdma: Gdma) {
		super(chip, 'I2S', 'I2S0', 0x6000_f000);
		this.#gdma = gdma;
		for (const name of ['RX_CONF1', 'RX_TDM_CTRL', 'RXEOF_NUM', 'RX_CLKM_CONF', 'RX_CLKM_DIV']) {
			this.onWrite(name, value => {
				if (this.busy) this.violation(`${name} is written while it receives`);
				this.put(name, value);
				this.#isStale = true;
			});
		}
		this.onWrite('RX_CONF', value => this.#control(value));
	}

	override reset(): void {
		super.reset();
		this.chip.agenda.cancel(this.#due);
		this.#due = undefined;
		this.#isStale = false;
	}

	get busy(): boolean {
		return this.#due !== undefined;
	}

	#control(value: number): void {
		const before = this.get('RX_CONF');
		const settings = ~(conf.update | conf.start | conf.resets);
		if ((before ^ value) & settings) this.#isStale = true;
		this.put('RX_CONF', value & ~(conf.update | conf.resets));
		if (value & conf.update) this.#isStale = false;
		if (value & ~before & conf.start) this.#start();
		if (before & ~value & conf.start) this.#stop();
	}

	/** The module's clock by N + Z/(Z(X+1)+Y), or by the rest of that to one [i2s_ll.h, i2s_ll_rx_set_mclk]. */
	get #rateHz(): number {
		const fraction = this.get('RX_CLKM_DIV');
		const [x, y, z] = [(fraction >>> 18) & 511, (fraction >>> 9) & 511, fraction & 511];
		const whole = z * (x + 1) + y;
		const part = z === 0 ? 0 : (fraction >>> 27) & 1 ? (whole - z) / whole : z / whole;
		const module = crystalHz / ((this.get('RX_CLKM_CONF') & 0xff) + part);
		const bits = module / (((this.get('RX_CONF1') >>> 7) & 63) + 1);
		return bits / (this.get('RX_CONF') & conf.dsr16 ? bitsPerSample.dsr16 : bitsPerSample.dsr8);
	}

	get #problem(): string | undefined {
		const control = this.get('RX_CONF');
		if (this.#isStale) return 'started with settings that no UPDATE has applied [i2s_ll_rx_start]';
		if ((control & (conf.pdm | conf.pdmToSamples | conf.tdm)) !== (conf.pdm | conf.pdmToSamples))
			return `RX_CONF ${hex(control)}: only PDM to samples is simulated`;
		if (
			(this.get('RX_CLKM_CONF') & clocks.active) === 0 ||
			(this.get('TX_CLKM_CONF') & clocks.registersOn) === 0
		)
			return 'started without its clock';
		if ((this.get('RX_CLKM_CONF') >>> clocks.sourceShift) & 3) return 'its clock is not the crystal';
		if ((this.get('RX_CONF1') & widths.mask) !== widths.value) return 'samples of other widths than 16 bits';
		if ((this.get('RX_TDM_CTRL') & 0xffff) !== leftSlot) return 'other slots than the left one';
		if (this.get('RXEOF_NUM') % 4 !== 0 || this.get('RXEOF_NUM') === 0) return 'an EOF between words';
		if (this.outputOf(signals.clock) === undefined) return 'no pin gives out the clock';
		return this.inputOf(signals.data) === undefined ? 'no pin takes in the data' : undefined;
	}

	#start(): void {
		const problem = this.#problem;
		if (problem !== undefined) this.violation(problem);
		const rateHz = Math.round(this.#rateHz);
		const heard = this.chip.outside.microphone?.listen(rateHz, 0) ?? true;
		if (!heard) this.violation(`a microphone at ${rateHz} samples a second is not wired`);
		this.#fill(this.chip.now());
	}

	#fill(since: number): void {
		const samples = this.get('RXEOF_NUM') / sampleBytes;
		const end = since + (samples * unitsPerSecond) / this.#rateHz;
		this.#due = this.chip.agenda.at(end, () => {
			const data = this.chip.outside.microphone?.take(samples) ?? new Int16Array(samples);
			if (!this.#gdma.receive(dmaName, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)))
				this.violation('samples that no DMA takes');
			this.#fill(end);
		});
		this.chip.attend();
	}

	#stop(): void {
		this.chip.agenda.cancel(this.#due);
		this.#due = undefined;
		this.chip.outside.microphone?.rest();
	}
}
