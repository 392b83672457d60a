// package-lock.json is whole: it names no registry, and each optional package of each system is in it. npm leaves out
// those that its registry cannot deliver, and then refuses the file in `npm ci`. Run with --write to complete it.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {catnapRoot} from '../../build/app.ts';

interface LockEntry {
	readonly version: string;
	readonly resolved?: string;
	readonly dev?: boolean;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockPath = join(catnapRoot, 'package-lock.json');
const systems = [
	'aix',
	'android',
	'darwin',
	'freebsd',
	'linux',
	'netbsd',
	'openbsd',
	'openharmony',
	'sunos',
	'win32',
];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

export async function lockFileProblems(): Promise<string[]> {
	const packages = readPackages();
	const named = Object.entries(packages).filter(([, {resolved}]) => resolved?.includes('://'));
	return [
		...named.map(([path]) => `package-lock.json names a registry for ${path}`),
		...missingEntries(packages).map(
			([path]) => `package-lock.json lacks ${path}: tsx tools/dev/check/lock-file.ts --write`,
		),
	];
}

function readPackages(): Record<string, LockEntry> {
	return JSON.parse(readFileSync(lockPath, 'utf8')).packages;
}

/** Entries for the optional packages that other entries name and the file does not have. */
function missingEntries(packages: Readonly<Record<string, LockEntry>>): [path: string, entry: object][] {
	return Object.entries(packages).flatMap(([path, {optionalDependencies = {}, dev}]) => {
		if (path === '') return [];
		return Object.entries(optionalDependencies)
			.filter(([name]) => packages[`node_modules/${name}`] === undefined)
			.map(([name, version]): [string, object] => [
				`node_modules/${name}`,
				entryOf(name, version, dev === true),
			]);
	});
}

/** What npm would write, read from a name like `@rollup/rollup-linux-arm64-musl`; npm checks nothing else of it. */
function entryOf(name: string, version: string, dev: boolean): object {
	const parts = name.split('/').at(-1)!.split('-');
	const system = systems.find(word => parts.includes(word));
	const processor = processors.find(word => parts.includes(word));
	const libc =
		system !== 'linux'
			? undefined
			: parts.includes('musl')
				? 'musl'
				: parts.includes('gnu')
					? 'glibc'
					: undefined;
	return {
		version,
		...(processor === undefined ? {} : {cpu: [processor]}),
		...(dev ? {dev} : {}),
		...(libc === undefined ? {} : {libc: [libc]}),
		optional: true,
		...(system === undefined ? {} : {os: [system]}),
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--write')) {
	const lock = JSON.parse(readFileSync(lockPath, 'utf8'));
	const entries = [...Object.entries(lock.packages as object), ...missingEntries(lock.packages)];
	lock.packages = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
	writeFileSync(lockPath, `${JSON.stringify(lock, null, 2)}\n`);
}
