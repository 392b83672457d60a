// Run an image on the board `qemu-an505`: QEMU in a process of its own, the world behind two named pipes.

import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {closeSync, constants, openSync, readFileSync, writeFileSync, writeSync} from 'node:fs';
import {Socket} from 'node:net';
import {join, resolve} from 'node:path';
import board from '../../boards/qemu-an505/board.ts';
import {CatnapError} from '../../lib/errors.ts';
import {guard} from '../../lib/guard.ts';
import {makeTemporary, removeTemporary} from '../../lib/temporary.mjs';
import type {BoardEnd, BoardRun} from '../adapter.ts';
import {faultError} from '../cores/cortex-m-faults.ts';
import {Elf} from '../cores/elf.ts';
import {type ChipFault, ChipFaulted, Rendezvous} from '../rendezvous.ts';
import {Stop} from '../world/clock.ts';
import type {World} from '../world.ts';

const emulator = 'qemu-system-arm';
/** Host time without any message after which the guest counts as hung; only an error depends on it. */
const stallMs = 60_000;

export async function runBoard(run: BoardRun): Promise<BoardEnd> {
	const folder = makeTemporary('qemu');
	let session: Session | undefined;
	const release = guard(() => {
		session?.kill();
		removeTemporary(folder);
	});
	try {
		session = new Session(run, folder);
		return await session.run();
	} finally {
		await session?.close();
		removeTemporary(folder);
		release();
	}
}

class Session {
	readonly #world: World;
	readonly #firmware: string;
	readonly #folder: string;
	readonly #rendezvous: Rendezvous;
	#process: ChildProcess | undefined;
	#exited: Promise<void> = Promise.resolve();
	#socket: Socket | undefined;
	#toGuest = -1;
	#stderr = '';
	#stall: NodeJS.Timeout | undefined;

	constructor({world, image, firmware}: BoardRun, folder: string) {
		if (typeof firmware !== 'string') throw new TypeError('qemu-an505 needs the path of its firmware');
		this.#world = world;
		this.#firmware = resolve(firmware);
		this.#folder = folder;
		this.#rendezvous = new Rendezvous(world, bytes => this.#send(bytes));
		writeFileSync(join(folder, 'image'), image);
		execFileSync('mkfifo', ['to-guest', 'from-guest'], {cwd: folder});
	}

	run(): Promise<BoardEnd> {
		return new Promise((settle, fail) => {
			const finish = (ended: string): void => settle({ended, instructions: this.#rendezvous.instructions});
			const stop = (error: unknown): void => {
				if (error instanceof Stop) finish(error.reason);
				else fail(error instanceof ChipFaulted ? this.#faultError(error.fault) : error);
			};
			// both ends are opened for reading and writing: that never waits for the other side
			this.#toGuest = openSync(join(this.#folder, 'to-guest'), constants.O_RDWR);
			const fd = openSync(join(this.#folder, 'from-guest'), constants.O_RDWR | constants.O_NONBLOCK);
			this.#socket = new Socket({fd, readable: true, writable: false});
			this.#socket.on('error', stop);
			this.#socket.on('data', bytes => {
				this.#expectMessage(stop);
				try {
					this.#rendezvous.take(bytes);
				} catch (error) {
					this.#socket!.removeAllListeners('data');
					stop(error);
				}
			});
			this.#expectMessage(stop);
			this.#start(stop);
		});
	}

	/** End the emulator at once; safe to call at any time. */
	kill(): void {
		this.#process?.kill('SIGKILL');
	}

	async close(): Promise<void> {
		clearTimeout(this.#stall);
		this.kill();
		await this.#exited;
		this.#socket?.destroy();
		if (this.#toGuest >= 0) closeSync(this.#toGuest);
	}

	#start(stop: (error: unknown) => void): void {
		const child = spawn(emulator, emulatorArguments(this.#firmware), {
			cwd: this.#folder,
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		this.#process = child;
		child.stderr.on('data', bytes => {
			this.#stderr += String(bytes);
		});
		this.#exited = new Promise(done => {
			child.on('error', error => {
				done();
				stop(emulatorMissing(error));
			});
			child.on('exit', (code, signal) => {
				done();
				// what the guest wrote before its end is still in the pipe: let it be read first
				setTimeout(() => stop(this.#exitError(signal ?? `exit status ${code}`)), 50);
			});
		});
	}

	#send(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) at += writeSync(this.#toGuest, bytes, at);
	}

	#expectMessage(stop: (error: unknown) => void): void {
		if (this.#stall) {
			this.#stall.refresh();
			return;
		}
		this.#stall = setTimeout(() => {
			const where = `virtual time ${this.#world.nowUs / 1000} ms`;
			stop(new CatnapError('GUEST_STALLED', {seconds: stallMs / 1000, where}));
		}, stallMs);
	}

	#exitError(how: string): CatnapError {
		const noise = /icount sleep disabled/;
		const text = this.#stderr.split('\n').filter(line => line.trim() !== '' && !noise.test(line));
		return new CatnapError('EMULATOR_ENDED', {
			where: `virtual time ${this.#world.nowUs / 1000} ms`,
			expected: `at least ${this.#world.clock.endUs / 1000} ms, or an end that the firmware announces`,
			received: [how, ...text].join('; '),
		});
	}

	#faultError(fault: ChipFault): CatnapError {
		const elf = new Elf(readFileSync(this.#firmware), this.#firmware);
		const where = `${elf.describe(fault.pc & ~1)}, called from ${elf.describe(fault.lr & ~1)}`;
		const registers = Object.entries(fault).map(([name, value]) => `${name} ${hex(value)}`);
		return faultError(fault.cfsr, where, `${registers.join(', ')} at ${this.#world.nowUs / 1000} ms`);
	}
}

function emulatorArguments(firmware: string): string[] {
	return [
		...'-M mps2-an505 -nodefaults -display none -monitor none -serial none'.split(' '),
		...'-semihosting-config enable=on,target=native'.split(' '),
		// an instruction takes 64 ns of the emulator's own time; it sleeps through nothing
		...'-icount shift=6,sleep=off'.split(' '),
		'-kernel',
		firmware,
		'-device',
		`loader,file=image,addr=${board.regions.IMAGE.address},force-raw=on`,
	];
}

function emulatorMissing(error: Error): CatnapError {
	return new CatnapError('NO_EMULATOR', {
		emulator,
		received: (error as NodeJS.ErrnoException).code ?? error.message,
	});
}

function hex(value: number): string {
	return `0x${value.toString(16)}`;
}
