// The native app board: glue of all services and the probe, compiled for this machine under ASan and UBSan.
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Service} from '../../bindings/schema.ts';
import {cacheFolder} from '../../lib/cache.mjs';
import {withLock} from '../../lib/lock.ts';
import {fetchQuickjs} from '../../tools/build/fetch.mjs';
import {cFiles, loadServices} from '../../tools/dev/gen/main.ts';
import {compileModel} from '../../tools/model/compile.ts';
import probe from './probe.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export async function allServices(): Promise<Service[]> {
	return [...(await loadServices()), probe];
}

let runner: Promise<string> | undefined;

/** The path of the runner; compiled when something has changed. */
export function nativeRunner(): Promise<string> {
	runner ??= buildRunner();
	return runner;
}

async function buildRunner(): Promise<string> {
	const tree = createHash('sha256').update(root).digest('hex').slice(0, 8);
	const folder = join(cacheFolder(), 'build', `native-${tree}`);
	const services = await allServices();
	return withLock(`${folder}.lock`, async () => {
		const gen = join(folder, 'glue/gen');
		mkdirSync(gen, {recursive: true});
		for (const [name, text] of cFiles(services)) {
			const path = join(gen, name);
			if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
		}
		const settings = [
			`-DCN_QUICKJS=${fetchQuickjs()}`,
			`-DCN_BOARD_DIR=${join(root, 'test/c/native')}`,
			`-DCN_GEN=${gen}`,
		];
		await checked('cmake', ['-G', 'Ninja', '-S', root, '-B', folder, ...settings]);
		await checked('cmake', ['--build', folder]);
		return join(folder, 'catnap');
	});
}

/** Options that put the fan monitor's model into the image: plan 0, feature stage 1. */
export async function fanModel(): Promise<string[]> {
	const folder = join(root, 'examples/fan-monitor/src');
	const {plan} = compileModel(readFileSync(join(folder, 'fan.tflite')), {file: 'fan.tflite'});
	const planFile = join(cacheFolder(), 'build', 'fan.plan');
	writeFileSync(planFile, plan);
	return [`--plan=${planFile}`];
}

/** What an app said on the native board, and the line of its end; throws if a sanitizer complained. */
export async function runNative(source: string, ...options: string[]): Promise<string> {
	const path = await nativeRunner();
	const folder = mkdtempSync(join(tmpdir(), 'catnap-native-'));
	try {
		writeFileSync(join(folder, 'app.js'), source);
		return await checked(path, [join(folder, 'app.js'), ...options]);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

function checked(command: string, args: readonly string[]): Promise<string> {
	const child = spawn(command, args, {stdio: ['ignore', 'pipe', 'pipe']});
	let out = '';
	let problems = '';
	child.stdout.on('data', bytes => (out += String(bytes)));
	child.stderr.on('data', bytes => (problems += String(bytes)));
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code, signal) => {
			if (code === 0 && !/ERROR: |runtime error/.test(problems)) resolve(out);
			else
				reject(
					new Error(
						`${command} ended with ${code ?? signal}\n${out.slice(-3000)}\n${problems.slice(0, 6000)}`,
					),
				);
		});
	});
}
