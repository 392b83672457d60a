// The native app board: glue of all services and the probe, compiled for this machine under ASan and UBSan.
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Service} from '../../bindings/schema.ts';
import {cacheFolder} from '../../tools/engine/fetch.mjs';
import {engineSource} from '../../tools/engine/fetch.ts';
import {withLock} from '../../tools/engine/lock.ts';
import {cFiles, loadServices} from '../../tools/gen/main.ts';
import probe from './probe.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export async function allServices(): Promise<Service[]> {
	return [...(await loadServices()), probe];
}

/** The path of the runner; compiled when something has changed. */
export async function nativeRunner(): Promise<string> {
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
			`-DCN_QUICKJS=${engineSource()}`,
			`-DCN_BOARD_DIR=${join(root, 'test/c/native')}`,
			`-DCN_GEN=${gen}`,
		];
		await checked('cmake', ['-G', 'Ninja', '-S', root, '-B', folder, ...settings]);
		await checked('cmake', ['--build', folder]);
		return join(folder, 'catnap');
	});
}

/** What an app said on the native board, and the line of its end; throws if a sanitizer complained. */
export async function runNative(source: string, ...options: string[]): Promise<string> {
	const runner = await nativeRunner();
	const folder = mkdtempSync(join(tmpdir(), 'catnap-native-'));
	try {
		writeFileSync(join(folder, 'app.js'), source);
		return await checked(runner, [join(folder, 'app.js'), ...options]);
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
