// QEMU's mps2-an505 under control: started halted, its pipes answered, its gdb stub and its interrupt lines at hand.

import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync, writeSync} from 'node:fs';
import {createServer, Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {guard} from '../../../lib/guard.ts';
import {GdbStub} from './gdb.ts';
import {StepWorld} from './world.ts';

/** The first of the machine's interrupts that come from outside of its subsystem. */
const firstOutside = 32;

export class Machine {
	readonly gdb: GdbStub;
	readonly world: StepWorld;
	readonly #qtest: Socket;
	readonly #close: () => Promise<void>;

	private constructor(gdb: GdbStub, world: StepWorld, qtest: Socket, close: () => Promise<void>) {
		this.gdb = gdb;
		this.world = world;
		this.#qtest = qtest;
		this.#close = close;
	}

	static async start(firmware: string, image: Uint8Array): Promise<Machine> {
		const folder = mkdtempSync(join(tmpdir(), 'catnap-steps-'));
		writeFileSync(join(folder, 'image'), image);
		execFileSync('mkfifo', ['to-guest', 'from-guest'], {cwd: folder});
		// both ends are opened for reading and writing: that never waits for the other side
		const toGuest = openSync(join(folder, 'to-guest'), constants.O_RDWR);
		const fromGuest = openSync(join(folder, 'from-guest'), constants.O_RDWR | constants.O_NONBLOCK);
		const pipe = new Socket({fd: fromGuest, readable: true, writable: false});
		const world = new StepWorld(bytes => {
			for (let at = 0; at < bytes.length; ) at += writeSync(toGuest, bytes, at);
		});
		pipe.on('data', bytes => world.take(bytes));
		const sockets = [caller(join(folder, 'gdb')), caller(join(folder, 'qtest'))] as const;
		const child = spawn('qemu-system-arm', emulatorArguments(firmware), {
			cwd: folder,
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		const ended = endOf(child);
		const release = guard(() => child.kill('SIGKILL'));
		const close = async (): Promise<void> => {
			child.kill('SIGKILL');
			await ended.catch(() => {});
			release();
			pipe.destroy();
			closeSync(toGuest);
			rmSync(folder, {recursive: true, force: true});
		};
		try {
			const [gdb, qtest] = await Promise.race([Promise.all(sockets), ended]);
			const stub = new GdbStub(gdb);
			await stub.open();
			return new Machine(stub, world, qtest, close);
		} catch (error) {
			await close();
			throw error;
		}
	}

	/** One edge of an interrupt line of the NVIC while the guest stands: it is pending then, and low again. */
	async pulse(line: number): Promise<void> {
		for (const level of [1, 0])
			await this.#command(`set_irq_in /machine/iotkit EXP_IRQ ${line - firstOutside} ${level}`);
	}

	close(): Promise<void> {
		return this.#close();
	}

	async #command(text: string): Promise<void> {
		const answer = await new Promise<string>(settle => {
			this.#qtest.once('data', bytes => settle(String(bytes).trim()));
			this.#qtest.write(`${text}\n`);
		});
		if (!answer.startsWith('OK')) throw new Error(`the emulator answers '${answer}' to ${text}`);
	}
}

function emulatorArguments(firmware: string): string[] {
	return [
		...'-M mps2-an505 -nodefaults -display none -monitor none -serial none'.split(' '),
		...'-semihosting-config enable=on,target=native -icount shift=6,sleep=off -S'.split(' '),
		'-kernel',
		firmware,
		...'-device loader,file=image,addr=0x10080000,force-raw=on'.split(' '),
		...'-qtest unix:qtest -qtest-log /dev/null'.split(' '),
		...'-chardev socket,path=gdb,id=gdb -gdb chardev:gdb'.split(' '),
	];
}

/** The first to connect. */
function caller(path: string): Promise<Socket> {
	return new Promise((settle, fail) => {
		const server = createServer(socket => {
			server.close();
			// the emulator is killed while its sockets are open
			socket.on('error', () => {});
			settle(socket);
		});
		server.on('error', fail).listen(path);
	});
}

/** Fails once the emulator has ended, with what it said. */
function endOf(child: ChildProcess): Promise<never> {
	let stderr = '';
	child.stderr!.on('data', bytes => {
		stderr += String(bytes);
	});
	const ended = new Promise<never>((_, fail) => {
		child.on('error', fail);
		child.on('exit', (code, signal) => fail(new Error(`QEMU ended: ${signal ?? code} ${stderr}`)));
	});
	ended.catch(() => {}); // whoever waits for it sees it
	return ended;
}
