// The messages between a virtual board and the world (SPEC.md, "Rendezvous"): decode, act on the world, answer.

import {CatnapError} from '../lib/errors.ts';
import {markNames} from './world/log.ts';
import {type Edge, type EdgeMask, pinModes} from './world/pins.ts';
import type {BootCause, ChipStatus, WakePin, World} from './world.ts';

const requestBytes = 32;
const replyBytes = 24;
const edgeBytes = 16;
const longestPayload = 65_535;

/** Messages 1 to 127 are answered; from 128 on they are posted. */
const kinds = {
	hello: 1,
	sleep: 2,
	off: 3,
	reset: 4,
	pinMode: 5,
	pinWrite: 6,
	pinRead: 7,
	pinWatch: 8,
	transfer: 9,
	recover: 10,
	analog: 11,
	capture: 12,
	captured: 13,
	clock: 14,
	spi: 15,
	serial: 16,
	serialRead: 17,
	serialSend: 18,
	pwm: 19,
	pulse: 20,
	console: 128,
	mark: 129,
	panic: 130,
	exit: 131,
	fault: 132,
} as const;

const statuses: Readonly<Record<ChipStatus | 'restart', number>> = {
	ok: 0,
	'no-device': 1,
	io: 2,
	timeout: 3,
	unsupported: 4,
	invalid: 5,
	restart: 6,
};

const bootCauses: readonly BootCause[] = ['power-on', 'reset', 'off-wake', 'watchdog'];
const protocolVersion = 2;
const foreverUs = 2 ** 64;
const nothing = new Uint8Array(0);

interface Request {
	readonly kind: number;
	readonly a: number;
	readonly b: number;
	readonly flags: number;
	readonly spent: number;
	readonly value: number;
	readonly untilUs: number;
	readonly payload: Uint8Array;
}

interface Answer {
	readonly status: ChipStatus | 'restart';
	readonly value?: number;
	readonly value2?: number;
	readonly data?: Uint8Array;
}

/** The registers that a chip reports when it faults. */
export interface ChipFault {
	readonly pc: number;
	readonly lr: number;
	readonly cfsr: number;
	readonly hfsr: number;
	readonly address: number;
	readonly sp: number;
}

/** Thrown when the chip reported a fault; the adapter adds what it knows of the program. */
export class ChipFaulted extends Error {
	override readonly name = 'ChipFaulted';
	readonly fault: ChipFault;

	constructor(fault: ChipFault) {
		super('the chip reported a fault');
		this.fault = fault;
	}
}

export class Rendezvous {
	readonly #world: World;
	readonly #reply: (bytes: Uint8Array) => void;
	#waiting: Uint8Array = nothing;
	#counts = false;
	#earlierBoots = 0;
	#thisBoot = 0;
	#atWake = 0;

	/** `reply` receives each answer as it is to be sent. */
	constructor(world: World, reply: (bytes: Uint8Array) => void) {
		this.#world = world;
		this.#reply = reply;
	}

	/** Instructions executed in all boots so far; undefined where they are not counted. */
	get instructions(): number | undefined {
		return this.#counts ? this.#earlierBoots + this.#thisBoot : undefined;
	}

	/** Take bytes from the board and act on every message that is complete. Throws Stop when the run is over. */
	take(bytes: Uint8Array): void {
		this.#waiting = this.#waiting.length === 0 ? bytes : concatenate(this.#waiting, bytes);
		for (;;) {
			const request = this.#next();
			if (!request) return;
			this.#act(request);
		}
	}

