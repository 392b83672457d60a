// A client of the emulator's gdb stub: breakpoints, single steps, registers and memory. No gdb is needed.

import type {Socket} from 'node:net';

/** Host time for one answer; only a guest that hangs needs as long. */
const patienceMs = 20_000;
const programCounter = 15;
const packet = /^\+*\$([^#]*)#[0-9a-f]{2}/;

export class GdbStub {
	readonly #socket: Socket;
	#received = '';
	#answered: ((text: string) => void) | undefined;

	constructor(socket: Socket) {
		this.#socket = socket;
		socket.setEncoding('latin1').on('data', text => this.#take(String(text)));
	}

	/** To be called first. */
	async open(): Promise<void> {
		// it gives single registers only to those who have read their description
		await this.#ask('qXfer:features:read:target.xml:0,ff');
		// else a step takes no interrupt that is pending
		await this.#expectOk('Qqemu.sstep=1');
	}

	async setBreakpoint(address: number): Promise<void> {
		await this.#expectOk(`Z1,${(address & ~1).toString(16)},2`);
	}

	async clearBreakpoint(address: number): Promise<void> {
		await this.#expectOk(`z1,${(address & ~1).toString(16)},2`);
	}

	/** Run to a breakpoint other than the one where it stands. */
	async proceed(): Promise<void> {
		await this.step();
		await this.resume();
	}

	/** Run to a breakpoint, which may be where it stands. */
	async resume(): Promise<void> {
		await this.#expectStop('c');
	}

	async step(count = 1): Promise<void> {
		for (let done = 0; done < count; done++) await this.#expectStop('s');
	}

	async pc(): Promise<number> {
		const answer = await this.#ask(`p${programCounter.toString(16)}`);
		return Buffer.from(answer, 'hex').readUInt32LE(0);
	}

	async write(address: number, bytes: Uint8Array): Promise<void> {
		const hex = Buffer.from(bytes).toString('hex');
		await this.#expectOk(`M${address.toString(16)},${bytes.length.toString(16)}:${hex}`);
	}

	async #expectOk(command: string): Promise<void> {
		const answer = await this.#ask(command);
		if (answer !== 'OK') throw new Error(`the gdb stub answers '${answer}' to ${command}`);
	}

	async #expectStop(command: string): Promise<void> {
		const answer = await this.#ask(command);
		if (!/^[ST]05/.test(answer)) throw new Error(`the guest does not stop after ${command}: '${answer}'`);
	}

	#ask(command: string): Promise<string> {
		if (this.#answered) throw new Error(`${command} before the answer to the last command`);
		return new Promise((settle, fail) => {
			const stalled = (): void =>
				fail(new Error(`no answer to ${command} in ${patienceMs} ms: the guest hangs`));
			const timer = setTimeout(stalled, patienceMs);
			this.#answered = text => {
				clearTimeout(timer);
				settle(text);
			};
			const sum = Buffer.from(command, 'latin1').reduce((total, byte) => (total + byte) & 0xff, 0);
			this.#socket.write(`$${command}#${sum.toString(16).padStart(2, '0')}`);
		});
	}

	#take(text: string): void {
		this.#received += text;
		for (let match = packet.exec(this.#received); match; match = packet.exec(this.#received)) {
			this.#received = this.#received.slice(match[0].length);
			this.#socket.write('+');
			const answered = this.#answered;
			this.#answered = undefined;
			answered?.(match[1]!);
		}
	}
}
