// `catnap doctor`: what it finds on machines that are made up, and what it says to do.
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {loadBoards} from '../../boards/facts/boards.ts';
import {portsIn} from '../../lib/serial-ports.ts';
import {
	boardFindings,
	connectedFindings,
	type Machine,
	machineFindings,
} from '../../tools/doctor/findings.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-doctor-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

function folder(name: string, files: readonly string[] = []): string {
	const path = join(work, name);
	mkdirSync(path, {recursive: true});
	for (const file of files) writeFileSync(join(path, file), '', {mode: 0o755});
	return path;
}

const bare: Machine = {
	nodeVersion: '20.19.0',
	env: {PATH: folder('empty')},
	hasSources: false,
	ports: [],
	usb: join(work, 'no-usb'),
	mounts: 'proc /proc proc rw 0 0\n',
	packages: {serialport: false, 'esptool-js': false, libunicorn: false},
	hasLx7: false,
};

test('with Node alone the package lacks only what is optional, and says how to get it', t => {
	const findings = machineFindings(bare);
	t.deepEqual(
		findings.filter(({state}) => state === 'ok').map(({what}) => what),
		['Node', 'firmware'],
	);
	for (const {state, todo} of findings) t.is(state === 'ok', todo === undefined);
	t.deepEqual(
		connectedFindings(bare).map(({what, state}) => `${what} ${state}`),
		['board absent', 'flash program absent'],
	);
});

test('an old Node is missing, a newer one is not', t => {
	for (const [nodeVersion, state] of [
		['18.20.4', 'missing'],
		['20.18.3', 'missing'],
		['20.19.0', 'ok'],
		['24.0.0', 'ok'],
	] as const)
		t.is(machineFindings({...bare, nodeVersion})[0]!.state, state, nodeVersion);
});

test('the repository names the compiler that is missing', t => {
	const env = {PATH: folder('tools', ['clang', 'wasm-ld', 'cmake', 'ninja'])};
	const missing = machineFindings({...bare, env, hasSources: true}).filter(({found}) =>
		found.includes('builds'),
	);
	t.deepEqual(
		missing.filter(({state}) => state !== 'ok').map(({todo}) => todo),
		['sudo apt-get install gcc-arm-none-eabi libnewlib-arm-none-eabi'],
	);
});

test('a kit is found by its probe, its drive and its ports', t => {
	const usb = join(work, 'usb');
	for (const [name, vendor, product] of [
		['1-1', '1366', 'J-Link'],
		['1-2', '046d', 'Mouse'],
	] as const) {
		folder(`usb/${name}`);
		writeFileSync(join(usb, name, 'idVendor'), `${vendor}\n`);
		writeFileSync(join(usb, name, 'product'), `${product}\n`);
	}
	const devices = folder('devices', ['ttyACM0', 'ttyACM1', 'ttyS0']);
	const ports = portsIn(devices);
	const mounts = '/dev/sdb /media/me/JLINK vfat rw 0 0\n';
	const env = {PATH: folder('flash', ['pyocd'])};
	t.deepEqual(
		connectedFindings({...bare, usb, ports, mounts, env}).map(({what, found}) => `${what}: ${found}`),
		[
			'probe: J-Link: J-Link',
			'drive of a kit: /media/me/JLINK',
			`serial port: ${devices}/ttyACM0`,
			`serial port: ${devices}/ttyACM1`,
			'flash program: pyocd',
		],
	);
});

test('a port that the user may not open comes with the command that lets him', t => {
	const devices = folder('locked', ['ttyACM0']);
	chmodSync(join(devices, 'ttyACM0'), 0);
	const [port] = connectedFindings({...bare, ports: portsIn(devices)});
	if (process.getuid?.() === 0)
		t.is(port!.state, 'ok'); // root may
	else t.regex(port!.todo!, /usermod -a -G dialout/);
});

test('each board says whether it runs here and how it is flashed', async t => {
	const boards = await loadBoards();
	const found = (machine: Machine): Record<string, string> => {
		const findings = [...machineFindings(machine), ...connectedFindings(machine)];
		return Object.fromEntries(boardFindings(boards, findings).map(({what, found}) => [what, found]));
	};
	t.like(found(bare), {
		host: 'runs here, is not flashed',
		'qemu-an505': 'would run with qemu-system-arm, is not flashed',
		nrf5340dk: 'would run with libunicorn, is flashed by its drive',
		'esp32s3-devkitc': 'would run with LX7 core, is flashed by its serial port',
	});
	const env = {PATH: folder('all', ['qemu-system-arm', 'probe-rs'])};
	const packages = {serialport: true, 'esptool-js': true, libunicorn: true};
	t.like(found({...bare, env, packages, hasLx7: true}), {
		'qemu-an505': 'runs here, is not flashed',
		nrf5340dk: 'runs here, is flashed by its probe',
		'esp32s3-devkitc': 'runs here, is flashed by its serial port',
	});
});
