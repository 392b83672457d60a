// The other end of the guest's pipes: answers each request, and sleeps as the chip would while a line is pending.

import type {Answer} from '../verdict.ts';

const requestBytes = 32;
const replyBytes = 24;
const helloBytes = 12;
const kinds = {hello: 1, sleep: 2, posted: 128, mark: 129, panic: 130} as const;
const marks = {ready: 0, isr: 1} as const;
/** What any other request takes: two events never have the same moment. */
const requestUs = 1n;

export class StepWorld {
	readonly edges: number[] = [];
	readonly answers: Answer[] = [];
	nowUs = 0n;
	/** Sleeps that went on to their deadline. */
	slept = 0;
	/** The line was raised and no handler has run yet: such a chip does not sleep. */
	#pending = false;
	readonly #send: (bytes: Uint8Array) => void;
	#received = Buffer.alloc(0);

	constructor(send: (bytes: Uint8Array) => void) {
		this.#send = send;
	}

	/** An edge of the button, now; returns its moment. */
	raise(): bigint {
		this.edges.push(Number(this.nowUs));
		this.#pending = true;
		return this.nowUs;
	}

	take(bytes: Uint8Array): void {
		this.#received = Buffer.concat([this.#received, bytes]);
		while (this.#received.length >= requestBytes) {
			const length = requestBytes + this.#received.readUInt32LE(4);
			if (this.#received.length < length) return;
			const request = this.#received.subarray(0, length);
			this.#received = this.#received.subarray(length);
			if (request[0]! >= kinds.posted) this.#note(request);
			else this.#answer(request);
		}
	}

	#note(request: Buffer): void {
		const kind = request[0];
		if (kind === kinds.panic) throw new Error(`the guest panics: ${request.toString('utf8', requestBytes)}`);
		if (kind !== kinds.mark) throw new Error(`the guest sends message ${kind}`);
		if (request[1] === marks.isr) this.#pending = false;
		// the moment is a number below 2^32 here: an hour of virtual time
		if (request[1] === marks.ready)
			this.answers.push({calledUs: Number(this.nowUs), coversUs: request.readUInt32LE(12)});
	}

	#answer(request: Buffer): void {
		if (request[0] !== kinds.sleep) this.nowUs += requestUs;
		else if (!this.#pending) {
			this.nowUs = request.readBigUInt64LE(24);
			this.slept++;
		}
		const data = Buffer.alloc(request[0] === kinds.hello ? helloBytes : 0);
		const reply = Buffer.alloc(replyBytes);
		reply.writeUInt16LE(data.length, 6);
		reply.writeBigUInt64LE(this.nowUs, 8);
		// of the clock: work that the guest reports takes no time
		reply.writeUInt32LE(1, 20);
		this.#send(Buffer.concat([reply, data]));
	}
}
