// The LSM6DSO accelerometer and gyroscope at register level, written against its data sheet's facts and no driver.

import type {Chip, ChipSocket, ChipStats} from '../world/chip.ts';
import type {Due} from '../world/clock.ts';
import {type FifoMode, LsmFifo} from './lsm6dso-fifo.ts';
import {
	gyroscopeTurnOnUs,
	highPassDivisors,
	mdpsPerCount,
	mgPerCount,
	rangeMg,
	ratesHz,
	reg,
	registers,
	rung,
	slowestHz,
} from './lsm6dso-registers.ts';
import {WakeUp} from './lsm6dso-wake.ts';
import {hex, RegisterChip} from './register-chip.ts';

/** FIFO_MODE codes that the simulated chip has. */
const fifoModes: Readonly<Record<number, FifoMode>> = {0: 'bypass', 1: 'fifo', 6: 'continuous'};
/** Rungs of the slowest rates: an eighth of 12.5 Hz for the accelerometer, half of it for the gyroscope's batches. */
const slowestRung = -2;
const slowestGyroscopeRung = 0;

export class Lsm6dso extends RegisterChip implements Chip {
	readonly #fifo = new LsmFifo();
	readonly #wake = new WakeUp();
	readonly #mg = new Float64Array(3);
	/** Newest counts, as the output registers have them: gyroscope, accelerometer. */
	readonly #out = new Int16Array(6);
	/** With BDU: axes whose low byte was read and whose high byte was not yet, and their held values. */
	readonly #held = new Int16Array(6);
	#heldAxes = 0;
	/** STATUS_REG: accelerometer 0, gyroscope 1. */
	#news = 0;
	/** Where each sensor and each batch stands in the row of rates that halve; undefined: off. */
	#accelerometer: number | undefined;
	#gyroscope: number | undefined;
	#batchA: number | undefined;
	#batchG: number | undefined;
	#gyroscopeOnUs = 0;
	/** Both sensors share one row of moments, that of the faster. */
	#base: number | undefined;
	#periodUs = 0;
	#startUs = 0;
	#index = 0;
	#alarm: Due | undefined;
	#samples = 0;

	constructor(socket: ChipSocket) {
		super(socket, registers, 0x6c);
	}

	get stats(): ChipStats {
		this.catchUp();
		const {collected, lost, emptied, level: waiting} = this.#fifo;
		return {samples: this.#samples, collected, lost, emptied, waiting};
	}

	protected override restart(): void {
		this.#out.fill(0);
		this.#heldAxes = 0;
		this.#news = 0;
		this.#wake.clear();
		this.#fifo.setMode('bypass');
		this.#applyRates();
		this.#applyFifo();
		this.#applyWake();
		this.#settle();
	}

	// ---- I2C

	protected override setSub(byte: number): void {
		if (byte & 0x80) this.violation(`sub-address 0x${hex(byte)}: bit 7 has no meaning here`);
		this.sub = byte & 0x7f;
	}

	/** Without IF_INC a burst stays where it is; words of the FIFO come one after the other. */
	protected override nextSub(): number {
		if (!(this.values[reg.CTRL3_C]! & 0x04)) return this.sub;
		return this.sub === reg.FIFO_DATA_OUT_Z_H ? reg.FIFO_DATA_OUT_TAG : (this.sub + 1) & 0x7f;
	}

	// ---- registers

	protected override readRegister(address: number): number {
		if (address >= reg.OUTX_L_G && address <= reg.OUTZ_H_A) return this.#readOutput(address - reg.OUTX_L_G);
		if (address >= reg.FIFO_DATA_OUT_TAG) return this.#readFifo(address - reg.FIFO_DATA_OUT_TAG);
		switch (address) {
			case reg.WHO_AM_I:
				return this.identity;
			case reg.STATUS:
				return this.#news;
			case reg.FIFO_STATUS1:
				return this.#fifo.level & 0xff;
			case reg.FIFO_STATUS2:
				return this.#fifo.status2(this.#wordsAtOnce);
			case reg.ALL_INT_SRC:
				return this.#acknowledge(this.#wake.active ? 2 : 0);
			case reg.WAKE_UP_SRC:
				return this.#acknowledge(this.#wake.source);
			default:
				return this.values[address]!;
		}
	}

	#acknowledge(source: number): number {
		this.#wake.acknowledge();
		this.#settle();
		return source;
	}

