// Get the compiler for the ESP32-S3: gcc and binutils for Xtensa as Debian ships them, which learn from dynconfig.c which core it is,
// with the C library of their suite, unpacked outside the tree. Plain Node, like ../fetch.mjs.
import {createHash} from 'node:crypto';
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {argv} from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {cacheFolder, makeCache} from '../../../lib/cache.mjs';
import {CatnapError} from '../../../lib/catnap-error.mjs';
import {makeTemporary, removeTemporary} from '../../../lib/temporary.mjs';
import {fromDebian, run} from '../debian.mjs';
import {keep} from '../fetch.mjs';

const tools = {
	suite: 'trixie',
	packages: ['gcc-xtensa-lx106=13.3.0-16+14+b4', 'binutils-xtensa-lx106=2.44-3+6+b2'],
	prefix: 'xtensa-lx106-elf-',
};

/** Where the opcode tables are: bookworm's QEMU, the version whose tables dynconfig.c was written for. */
const tables = {
	suite: 'bookworm',
	source: 'qemu',
	archive: 'qemu_7.2+dfsg.orig.tar.xz',
	sha256: '91aca71520040edc40b8d437aa3004dae614f58e286cf653ee8996c07af2962f',
	needed: ['target/xtensa', 'include/hw/xtensa'],
};

const dynconfig = fileURLToPath(new URL('dynconfig.c', import.meta.url));

/** Programs that others start, and programs that builds start. */
const programs = ['as', 'ld', 'ar', 'nm', 'objcopy', 'objdump', 'ranlib', 'size'];
export const xtensaCompiler = 'xtensa-lx7-elf-gcc';

const failure = (which, facts) => new CatnapError('XTENSA_TOOLS', {which, ...facts});
const fail = {
	command: facts => failure('command', facts),
	mirror: facts => failure('mirror', facts),
	download: facts => failure('download', facts),
};

/** Where the tools are or will be; another folder when what they are made of changes. */
function folderOfTools() {
	const hash = createHash('sha256')
		.update(readFileSync(dynconfig))
		.update(JSON.stringify([tools, tables]));
	return join(cacheFolder(), `xtensa-lx7-${hash.digest('hex').slice(0, 12)}`);
}

/** The folder of xtensa-lx7-elf-gcc and its relatives; downloads and makes them once. */
export function fetchXtensa(log = () => {}) {
	const kept = folderOfTools();
	if (existsSync(kept)) return join(kept, 'bin');
	const work = makeTemporary('fetch', makeCache());
	const made = join(work, 'tools');
	mkdirSync(made);
	try {
		unpackPackages(work, made, log);
		makeDynconfig(work, made, log);
		writeScripts(made, kept);
		keep(made, kept);
		log(`xtensa: the compiler is in ${kept}`);
		return join(kept, 'bin');
	} finally {
		removeTemporary(work);
	}
}

/** The packages with all that they depend on, the C library and its loader too: this machine may have older ones. */
function unpackPackages(work, made, log) {
	const say = mirror => log(`xtensa: fetching gcc and binutils from ${mirror}`);
	fromDebian({work, suite: tools.suite, kind: 'deb', say, fail}, apt => {
		const plan = apt(['--simulate', 'install', ...tools.packages]);
		const names = [...plan.matchAll(/^Inst (\S+) \((\S+)/gm)].map(
			([, name, version]) => `${name}=${version}`,
		);
		apt(['download', ...names]);
	});
	const packages = readdirSync(work).filter(name => name.endsWith('.deb'));
	for (const name of packages) run('dpkg-deb', ['-x', join(work, name), made], {cwd: work, fail});
}

function makeDynconfig(work, made, log) {
	const say = mirror => log(`xtensa: fetching the opcode tables from ${mirror}`);
	fromDebian({work, suite: tables.suite, kind: 'deb-src', say, fail}, apt =>
		apt(['source', '--download-only', '--tar-only', tables.source]),
	);
	const archive = join(work, tables.archive);
	const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
	if (sha256 !== tables.sha256) {
		throw failure('hash', {
			where: tables.archive,
			expected: `sha256 ${tables.sha256}`,
			received: `sha256 ${sha256}`,
		});
	}
	const wanted = tables.needed.map(name => `*/${name}/*`);
	run('tar', ['xf', archive, '-C', work, '--wildcards', ...wanted], {cwd: work, fail});
	const [source] = readdirSync(work).filter(name => existsSync(join(work, name, tables.needed[0])));
	const includes = ['target/xtensa', 'include'].map(name => `-I${join(work, source, name)}`);
	const options = ['-O1', '-w', '-shared', '-fPIC', ...includes];
	run('clang', [...options, dynconfig, '-o', join(made, 'dynconfig.so')], {cwd: work, fail});
}

/** A script for each program that starts it with its own loader and libraries, and with the description of the core. */
function writeScripts(made, kept) {
	const [libraries] = readdirSync(join(made, 'usr/lib')).filter(name => name.endsWith('-linux-gnu'));
	const library = join('usr/lib', libraries);
	const [loader] = readdirSync(join(made, library)).filter(name => name.startsWith('ld-linux'));
	const gcc = join('usr/lib/gcc/xtensa-lx106-elf');
	const [version] = readdirSync(join(made, gcc));
	const start = `exec '${join(kept, library, loader)}' --library-path '${join(kept, library)}'`;
	const script = (path, program) => {
		mkdirSync(join(path, '..'), {recursive: true});
		writeFileSync(
			path,
			`#!/bin/sh\nXTENSA_GNU_CONFIG='${join(kept, 'dynconfig.so')}'\nexport XTENSA_GNU_CONFIG\n${start} ${program} "$@"\n`,
		);
		chmodSync(path, 0o755);
	};
	for (const name of ['cc1', 'collect2'])
		script(join(made, 'libexec', name), `'${join(kept, gcc, version, name)}'`);
	for (const name of programs) {
		const program = `'${join(kept, 'usr/bin', tools.prefix + name)}'`;
		script(join(made, 'bin', `xtensa-lx7-elf-${name}`), program);
		if (name === 'as' || name === 'ld') script(join(made, 'libexec', name), program);
	}
	const driver = join(kept, 'usr/bin', `${tools.prefix}gcc`);
	script(join(made, 'bin', xtensaCompiler), `'${driver}' '-B${join(kept, 'libexec')}/'`);
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
	try {
		console.log(fetchXtensa(line => console.error(line)));
	} catch (error) {
		if (!error.facts) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}
