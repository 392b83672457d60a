// A `catnap` of any version as a process of its own, and what it takes: the time that passes and that of the processors.
import {type ChildProcess, spawn} from 'node:child_process';
import {join} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';

export interface Taken {
	readonly wallMs: number;
	/** Of all threads, in the program and in the system for it. */
	readonly cpuMs: number;
}

export interface Catnap {
	/** Folder of the package, or of the repository. */
	readonly root: string;
	/** Its CATNAP_CACHE. */
	readonly cache: string;
}

/** Says on request and at the end what the process has used so far. */
const reporter = `data:text/javascript,${encodeURIComponent(
	`const used = () => { const {user, system} = process.cpuUsage(); return (user + system) / 1000; };
	process.on('message', () => process.send(used()));
	process.channel.unref();
	process.on('exit', () => process.send(used()));`,
)}`;

/** Run one command to its end. @throws {CatnapError} BENCH_COMMAND */
export async function timeCommand(catnap: Catnap, args: readonly string[]): Promise<Taken> {
	const program = start(catnap, args);
	const sinceMs = performance.now();
	await program.ended;
	return {wallMs: performance.now() - sinceMs, cpuMs: program.cpuMs()};
}

/** A program that goes on, such as `catnap dev`. */
export class RunningProgram {
	readonly #program: Program;
	readonly #sinceMs = performance.now();

	constructor(catnap: Catnap, args: readonly string[]) {
		this.#program = start(catnap, args);
	}

	/** What passes from the call of `begin` on until the program has said `text`. */
	async time(text: RegExp, begin: () => void): Promise<Taken> {
		const before = await this.#program.ask();
		this.#program.forget();
		const sinceMs = performance.now();
		begin();
		await this.#program.said(text);
		return {wallMs: performance.now() - sinceMs, cpuMs: (await this.#program.ask()) - before};
	}

	/** What it takes from its start on until it has said `text`. */
	async timeStart(text: RegExp): Promise<Taken> {
		await this.#program.said(text);
		return {wallMs: performance.now() - this.#sinceMs, cpuMs: await this.#program.ask()};
	}

	type(keys: string): void {
		this.#program.child.stdin!.write(keys);
	}

	async quit(): Promise<void> {
		this.type('q');
		await this.#program.ended;
	}
}

interface Program {
	readonly child: ChildProcess;
	readonly ended: Promise<void>;
	cpuMs(): number;
	/** The processors' time until now. */
	ask(): Promise<number>;
	forget(): void;
	said(text: RegExp): Promise<void>;
}

function start({root, cache}: Catnap, args: readonly string[]): Program {
	const child = spawn(process.execPath, ['--import', reporter, join(root, 'tools/catnap.mjs'), ...args], {
		env: {...process.env, CATNAP_CACHE: cache, NO_COLOR: '1'},
		stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
	});
	const output = new Output();
	for (const stream of [child.stdout!, child.stderr!])
		stream.setEncoding('utf8').on('data', text => output.add(text));
	let cpuMs = 0;
	child.on('message', used => {
		cpuMs = Number(used);
	});
	const ended = new Promise<void>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', status => (status === 0 ? resolve() : reject(failed(args, output.text))));
	});
	ended.catch(() => {});
	return {
		child,
		ended,
		cpuMs: () => cpuMs,
		async ask() {
			const answer = new Promise<void>(resolve => child.once('message', () => resolve()));
			child.send('?');
			await Promise.race([answer, ended]);
			return cpuMs;
		},
		forget: () => output.forget(),
		said: text =>
			Promise.race([output.has(text), ended.then(() => Promise.reject(failed(args, output.text)))]),
	};
}

/** What a program has said, on both streams. */
class Output {
	text = '';
	readonly #looks = new Set<() => void>();

	add(text: string): void {
		this.text += text;
		for (const look of [...this.#looks]) look();
	}

	forget(): void {
		this.text = '';
	}

	has(wanted: RegExp): Promise<void> {
		return new Promise(resolve => {
			const look = (): void => {
				if (!wanted.test(this.text)) return;
				this.#looks.delete(look);
				resolve();
			};
			this.#looks.add(look);
			look();
		});
	}
}

function failed(args: readonly string[], output: string): CatnapError {
	return new CatnapError('BENCH_COMMAND', {command: args.join(' '), received: output.trim()});
}