	#readFifo(offset: number): number {
		if (offset === 0) {
			this.#fifo.pop();
			this.#settle();
		}
		return this.#fifo.out[offset]!;
	}

	#readOutput(offset: number): number {
		const axis = offset >> 1;
		const bit = 1 << axis;
		const high = (offset & 1) === 1;
		const value = this.#heldAxes & bit ? this.#held[axis]! : this.#out[axis]!;
		if (!high && this.values[reg.CTRL3_C]! & 0x40) {
			this.#held[axis] = value;
			this.#heldAxes |= bit;
		}
		if (!high) return value & 0xff;
		this.#heldAxes &= ~bit;
		this.#news &= axis < 3 ? ~2 : ~1;
		this.#settle();
		return (value >> 8) & 0xff;
	}

	protected override apply(address: number, _before: number, value: number): void {
		switch (address) {
			case reg.CTRL1_XL:
			case reg.CTRL2_G:
			case reg.CTRL5_C:
			case reg.CTRL6_C:
				this.#applyRates();
				this.#applyWake();
				break;
			case reg.CTRL3_C:
				if (value & 1) this.reset();
				else this.values[address] = value & 0x7f; // BOOT ends by itself
				break;
			case reg.FIFO_CTRL4:
				if (fifoModes[value & 7] === undefined)
					this.violation(`FIFO_CTRL4: mode ${value & 7} is reserved or not simulated`);
				this.#applyFifo();
				break;
			case reg.FIFO_CTRL1:
			case reg.FIFO_CTRL2:
			case reg.FIFO_CTRL3:
				this.#applyFifo();
				break;
			default:
				this.#applyWake();
		}
		this.#settle();
	}

	#applyRates(): void {
		const ctrl1 = this.values[reg.CTRL1_XL]!;
		const ctrl2 = this.values[reg.CTRL2_G]!;
		const ultra = (this.values[reg.CTRL5_C]! & 0x80) !== 0;
		const frugal = ultra || (this.values[reg.CTRL6_C]! & 0x10) !== 0;
		const accelerometer = this.#rungOf('CTRL1_XL', ctrl1 >> 4, frugal ? slowestRung : 1);
		const gyroscope = this.#rungOf('CTRL2_G', ctrl2 >> 4, undefined);
		if (mdpsPerCount[(ctrl2 >> 1) & 7] === undefined)
			this.violation(`CTRL2_G = 0x${hex(ctrl2)}: no such range`);
		if (ultra && accelerometer !== undefined) {
			if (gyroscope !== undefined) this.violation('CTRL5_C XL_ULP_EN while the gyroscope is on');
			if (accelerometer > 5) this.violation('CTRL5_C XL_ULP_EN above 208 Hz');
		}
		if (gyroscope !== undefined && this.#gyroscope === undefined)
			this.#gyroscopeOnUs = this.socket.clock.nowUs;
		if (accelerometer !== undefined && this.#accelerometer === undefined)
			this.#wake.start((this.values[reg.CTRL8_XL]! & 0x08) !== 0);
		this.#accelerometer = accelerometer;
		this.#gyroscope = gyroscope;
		this.#restartRow();
		this.#applyFifo();
		const frugality = accelerometer !== undefined && frugal && accelerometer <= 5;
		this.#account(frugality ? (ultra ? 'ultra-low-power' : 'low-power') : 'high-performance');
	}

	#rungOf(register: string, code: number, eleven: number | undefined): number | undefined {
		const found = rung(code, eleven);
		if (found === undefined && code !== 0) this.violation(`${register}: rate code ${code} is not allowed`);
		return found;
	}

	#account(mode: string): void {
		const hz = this.#accelerometer === slowestRung ? slowestHz : ratesHz[this.#accelerometer ?? 0];
		const name = mode === 'high-performance' ? mode : `${mode} ${hz} Hz`;
		const parts = [
			...(this.#accelerometer === undefined ? [] : [`accelerometer ${name}`]),
			...(this.#gyroscope === undefined ? [] : ['gyroscope']),
		];
		this.socket.energy(parts.join(' + ') || 'power-down');
	}

	/** A new rate starts a new row of sampling moments, the first one period from now. */
	#restartRow(): void {
		const rungs = [this.#accelerometer, this.#gyroscope].filter(value => value !== undefined);
		const base = rungs.length === 0 ? undefined : Math.max(...rungs);
		if (base === this.#base) return;
		this.#base = base;
		this.#startUs = this.socket.clock.nowUs;
		this.#index = 0;
		const rateHz = base === undefined ? 0 : base === slowestRung ? slowestHz : ratesHz[base]!;
		this.#periodUs = 1e6 / (rateHz * (1 + this.socket.oscillatorPpm * 1e-6));
	}

	#applyFifo(): void {
		const ctrl3 = this.values[reg.FIFO_CTRL3]!;
		const mode = fifoModes[this.values[reg.FIFO_CTRL4]! & 7];
		this.#fifo.watermark = ((this.values[reg.FIFO_CTRL2]! & 1) << 8) | this.values[reg.FIFO_CTRL1]!;
		this.#batchA = this.#rungOf('FIFO_CTRL3 BDR_XL', ctrl3 & 15, slowestRung);
		this.#batchG = this.#rungOf('FIFO_CTRL3 BDR_GY', ctrl3 >> 4, slowestGyroscopeRung);
		if (mode !== undefined && mode !== this.#fifo.mode) this.#fifo.setMode(mode);
		if (this.#fifo.mode === 'bypass') return;
		const tooFast = (batch: number | undefined, output: number | undefined): boolean =>
			batch !== undefined && output !== undefined && batch > output;
		if (tooFast(this.#batchA, this.#accelerometer) || tooFast(this.#batchG, this.#gyroscope))
			this.violation(`FIFO_CTRL3 = 0x${hex(ctrl3)}: batches faster than the samples`);
	}

	#applyWake(): void {
		const {config} = this.#wake;
		const tap0 = this.values[reg.TAP_CFG0]!;
		const duration = this.values[reg.WAKE_UP_DUR]!;
		const full = rangeMg[(this.values[reg.CTRL1_XL]! >> 2) & 3]!;
		config.enabled = (this.values[reg.TAP_CFG2]! & 0x80) !== 0;
		config.highPass = (tap0 & 0x10) !== 0;
		config.latched = (tap0 & 0x01) !== 0;
		config.clearsAtOnce = (tap0 & 0x40) !== 0;
		config.divisor = highPassDivisors[this.values[reg.CTRL8_XL]! >> 5]!;
		config.thresholdMg = ((this.values[reg.WAKE_UP_THS]! & 0x3f) * full) / (duration & 0x10 ? 256 : 64);
		config.duration = (duration >> 5) & 3;
		if (!config.enabled) this.#wake.clear();
	}

	// ---- sampling

	#sampleUs(index: number): number {
		return this.#startUs + Math.round(index * this.#periodUs);
	}

	protected override catchUp(): void {
		if (this.#base === undefined) return;
		const {nowUs} = this.socket.clock;
		if (this.#sampleUs(this.#index + 1) > nowUs) return;
		while (this.#sampleUs(this.#index + 1) <= nowUs) {
			this.#index++;
			this.#sample(this.#sampleUs(this.#index));
		}
		this.#settle();
	}

	/** Whether something at this rung has its turn at the moment of the present index. */
	#turnOf(at: number | undefined): boolean {
		return at !== undefined && this.#index % 2 ** (this.#base! - at) === 0;
	}

	#sample(atUs: number): void {
		const gyroscope = this.#turnOf(this.#gyroscope);
		const accelerometer = this.#turnOf(this.#accelerometer);
		if (gyroscope) this.#measureTurning(atUs);
		if (accelerometer) this.#measureAcceleration(atUs);
		const batchG = gyroscope && this.#turnOf(this.#batchG);
		const batchA = accelerometer && this.#turnOf(this.#batchA);
		if (batchG || batchA) this.#fifo.nextMoment();
		if (batchG) this.#fifo.push('gyroscope', this.#out.subarray(0, 3));
		if (batchA) this.#fifo.push('accelerometer', this.#out.subarray(3));
	}

	#measureTurning(atUs: number): void {
		const {trace} = this.socket;
		const row = trace.rowAt(atUs);
		const scale = mdpsPerCount[(this.values[reg.CTRL2_G]! >> 1) & 7] ?? 8.75;
		const settled = atUs >= this.#gyroscopeOnUs + gyroscopeTurnOnUs;
		for (let axis = 0; axis < 3; axis++) {
			const counts = toCounts((trace.dps[row + axis] ?? 0) * 1000, scale);
			this.#out[axis] = settled ? counts : 0x7fff; // anything may come; this shows best
		}
		this.#news |= 2;
	}

	#measureAcceleration(atUs: number): void {
		const {trace} = this.socket;
		const row = trace.rowAt(atUs);
		const scale = mgPerCount[(this.values[reg.CTRL1_XL]! >> 2) & 3]!;
		this.#samples++;
		for (let axis = 0; axis < 3; axis++) {
			this.#mg[axis] = trace.mg[row + axis]!;
			this.#out[3 + axis] = toCounts(this.#mg[axis]!, scale);
		}
		this.#wake.step(this.#mg);
		this.#news |= 1;
	}

	// ---- INT1

	/** Put the pin where it belongs and set the alarm for the next sample that can move it. */
	#settle(): void {
		const routed = this.values[reg.INT1_CTRL]!;
		const high =
			((routed & 0x01) !== 0 && (this.#news & 1) !== 0) ||
			((routed & 0x02) !== 0 && (this.#news & 2) !== 0) ||
			((routed & 0x08) !== 0 && this.#fifo.atWatermark) ||
			((routed & 0x10) !== 0 && this.#fifo.full) ||
			((routed & 0x20) !== 0 && this.#fifo.almostFull(this.#wordsAtOnce)) ||
			(this.#routesWake && this.#wake.active);
		const activeLow = (this.values[reg.CTRL3_C]! & 0x20) !== 0;
		this.driveInterrupt(high !== activeLow);
		this.#setAlarm(routed);
	}

	get #routesWake(): boolean {
		return (this.values[reg.MD1_CFG]! & 0x20) !== 0;
	}

	/** Words that one moment brings at most. */
	get #wordsAtOnce(): number {
		const batches = [
			this.#accelerometer !== undefined && this.#batchA !== undefined,
			this.#gyroscope !== undefined && this.#batchG !== undefined,
		];
		return batches.filter(Boolean).length;
	}

	#setAlarm(routed: number): void {
		const samples = this.#base === undefined ? Number.POSITIVE_INFINITY : this.#samplesToChange(routed);
		const atUs = Number.isFinite(samples) ? this.#sampleUs(this.#index + samples) : Number.POSITIVE_INFINITY;
		if (this.#alarm?.run && this.#alarm.atUs === atUs) return;
		this.socket.clock.cancel(this.#alarm);
		this.#alarm = undefined;
		if (Number.isFinite(atUs)) this.#alarm = this.socket.clock.at(atUs, () => this.catchUp());
	}

	/** How many samples from now the line may change at the earliest; too early costs time, never truth. */
	#samplesToChange(routed: number): number {
		if (this.#routesWake && this.#wake.watches) return 1;
		if (routed & 0x03 & ~this.#news) return 1;
		const words = this.#wordsAtOnce;
		if (words === 0 || !this.#fifo.filling || !(routed & 0x38)) return Number.POSITIVE_INFINITY;
		const missing = [
			...(routed & 0x08 && !this.#fifo.atWatermark ? [this.#fifo.watermark] : []),
			...(routed & 0x10 ? [LsmFifo.depth] : []),
			...(routed & 0x20 ? [LsmFifo.depth - words] : []),
		].map(level => Math.ceil(this.#fifo.missing(level) / words));
		return Math.min(Number.POSITIVE_INFINITY, ...missing);
	}
}

/** 16 bits, saturated. */
function toCounts(value: number, perCount: number): number {
	return Math.max(-0x8000, Math.min(0x7fff, Math.floor(value / perCount + 0.5)));
}
