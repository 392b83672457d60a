// The messages between a virtual board and the world (SPEC.md, "Rendezvous"): decode, act on the world, answer.

import {CatnapError} from '../../tools/errors.ts';
import {markNames} from './log.ts';
import {type Edge, type EdgeMask, pinModes} from './pins.ts';
import type {BootCause, ChipStatus, World} from './world.ts';

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
const protocolVersion = 1;
const foreverUs = 0xffff_ffff_ffff_ffffn;

interface Request {
	readonly kind: number;
	readonly a: number;
	readonly b: number;
	readonly c: number;
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
	#waiting: Uint8Array = new Uint8Array(0);
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
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const length = view.getUint32(4, true);
		if (length > longestPayload) badMessage('a payload of at most 65535 bytes', `${length} bytes`);
		if (bytes.length < requestBytes + length) return undefined;
		this.#waiting = bytes.subarray(requestBytes + length);
		this.#count(view.getUint8(0), Number(view.getBigUint64(16, true)));
		const until = view.getBigUint64(24, true);
		return {
			kind: view.getUint8(0),
			a: view.getUint8(1),
			b: view.getUint8(2),
			c: view.getUint8(3),
			spent: view.getUint32(8, true),
			value: view.getUint32(12, true),
			untilUs: until === foreverUs ? Number.POSITIVE_INFINITY : Number(until),
			payload: bytes.slice(requestBytes, requestBytes + length),
		};
	}

	/** Each boot counts from 0; the last wake gets what was executed since it. */
	#count(kind: number, instructions: number): void {
		if (kind === kinds.hello) {
			this.#earlierBoots += this.#thisBoot;
			this.#atWake = this.#earlierBoots;
		}
		this.#thisBoot = instructions;
		const {wakes, wakeInstructions} = this.#world.log;
		if (this.#counts && kind !== kinds.hello) {
			wakeInstructions[wakes.length - 1] = this.#earlierBoots + instructions - this.#atWake;
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
		if (request.c & 1) world.feed();
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
				return {status: world.off([...request.payload]) ? 'restart' : 'unsupported'};
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
			case kinds.recover:
				return {status: world.recover(request.a)};
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
		const view = new DataView(data.buffer);
		for (const [index, word] of words.entries()) view.setUint32(4 * index, word, true);
		return {status: 'ok', value: world.scale.numerator, value2: world.scale.denominator, data};
	}

	#sleep(request: Request): Answer {
		const {log} = this.#world;
		if (request.a > 1) return {status: 'unsupported'};
		const count = log.wakes.length;
		this.#world.sleep(request.a === 0 ? 'idle' : 'deep', request.untilUs);
		if (log.wakes.length > count) this.#atWake = this.#earlierBoots + this.#thisBoot;
		return {status: 'ok'};
	}
}

function encode(answer: Answer, edges: readonly Edge[], nowUs: number): Uint8Array {
	const data = answer.data ?? new Uint8Array(0);
	const bytes = new Uint8Array(replyBytes + edges.length * edgeBytes + data.length);
	const view = new DataView(bytes.buffer);
	view.setInt32(0, statuses[answer.status], true);
	view.setUint16(4, edges.length, true);
	view.setUint16(6, data.length, true);
	view.setBigUint64(8, BigInt(nowUs), true);
	view.setUint32(16, answer.value ?? 0, true);
	view.setUint32(20, answer.value2 ?? 0, true);
	for (const [index, edge] of edges.entries()) {
		const at = replyBytes + index * edgeBytes;
		view.setUint8(at, edge.pin);
		view.setUint8(at + 1, edge.kinds);
		view.setUint16(at + 2, Math.min(edge.count, 0xffff), true);
		view.setBigUint64(at + 8, BigInt(edge.atUs), true);
	}
	bytes.set(data, replyBytes + edges.length * edgeBytes);
	return bytes;
}

function readFault(payload: Uint8Array): ChipFault {
	const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
	const [pc, lr, cfsr, hfsr, address, sp] = Array.from({length: 6}, (_, index) =>
		view.getUint32(index * 4, true),
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
		what: 'the firmware sent a message that the world does not understand',
		expected,
		received,
		todo: 'Build the firmware and the tools from the same source.',
	});
}