	#next(): Request | undefined {
		const bytes = this.#waiting;
		if (bytes.length < requestBytes) return undefined;
		const length = getUint32(bytes, 4);
		if (length > longestPayload) badMessage('a payload of at most 65535 bytes', `${length} bytes`);
		if (bytes.length < requestBytes + length) return undefined;
		this.#waiting = bytes.subarray(requestBytes + length);
		this.#count(bytes[0]!, getUint64(bytes, 16));
		const untilUs = getUint64(bytes, 24);
		return {
			kind: bytes[0]!,
			a: bytes[1]!,
			b: bytes[2]!,
			flags: bytes[3]!,
			spent: getUint32(bytes, 8),
			value: getUint32(bytes, 12),
			untilUs: untilUs >= foreverUs ? Number.POSITIVE_INFINITY : untilUs,
			payload: bytes.subarray(requestBytes, requestBytes + length),
		};
	}

	/** Each boot counts from 0; the last wake gets what was executed since it. */
	#count(kind: number, instructions: number): void {
		if (kind === kinds.hello) {
			this.#earlierBoots += this.#thisBoot;
			this.#atWake = this.#earlierBoots;
		}
		this.#thisBoot = instructions;
		this.#world.instructions = this.instructions;
		const {wakeCount, wakes, wakeInstructions} = this.#world.log;
		if (this.#counts && kind !== kinds.hello && wakeCount === wakes.length) {
			wakeInstructions[wakeCount - 1] = this.#earlierBoots + instructions - this.#atWake;
		}
	}

	#act(request: Request): void {
		const world = this.#world;
		switch (request.kind) {
			case kinds.console:
				world.console(request.spent, request.payload);
				return;
			case kinds.mark:
				world.mark(request.spent, markNames[request.a] ?? 'ready', request.value, this.instructions);
				return;
			case kinds.panic:
				world.end(request.spent, `panic: ${new TextDecoder().decode(request.payload)}`);
				break;
			case kinds.exit:
				world.end(request.spent, 'exit');
				break;
			case kinds.fault:
				throw new ChipFaulted(readFault(request.payload));
			default:
				this.#answer(request);
		}
	}

	#answer(request: Request): void {
		const world = this.#world;
		world.spend(request.spent);
		if (request.kind !== kinds.hello && this.#starved(request)) return;
		const answer = this.#handle(request);
		const edges = answer.status === 'restart' ? [] : world.pins.takeEdges();
		this.#reply(encode(answer, edges, world.nowUs));
	}

	/** The watchdog bites before the request is heard. */
	#starved(request: Request): boolean {
		const world = this.#world;
		if (request.flags & 1) world.feed();
		if (!world.starved) return false;
		world.reset('watchdog');
		this.#reply(encode({status: 'restart'}, [], world.nowUs));
		return true;
	}

	#handle(request: Request): Answer {
		const world = this.#world;
		switch (request.kind) {
			case kinds.hello:
				return this.#hello(request);
			case kinds.sleep:
				return this.#sleep(request);
			case kinds.off:
				return {
					status: world.off(wakePins(request.payload), request.untilUs) ? 'restart' : 'unsupported',
				};
			case kinds.reset:
				world.reset();
				return {status: 'restart'};
			case kinds.pinMode:
				return {status: world.pinMode(request.a, pinModes[request.b] ?? 'input')};
			case kinds.pinWrite:
				return {status: world.pinWrite(request.a, request.b !== 0)};
			case kinds.pinRead: {
				const level = world.pinRead(request.a);
				return level === undefined ? {status: 'invalid'} : {status: 'ok', value: level ? 1 : 0};
			}
			case kinds.pinWatch:
				return {status: world.pinWatch(request.a, (request.b & 3) as EdgeMask)};
			case kinds.transfer:
				return world.transfer(request.a, request.b, request.payload, request.value);
			case kinds.spi:
				return world.spi(request.a, request.b & 3, request.untilUs, request.payload, request.value);
			case kinds.clock:
				return {status: world.coreClock(request.a !== 0), value: world.numerator};
			case kinds.recover:
				return {status: world.recover(request.a)};
			case kinds.analog:
				return this.#analog(request.a);
			case kinds.capture:
				return {status: this.#capture(request)};
			case kinds.captured:
				return this.#captured();
			default:
				return this.#handlePart(request);
		}
	}

	/** What goes on while the core sleeps. */
	#handlePart(request: Request): Answer {
		const port = this.#world.serialPort(request.a);
		switch (request.kind) {
			case kinds.serial:
				return this.#serial(request);
			case kinds.serialRead:
				return {status: 'ok', data: port?.read(request.value) ?? nothing};
			case kinds.serialSend:
				return {status: 'ok', value: port?.transmit(request.payload) ?? 0};
			case kinds.pwm:
				return this.#pwm(request);
			case kinds.pulse:
				return this.#pulse(request);
			default:
				return badMessage('a kind of message from SPEC.md', `kind ${request.kind}`);
		}
	}

	#hello(request: Request): Answer {
		if (request.value !== protocolVersion) {
			badMessage(`version ${protocolVersion}`, `version ${request.value}: build the firmware again`);
		}
		this.#counts = (request.a & 1) !== 0;
		const world = this.#world;
		const boot = world.boot();
		const disturbances = world.faults.retained(world.boots).flatMap(({byte, xor}) => [byte, xor]);
		const words = [bootCauses.indexOf(boot.cause), boot.pin ?? 0xff, world.seed, ...disturbances];
		const data = new Uint8Array(4 * words.length);
		for (const [index, word] of words.entries()) setUint32(data, 4 * index, word);
		return {status: 'ok', value: world.numerator, value2: world.scale.denominator, data};
	}

	/** `b`: 0 close, 1 open, 2 receive, 3 rest, 4 look. */
	#serial({a: number, b: what, payload}: Request): Answer {
		if (what === 1) {
			const [baud, parity, ringBytes] = [0, 4, 8].map(at => getUint32(payload, at));
			const status = this.#world.openSerial(number, baud!, parity!, ringBytes!);
			return status === 'range' ? {status: 'invalid', value: 1} : {status};
		}
		const port = this.#world.serialPort(number);
		if (port === undefined) return {status: 'invalid'};
		if (what === 4) {
			const words = port.look();
			const data = new Uint8Array(4 * words.length);
			for (const [index, word] of words.entries()) setUint32(data, 4 * index, word);
			return {status: 'ok', data};
		}
		if (what === 0) port.close();
		else if (what === 2) port.receive(getUint32(payload, 0) | 0);
		else port.rest();
		return {status: 'ok'};
	}

	/** `b`: 0 close, 1 open, 2 write. */
	#pwm({a: pin, b: what, value}: Request): Answer {
		const outputs = this.#world.pwmOutputs;
		if (what === 1) {
			const {status, setting} = outputs.open(pin, value);
			if (status === 'range') return {status: 'unsupported', value: 0};
			if (status === 'full') return {status: 'unsupported', value: 1};
			if (!setting) return {status: 'invalid'};
			return {status: 'ok', value: Math.round(setting.clockHz / setting.top), value2: setting.bits};
		}
		if (what === 0) outputs.close(pin);
		else outputs.write(pin, value);
		return {status: 'ok'};
	}

	/** `b`: 0 close, 1 open, 2 read, 3 mark. */
	#pulse({a: pin, b: what, value}: Request): Answer {
		const counters = this.#world.pulseCounters;
		if (what === 1) {
			const status = counters.open(pin, pinModes[value >> 8] ?? 'input', (value & 3) as EdgeMask);
			return {status: status === 'full' ? 'unsupported' : status};
		}
		if (what === 2) return {status: 'ok', value: counters.read(pin)};
		if (what === 0) counters.close(pin);
		else counters.mark(pin, value);
		return {status: 'ok'};
	}

	#analog(input: number): Answer {
		const world = this.#world;
		const counts = world.convert(input);
		if (counts === undefined) return {status: 'invalid'};
		return {status: 'ok', value: counts, value2: world.board.converter!.fullScaleMv * 1000};
	}

	#capture({a: blocks, value: rateHz, payload}: Request): ChipStatus {
		const {microphone} = this.#world;
		if (!microphone) return 'unsupported';
		if (rateHz === 0) {
			microphone.stop();
			return 'ok';
		}
		const gainDb = (getUint32(payload, 0) | 0) / 2;
		return microphone.start({rateHz, gainDb, block: getUint32(payload, 4), blocks}) ? 'ok' : 'invalid';
	}

	#captured(): Answer {
		const next = this.#world.microphone?.read();
		if (!next) return {status: 'ok'};
		return {status: 'ok', value: next.lost, data: new Uint8Array(next.samples.buffer)};
	}

	#sleep(request: Request): Answer {
		const {log} = this.#world;
		if (request.a > 1) return {status: 'unsupported'};
		const count = log.wakeCount;
		this.#world.sleep(request.a === 0 ? 'idle' : 'deep', request.untilUs);
		if (log.wakeCount > count) this.#atWake = this.#earlierBoots + this.#thisBoot;
		return {status: 'ok'};
	}
}

