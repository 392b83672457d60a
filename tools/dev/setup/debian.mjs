// Debian packages: which a tier needs, which are missing, and how they get onto the machine.
import {spawnSync} from 'node:child_process';
import {accessSync, constants, readFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {CatnapError} from '../../../lib/catnap-error.mjs';

/** The release whose package names stand below; on others the error says what is needed. */
const release = 'bookworm';

/** What `npm start` needs: the wasm build of engine and core, and the download of the engine's source. */
const startPackages = [
	'ca-certificates',
	'clang',
	'cmake',
	'libclang-rt-14-dev-wasm32',
	'lld',
	'ninja-build',
	'patch',
	'wasi-libc',
	'xz-utils',
];

/** What `npm test` needs besides: the Cortex-M33 build, its emulators, the native C tests, the C checks, the engine's patches. */
const testPackages = [
	'clang-format',
	'clang-tidy',
	'gcc-arm-none-eabi',
	'git',
	'libc6-dev',
	'libclang-rt-14-dev',
	'libnewlib-arm-none-eabi',
	'libunicorn2',
	'qemu-system-arm',
	'qemu-system-misc',
];

/** The same needs as programs, for systems without these packages. */
const startPrograms = ['clang', 'wasm-ld', 'cmake', 'ninja', 'patch', 'tar', 'xz'];
const testPrograms = [
	'clang-format',
	'clang-tidy',
	'arm-none-eabi-gcc',
	'git',
	'qemu-system-arm',
	'qemu-system-xtensa',
];

export function packagesOf(tier) {
	return tier === 'start' ? startPackages : [...startPackages, ...testPackages];
}

export function installDebianPackages(tier, say) {
	if (releaseOf('/etc/os-release') !== release) {
		missingPrograms(tier);
		return;
	}
	const missing = missingPackages(packagesOf(tier));
	if (missing.length === 0) return;
	const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
	const prefix = asRoot();
	if (prefix === undefined) {
		throw new CatnapError('DEBIAN_PACKAGES', {
			which: 'root',
			expected: missing.join(' '),
			todo: `run: sudo apt-get update && sudo ${install.join(' ')}`,
		});
	}
	say(`setup: installing ${missing.join(' ')}`);
	// the lists may be absent or too old: then one update and one more try
	if (apt(prefix, install.slice(1), say, 'quiet') === 0) return;
	apt(prefix, ['update'], say);
	if (apt(prefix, install.slice(1), say) === 0) return;
	throw new CatnapError('DEBIAN_PACKAGES', {
		which: 'install',
		expected: missing.join(' '),
		todo: `see its message above, then run: ${install.join(' ')}`,
	});
}

/** Throws when a program that the tier needs is not on the path: for systems that are not Debian bookworm. */
export function missingPrograms(tier) {
	const wanted = tier === 'start' ? startPrograms : [...startPrograms, ...testPrograms];
	const missing = wanted.filter(program => !onPath(program));
	if (missing.length === 0) return;
	const besides =
		'clang-format 14, clang-tidy, arm-none-eabi-gcc with newlib, git, qemu-system-arm, qemu-system-xtensa';
	throw new CatnapError('PROGRAMS', {
		expected:
			'clang and lld 14 or newer with wasi-libc and compiler-rt for wasm32, cmake, ninja, patch' +
			`${tier === 'test' ? `, ${besides}` : ''}, and the source of QuickJS 2025-04-26`,
		received: `no ${missing.join(', ')}`,
		todo:
			`install them: this system is not Debian ${release}, so nothing is installed for you; ` +
			'set CATNAP_QUICKJS to the folder of the source where there is no apt-get',
	});
}

function releaseOf(file) {
	try {
		return /^VERSION_CODENAME=(\w+)/m.exec(readFileSync(file, 'utf8'))?.[1];
	} catch {
		return undefined;
	}
}

/** Those of `names` that dpkg does not hold as installed. */
export function missingPackages(names) {
	// biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg's
	const format = '${Package} ${db:Status-Status}\n';
	const {stdout} = spawnSync('dpkg-query', ['-W', '-f', format, ...names], {encoding: 'utf8'});
	const installed = new Set((stdout ?? '').split('\n').filter(line => line.endsWith(' installed')));
	return names.filter(name => !installed.has(`${name} installed`));
}

/** The words before a command that make it run as root; undefined where that would need a password. */
function asRoot() {
	if (process.getuid?.() === 0) return [];
	const {status} = spawnSync('sudo', ['-n', 'true'], {stdio: 'ignore'});
	return status === 0 ? ['sudo', '-n'] : undefined;
}

function apt(prefix, args, say, quiet) {
	const command = [
		...prefix,
		'env',
		'DEBIAN_FRONTEND=noninteractive',
		'apt-get',
		'-q',
		'-o',
		'DPkg::Lock::Timeout=300',
		...args,
	];
	const {status, stderr, stdout} = spawnSync(command[0], command.slice(1), {
		stdio: ['ignore', 'pipe', 'pipe'],
		encoding: 'utf8',
		maxBuffer: 64 << 20,
	});
	if (status !== 0 && quiet === undefined)
		say(`${stdout}${stderr}`.trimEnd().split('\n').slice(-15).join('\n'));
	return status;
}

function onPath(program) {
	const extensions = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
	return (process.env.PATH ?? '').split(delimiter).some(folder =>
		extensions.some(extension => {
			try {
				accessSync(join(folder, program + extension), constants.X_OK);
				return true;
			} catch {
				return false;
			}
		}),
	);
}
