// The programs that can flash over a debug probe, in the order in which they are tried, and what they are told.
// None of them was run against hardware: the command lines are from their manuals.

import type {FlashLayout} from '../../boards/layout.ts';

export interface Programmer {
	readonly command: string;
	/** Print the word at the address of the chip's identity. */
	readId(layout: FlashLayout): readonly string[];
	/** Program a .hex, verify and start the chip. */
	program(layout: FlashLayout, hex: string): readonly string[];
	/** Text of a command file, for programs that take one; `@` in the arguments stands for its path. */
	script?(layout: FlashLayout, hex: string | undefined): string;
	/** What makes a locked chip usable again; it erases everything. */
	readonly recover: string;
	/** Output that says that this installation cannot do it at all. */
	readonly unable?: RegExp;
}

const part = (layout: FlashLayout): string => `${layout.chip.name}_xxAA`;
const address = (layout: FlashLayout): string => `0x${layout.chip.idAddress.toString(16)}`;

export const programmers: readonly Programmer[] = [
	{
		command: 'probe-rs',
		readId: layout => ['read', '--chip', part(layout), 'b32', address(layout), '1'],
		program: (layout, hex) => ['download', '--chip', part(layout), '--binary-format', 'hex', '--verify', hex],
		recover: 'probe-rs erase --chip nRF5340_xxAA --allow-erase-all',
	},
	{
		command: 'pyocd',
		readId: layout => [
			'commander',
			'--target',
			layout.chip.name.toLowerCase(),
			'--command',
			`read32 ${address(layout)}`,
		],
		program: (layout, hex) => ['load', '--target', layout.chip.name.toLowerCase(), '--format', 'hex', hex],
		recover: 'pyocd erase --chip --target nrf5340',
		unable: /target type .* not recognized|unknown target/i,
	},
	{
		command: 'nrfutil',
		readId: layout => ['device', 'x-read', '--direct', '--address', address(layout), '--core', 'Application'],
		program: (_layout, hex) => [
			...['device', 'program', '--firmware', hex, '--core', 'Application'],
			...[
				'--options',
				'chip_erase_mode=ERASE_RANGES_TOUCHED_BY_FIRMWARE,verify=VERIFY_READ,reset=RESET_SYSTEM',
			],
		],
		recover: 'nrfutil device recover --core Application',
		unable: /unrecognized subcommand|not installed/i,
	},
	{
		command: 'JLinkExe',
		readId: layout => jlink(layout),
		program: layout => jlink(layout),
		script: (layout, hex) =>
			[
				...(hex === undefined ? [`mem32 ${address(layout)} 1`] : [`loadfile ${hex}`, 'r', 'g']),
				'exit',
				'',
			].join('\n'),
		recover: 'JLinkExe -device nRF5340_xxAA_APP -if SWD, then: unlock nRF53',
	},
	{
		command: 'openocd',
		readId: layout => [...openocd, '-c', `init; halt; mdw ${address(layout)}; exit`],
		program: (_layout, hex) => [...openocd, '-c', `program ${hex} verify reset exit`],
		recover:
			'openocd -f interface/cmsis-dap.cfg -f target/nordic/nrf53.cfg -c "init; nrf53_cpuapp_recover; exit"',
		// Debian 12 has OpenOCD 0.12.0, which knows no nRF53
		unable: /can't find target\/nordic\/nrf53\.cfg/i,
	},
];

const openocd = ['-f', 'interface/cmsis-dap.cfg', '-f', 'target/nordic/nrf53.cfg'];

function jlink(layout: FlashLayout): string[] {
	const fixed = ['-if', 'SWD', '-speed', '4000', '-autoconnect', '1', '-ExitOnError', '1', '-NoGui', '1'];
	return ['-device', `${part(layout)}_APP`, ...fixed, '-CommandFile', '@'];
}

/** What a program's output means, first match first. */
export const complaints: readonly {
	readonly code: 'NO_PROBE' | 'CHIP_LOCKED' | 'PROBE_LOST';
	readonly text: RegExp;
}[] = [
	{
		code: 'NO_PROBE',
		text: /no (available )?(connected )?(debug )?probes?( were| was)?( found| available)?|no devices? (were )?found|unable to find a matching cmsis-dap|cannot connect to (the )?(j-link|probe)|connecting to j-link via usb\.+failed|no j-link/i,
	},
	{
		code: 'CHIP_LOCKED',
		text: /approtect|access ?port.*(protect|disabled)|(device|chip|core|target) is (locked|secured|protected)|readback protection|missingpermissions|erase_?all.*(required|permission)/i,
	},
	{
		code: 'PROBE_LOST',
		text: /libusb.*(no_device|io|pipe)|no such device|usb (communication )?(error|failure)|(probe|connection|communication).*(lost|disconnected|closed)|device was disconnected/i,
	},
];