/** Pairs of a pin and a level. */
function wakePins(payload: Uint8Array): WakePin[] {
	return Array.from({length: payload.length >> 1}, (_, index) => ({
		pin: payload[2 * index]!,
		high: payload[2 * index + 1] !== 0,
	}));
}

function getUint32(bytes: Uint8Array, at: number): number {
	const low = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
	return (low | (bytes[at + 3]! << 24)) >>> 0;
}

function setUint32(bytes: Uint8Array, at: number, value: number): void {
	bytes[at] = value;
	bytes[at + 1] = value >>> 8;
	bytes[at + 2] = value >>> 16;
	bytes[at + 3] = value >>> 24;
}

/** Exact up to 2^53, which is 285 years in microseconds; DataView and BigInt would cost a third of a run. */
function getUint64(bytes: Uint8Array, at: number): number {
	return getUint32(bytes, at) + getUint32(bytes, at + 4) * 2 ** 32;
}

function setUint64(bytes: Uint8Array, at: number, value: number): void {
	setUint32(bytes, at, value % 2 ** 32);
	setUint32(bytes, at + 4, Math.floor(value / 2 ** 32));
}

function encode(answer: Answer, edges: readonly Edge[], nowUs: number): Uint8Array {
	const data = answer.data ?? nothing;
	const bytes = new Uint8Array(replyBytes + edges.length * edgeBytes + data.length);
	setUint32(bytes, 0, statuses[answer.status]);
	setUint32(bytes, 4, edges.length | (data.length << 16));
	setUint64(bytes, 8, nowUs);
	setUint32(bytes, 16, answer.value ?? 0);
	setUint32(bytes, 20, answer.value2 ?? 0);
	for (const [index, edge] of edges.entries()) {
		const at = replyBytes + index * edgeBytes;
		setUint32(bytes, at, edge.pin | (edge.kinds << 8) | (Math.min(edge.count, 0xffff) << 16));
		setUint64(bytes, at + 8, edge.atUs);
	}
	bytes.set(data, replyBytes + edges.length * edgeBytes);
	return bytes;
}

function readFault(payload: Uint8Array): ChipFault {
	const [pc, lr, cfsr, hfsr, address, sp] = Array.from({length: 6}, (_, index) =>
		getUint32(payload, index * 4),
	);
	return {pc: pc!, lr: lr!, cfsr: cfsr!, hfsr: hfsr!, address: address!, sp: sp!};
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
	const both = new Uint8Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}

function badMessage(expected: string, received: string): never {
	throw new CatnapError('BAD_MESSAGE', {
		expected,
		received,
	});
}
