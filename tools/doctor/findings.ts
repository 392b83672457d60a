// What this machine has of what Catnap can use, and the one command for each thing that is missing.
import {accessSync, constants, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {isNewEnough, oldestNode} from '../../lib/node-version.mjs';
import {groupOf, hasFile} from '../../lib/serial-ports.ts';
import {mountedDrives} from '../flash/drive.ts';
import {programmers} from '../flash/programmers.ts';
import {isInstalled} from '../flash/spawn.ts';

export interface Finding {
	readonly what: string;
	/** `missing`: nothing works without it; `absent`: what it serves is said in `found`. */
	readonly state: 'ok' | 'missing' | 'absent';
	readonly found: string;
	/** What the person can type. */
	readonly todo?: string;
}

/** The machine as far as it is looked at; tests make their own. */
export interface Machine {
	readonly nodeVersion: string;
	readonly env: NodeJS.ProcessEnv;
	/** Whether Catnap is the repository, which builds firmware from its sources. */
	readonly hasSources: boolean;
	/** Serial ports that look like a board's. */
	readonly ports: readonly string[];
	/** Where the kernel lists USB devices: /sys/bus/usb/devices. */
	readonly usb: string;
	/** The table of mounts; undefined: the machine's own. */
	readonly mounts?: string;
	/** npm packages that are optional, by name whether they can be loaded. */
	readonly packages: Readonly<Record<'serialport' | 'esptool-js' | 'libunicorn', boolean>>;
	/** Whether the simulated core of the ESP32-S3 is there, or can be built. */
	readonly hasLx7: boolean;
}

/** What the firmware is built with, with the Debian package of each program. */
const builders: Readonly<Record<string, string>> = {
	clang: 'clang',
	'wasm-ld': 'lld',
	cmake: 'cmake',
	ninja: 'ninja-build',
	'arm-none-eabi-gcc': 'gcc-arm-none-eabi libnewlib-arm-none-eabi',
};

const lx7Core = 'LX7 core';

export function machineFindings(machine: Machine): Finding[] {
	const {nodeVersion, env, hasSources, packages} = machine;
	return [
		isNewEnough(nodeVersion)
			? {what: 'Node', state: 'ok', found: nodeVersion}
			: {
					what: 'Node',
					state: 'missing',
					found: nodeVersion,
					todo: `install Node ${oldestNode.join('.')} or newer`,
				},
		...(hasSources
			? builderFindings(env)
			: [{what: 'firmware', state: 'ok', found: 'of all boards, built'} as const]),
		program('qemu-system-arm', 'runs apps on the target qemu-an505', 'qemu-system-arm', env),
		packages.libunicorn
			? {what: 'libunicorn', state: 'ok', found: 'runs apps on the simulated nRF5340'}
			: {
					what: 'libunicorn',
					state: 'absent',
					found: 'it would run apps on the simulated nRF5340',
					todo: 'sudo apt-get install libunicorn2 && npm install --include=optional',
				},
		lx7Finding(machine),
		optional(
			'serialport',
			['follows the console of a board', 'would follow the console of a board'],
			packages,
		),
		optional('esptool-js', ['flashes an ESP32-S3', 'would flash an ESP32-S3'], packages),
	];
}

function lx7Finding({hasLx7, hasSources}: Machine): Finding {
	if (hasLx7) return {what: lx7Core, state: 'ok', found: 'runs apps on the simulated ESP32-S3'};
	return {
		what: lx7Core,
		state: 'absent',
		found: 'it would run apps on the simulated ESP32-S3',
		todo: hasSources ? 'sudo apt-get install clang lld wasi-libc' : 'npm install --force catnap',
	};
}

/** An npm package that apps run without; `serves`: what it does, and what it would do. */
function optional(
	what: 'serialport' | 'esptool-js',
	[does, would]: readonly [string, string],
	packages: Machine['packages'],
): Finding {
	if (packages[what]) return {what, state: 'ok', found: does};
	return {what, state: 'absent', found: `it ${would}`, todo: 'npm install --include=optional'};
}

function builderFindings(env: NodeJS.ProcessEnv): Finding[] {
	return Object.entries(builders).map(([command, debian]) =>
		program(command, 'builds firmware', debian, env),
	);
}

function program(command: string, serves: string, debian: string, env: NodeJS.ProcessEnv): Finding {
	if (isInstalled(command, env)) return {what: command, state: 'ok', found: serves};
	return {
		what: command,
		state: 'absent',
		found: `it ${serves}`,
		todo: `sudo apt-get install ${debian}`,
	};
}

/** USB vendors of the kits: SEGGER's on-board J-Link, and Espressif. From the kernel's table of ids. */
const vendors: Readonly<Record<string, string>> = {'1366': 'J-Link', '303a': 'Espressif'};

/** Probes, drives and serial ports that are connected now, and what could flash. */
export function connectedFindings({ports, usb, mounts, env}: Machine): Finding[] {
	const probes = probesIn(usb);
	const drives = mounts === undefined ? mountedDrives() : mountedDrives(mounts);
	const flashers = programmers.map(({command}) => command);
	const installed = flashers.filter(command => isInstalled(command, env));
	return [
		...probes.map(found => ({what: 'probe', state: 'ok', found}) as const),
		...drives.map(found => ({what: 'drive of a kit', state: 'ok', found}) as const),
		...ports.map(portFinding),
		...(probes.length + drives.length + ports.length === 0
			? [{what: 'board', state: 'absent', found: 'none is connected by USB'} as const]
			: []),
		installed.length > 0
			? {what: 'flash program', state: 'ok', found: installed.join(', ')}
			: {
					what: 'flash program',
					state: 'absent',
					found: `none of ${flashers.join(', ')}; the drive of a kit needs none`,
				},
	];
}

function probesIn(usb: string): string[] {
	const names = existsSync(usb) ? readdirSync(usb).sort() : [];
	return names.flatMap(name => {
		const read = (file: string): string => {
			const path = join(usb, name, file);
			return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
		};
		const vendor = vendors[read('idVendor')];
		return vendor === undefined ? [] : [`${vendor}: ${read('product') || 'no name'}`];
	});
}

function portFinding(path: string): Finding {
	try {
		if (hasFile(path)) accessSync(path, constants.R_OK | constants.W_OK);
		return {what: 'serial port', state: 'ok', found: path};
	} catch {
		return {
			what: 'serial port',
			state: 'absent',
			found: `${path}: you may not use it`,
			todo: `sudo usermod -a -G ${groupOf(path)} $USER, then log in again`,
		};
	}
}

/** What can be done with each board on this machine. */
export function boardFindings(boards: readonly BoardFacts[], findings: readonly Finding[]): Finding[] {
	const has = (what: string): boolean => findings.some(one => one.what === what && one.state === 'ok');
	const needs: Readonly<Record<string, string>> = {
		qemu: 'qemu-system-arm',
		nrf5340: 'libunicorn',
		esp32s3: lx7Core,
	};
	return boards.map(({name, simulator, flash}) => {
		const need = needs[simulator ?? ''];
		const runs =
			simulator === undefined
				? 'has no simulator'
				: need === undefined || has(need)
					? 'runs here'
					: `would run with ${need}`;
		const byProbe = has('drive of a kit') || !has('flash program') ? 'by its drive' : 'by its probe';
		const how = {
			none: 'is not flashed',
			probe: `is flashed ${byProbe}`,
			loader: 'is flashed by its serial port',
		};
		return {what: name, state: 'ok', found: `${runs}, ${how[flash?.by ?? 'none']}`};
	});
}
