// `catnap doctor`: what is installed and connected, and the one command for what is missing.
import type {Command} from 'commander';
import {loadBoards} from '../../boards/facts/boards.ts';
import {createPainter, print} from '../../lib/output.ts';
import {hasSources} from '../../lib/root.mjs';
import {boardPorts} from '../../lib/serial-ports.ts';
import type {Finding, Machine} from '../doctor/findings.ts';

export function register(program: Command): void {
	program
		.command('doctor')
		.description(
			'look at this machine: programs, probes, serial ports, boards; what to install for what is missing',
		)
		.option('--json', 'print one JSON document')
		.action(doctor);
}

async function doctor({json}: {readonly json?: boolean}): Promise<void> {
	const {boardFindings, connectedFindings, machineFindings} = await import('../doctor/findings.ts');
	const here = await thisMachine();
	const machine = machineFindings(here);
	const connected = connectedFindings(here);
	const boards = boardFindings(await loadBoards(), [...machine, ...connected]);
	if (json) print(JSON.stringify({machine, connected, boards}));
	else
		for (const [title, findings] of Object.entries({'this machine': machine, connected, boards}))
			print([`${title}:`, ...findings.map(lineOf)].join('\n'));
	if (machine.some(({state}) => state === 'missing')) process.exitCode = 1;
}

async function thisMachine(): Promise<Machine> {
	const isThere = (module: Promise<unknown>): Promise<boolean> =>
		module.then(
			() => true,
			() => false,
		);
	const [serialport, esptool, {hasUnicorn}, {hasLx7Module}] = await Promise.all([
		isThere(import('serialport')),
		isThere(import('esptool-js')),
		import('../../sim/nrf5340/unicorn.ts'),
		import('../../sim/cores/lx7/build.ts'),
	]);
	return {
		nodeVersion: process.versions.node,
		env: process.env,
		hasSources,
		ports: await boardPorts().catch(() => []),
		usb: '/sys/bus/usb/devices',
		packages: {serialport, 'esptool-js': esptool, libunicorn: await hasUnicorn()},
		hasLx7: hasLx7Module(),
	};
}

function lineOf({what, state, found, todo}: Finding): string {
	const paint = createPainter(process.stdout);
	const mark = {ok: paint('green', 'ok'), missing: paint('red', 'no'), absent: paint('yellow', '--')}[state];
	return `  ${mark}  ${what.padEnd(18)}${found}${todo === undefined ? '' : `\n${' '.repeat(24)}${todo}`}`;
}
