// The LIS2DH12 accelerometer at register level, written against its data sheet's facts and no driver.

import type {Chip, ChipSocket, ChipStats} from '../world/chip.ts';
import type {Due} from '../world/clock.ts';
import {HighPass} from './high-pass.ts';
import {fifoModes, LisFifo} from './lis2dh12-fifo.ts';
import {MotionInterrupt} from './lis2dh12-motion.ts';
import {type LisMode, modes, ratesHz, reg, registers, thresholdMg} from './lis2dh12-registers.ts';
import {hex, RegisterChip} from './register-chip.ts';

export class Lis2dh12 extends RegisterChip implements Chip {
	readonly #fifo = new LisFifo();
	readonly #highPass = new HighPass();
	readonly #motion = new MotionInterrupt();
	/** Newest set, milli-g, and as the output registers hold it. */
	readonly #mg = new Float64Array(3);
	readonly #fresh = new Int16Array(3);
	readonly #out = new Int16Array(3);
	/** With BDU: axes whose low byte was read and whose high byte was not yet, and their held values. */
	readonly #held = new Int16Array(3);
	#heldAxes = 0;
	/** Per axis: new data not yet read (0..2), data lost (4..6). */
	#news = 0;
	#mode: LisMode = 'normal';
	#rateHz = 0;
	#range = 0;
	#periodUs = 0;
	#startUs = 0;
	#index = 0;
	#alarm: Due | undefined;
	#increment = false;
	#samples = 0;

	constructor(socket: ChipSocket) {
		super(socket, registers, 0x33);
	}

	get stats(): ChipStats {
		this.catchUp();
		const {collected, lost, emptied, level: waiting} = this.#fifo;
		return {samples: this.#samples, collected, lost, emptied, waiting};
	}

	protected override restart(): void {
		this.#rateHz = 0;
		this.#fifo.setMode('bypass');
		this.#out.fill(0);
		this.#fresh.fill(0);
		this.#news = 0;
		this.#heldAxes = 0;
		this.#motion.config.cfg = 0;
		this.#motion.clear();
		this.#highPass.clear();
		this.#applyRate();
		this.#applyMotion();
		this.#settle();
	}

	// ---- I2C: bit 7 of the sub-address asks for auto-increment

	protected override setSub(byte: number): void {
		this.sub = byte & 0x7f;
		this.#increment = (byte & 0x80) !== 0;
	}

	/** While the FIFO is read, the six output registers repeat. */
	protected override nextSub(): number {
		if (!this.#increment) return this.sub;
		return this.sub === reg.OUT_Z_H && this.#fifoOn ? reg.OUT_X_L : (this.sub + 1) & 0x7f;
	}

	// ---- registers

	protected override readRegister(address: number): number {
		if (address >= reg.OUT_X_L && address <= reg.OUT_Z_H) return this.#readOutput(address - reg.OUT_X_L);
		switch (address) {
			case reg.WHO_AM_I:
				return this.identity;
			case reg.STATUS:
				return this.#status();
			case reg.FIFO_SRC:
				return this.#fifo.source(this.#watermark);
			case reg.REFERENCE:
				this.#highPass.restart();
				return this.values[address]!;
			case reg.INT1_SRC: {
				const source = this.#motion.readSource();
				this.#settle();
				return source;
			}
			default:
				return this.values[address]!;
		}
	}

	#readOutput(offset: number): number {
		const axis = offset >> 1;
		if (this.#fifoOn) {
			if (offset === 0) {
				this.#fifo.pop(this.#out);
				this.#settle();
			}
		} else if (!(this.#heldAxes & (1 << axis))) {
			this.#out[axis] = this.#fresh[axis]!;
		}
		const high = (offset & 1) === 1;
		const held = (this.#heldAxes & (1 << axis)) !== 0;
		const value = held ? this.#held[axis]! : this.#out[axis]!;
		if (this.#blockUpdate && !this.#fifoOn && !high) {
			this.#held[axis] = value;
			this.#heldAxes |= 1 << axis;
		}
		if (high) {
			this.#heldAxes &= ~(1 << axis);
			this.#news &= ~(0x11 << axis);
			if (this.values[reg.CTRL3]! & 0x10) this.#settle();
		}
		return high ? (value >> 8) & 0xff : value & 0xff;
	}

	/** STATUS_REG: overrun in 4..7, data available in 0..3, the fourth bit of each for all axes. */
	#status(): number {
		const available = this.#news & 7;
		const overrun = (this.#news >> 4) & 7;
		return (overrun << 4) | (overrun === 7 ? 0x80 : 0) | available | (this.#allNew ? 8 : 0);
	}

	protected override apply(address: number, before: number, value: number): void {
		this.#change(address, before, value);
		this.#settle();
	}

	#change(address: number, before: number, value: number): void {
		switch (address) {
			case reg.CTRL1:
			case reg.CTRL4:
				this.#applyRate();
				this.#applyMotion();
				break;
			case reg.CTRL5:
				// bit 7 reloads the trimming values and clears itself; FIFO_EN off empties the FIFO
				this.values[address] = value & 0x7f;
				this.#applyFifo();
				this.#applyMotion();
				break;
			case reg.FIFO_CTRL:
				this.#applyFifo();
				break;
			case reg.CTRL2:
				if ((before & 0xf9) !== (value & 0xf9)) this.#highPass.clear();
				break;
			case reg.INT1_CFG:
			case reg.INT1_THS:
			case reg.INT1_DURATION:
				this.#applyMotion();
				this.#motion.restart();
				break;
			default:
		}
	}

	#applyRate(): void {
		const ctrl1 = this.values[reg.CTRL1]!;
		const ctrl4 = this.values[reg.CTRL4]!;
		const lowPower = (ctrl1 & 8) !== 0;
		const high = (ctrl4 & 8) !== 0;
		if (lowPower && high) this.violation('CTRL_REG1 LPEN and CTRL_REG4 HR are both set');
		this.#mode = lowPower ? 'low-power' : high ? 'high-resolution' : 'normal';
		this.#range = (ctrl4 >> 4) & 3;
		const rate = ratesHz[ctrl1 >> 4];
		const rateHz = lowPower ? rate?.lowPower : rate?.other;
		if (rateHz === undefined)
			this.violation(`CTRL_REG1 = 0x${hex(ctrl1)}: no such rate in ${this.#mode} mode`);
		this.#restart(rateHz ?? 0);
		const state = this.#rateHz === 0 ? 'power-down' : `${this.#mode} ${this.#rateHz} Hz`;
		this.socket.energy(state);
	}

	/** A new rate starts a new row of sampling moments, the first one period from now. */
	#restart(rateHz: number): void {
		if (rateHz === this.#rateHz) return;
		if (this.#rateHz === 0) this.#highPass.clear();
		this.#rateHz = rateHz;
		this.#startUs = this.socket.clock.nowUs;
		this.#index = 0;
		this.#periodUs = rateHz === 0 ? 0 : 1e6 / (rateHz * (1 + this.socket.oscillatorPpm * 1e-6));
	}

	#applyFifo(): void {
		const mode = fifoModes[this.values[reg.FIFO_CTRL]! >> 6]!;
		this.#fifo.setMode((this.values[reg.CTRL5]! & 0x40) === 0 ? 'bypass' : mode);
	}

	#applyMotion(): void {
		const {config} = this.#motion;
		config.cfg = this.values[reg.INT1_CFG]!;
		config.thresholdMg = (this.values[reg.INT1_THS]! & 0x7f) * thresholdMg[this.#range]!;
		config.duration = this.values[reg.INT1_DURATION]! & 0x7f;
		config.latched = (this.values[reg.CTRL5]! & 8) !== 0;
	}

	// ---- sampling

	#sampleUs(index: number): number {
		return this.#startUs + Math.round(index * this.#periodUs);
	}

	protected override catchUp(): void {
		if (this.#rateHz === 0) return;
		const nowUs = this.socket.clock.nowUs;
		if (this.#sampleUs(this.#index + 1) > nowUs) return;
		while (this.#sampleUs(this.#index + 1) <= nowUs) {
			this.#index++;
			this.#sample(this.#sampleUs(this.#index));
		}
		this.#settle();
	}

	#sample(atUs: number): void {
		this.#samples++;
		const {trace} = this.socket;
		const row = trace.rowAt(atUs);
		const enabled = this.values[reg.CTRL1]! & 7;
		for (let axis = 0; axis < 3; axis++) this.#mg[axis] = enabled & (1 << axis) ? trace.mg[row + axis]! : 0;
		const ctrl2 = this.values[reg.CTRL2]!;
		if (ctrl2 & 0x09) this.#filter(ctrl2);
		this.#quantise(ctrl2 & 0x08 ? this.#highPass.out : this.#mg);
		if (this.#motion.config.cfg & 0x3f) this.#sense(ctrl2);
		this.#news |= ((this.#news & 7) << 4) | 7;
		if (this.#fifoOn) this.#fifo.push(this.#fresh, this.#motion.active);
	}

	/** CTRL_REG2 HPM: 1 subtracts REFERENCE, the others are a high-pass. */
	#filter(ctrl2: number): void {
		if (ctrl2 >> 6 !== 1) {
			this.#highPass.step(this.#mg, 50 << ((ctrl2 >> 4) & 3));
			return;
		}
		const reference =
			((this.values[reg.REFERENCE]! << 24) >> 24) * modes['low-power'].mgPerDigit[this.#range]!;
		for (let axis = 0; axis < 3; axis++) this.#highPass.out[axis] = this.#mg[axis]! - reference;
	}

	#sense(ctrl2: number): void {
		const began = this.#motion.step(ctrl2 & 0x01 ? this.#highPass.out : this.#mg);
		if (began && ctrl2 >> 6 === 3) this.#highPass.restart();
	}

	/** Left-aligned counts of the mode's resolution, saturated at the range. */
	#quantise(mg: Float64Array): void {
		const {bits, mgPerDigit} = modes[this.#mode];
		const limit = 1 << (bits - 1);
		for (let axis = 0; axis < 3; axis++) {
			const digits = Math.floor(mg[axis]! / mgPerDigit[this.#range]! + 0.5);
			this.#fresh[axis] = Math.max(-limit, Math.min(limit - 1, digits)) << (16 - bits);
		}
	}

	// ---- INT1

	/** Put the pin where it belongs and set the alarm for the next sample that can move it. */
	#settle(): void {
		const routed = this.values[reg.CTRL3]!;
		const high =
			((routed & 0x40) !== 0 && this.#motion.active) ||
			((routed & 0x10) !== 0 && this.#allNew) ||
			((routed & 0x04) !== 0 && this.#fifo.atWatermark(this.#watermark)) ||
			((routed & 0x02) !== 0 && this.#fifo.full);
		const activeLow = (this.values[reg.CTRL6]! & 2) !== 0;
		this.driveInterrupt(high !== activeLow);
		this.#setAlarm(routed);
	}

	#setAlarm(routed: number): void {
		const samples = this.#rateHz === 0 ? Number.POSITIVE_INFINITY : this.#samplesToChange(routed);
		const atUs = Number.isFinite(samples) ? this.#sampleUs(this.#index + samples) : Number.POSITIVE_INFINITY;
		if (this.#alarm?.run && this.#alarm.atUs === atUs) return;
		this.socket.clock.cancel(this.#alarm);
		this.#alarm = undefined;
		if (Number.isFinite(atUs)) this.#alarm = this.socket.clock.at(atUs, () => this.catchUp());
	}

	#samplesToChange(routed: number): number {
		let samples = Number.POSITIVE_INFINITY;
		const motionMatters = (routed & 0x40) !== 0 || this.#fifo.mode === 'stream-to-fifo';
		if (motionMatters && this.#motion.config.cfg & 0x3f) samples = 1;
		if (routed & 0x10 && !this.#allNew) samples = 1;
		if (this.#fifo.filling) {
			if (routed & 0x04 && !this.#fifo.atWatermark(this.#watermark)) {
				samples = Math.min(samples, this.#fifo.missing(this.#watermark));
			}
			if (routed & 0x02) samples = Math.min(samples, this.#fifo.missing(LisFifo.depth));
		}
		return samples;
	}

	get #watermark(): number {
		return this.values[reg.FIFO_CTRL]! & 0x1f;
	}

	get #fifoOn(): boolean {
		return this.#fifo.mode !== 'bypass';
	}

	get #blockUpdate(): boolean {
		return (this.values[reg.CTRL4]! & 0x80) !== 0;
	}

	get #allNew(): boolean {
		return (this.#news & 7) === 7;
	}
}
