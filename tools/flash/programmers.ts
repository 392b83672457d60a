// The programs that can flash over a debug probe, in the order in which they are tried, and what they are told.
// None of them was run against hardware: the command lines are from their manuals.

import type {FlashLayout} from '../../boards/facts/layout.ts';

/** Where words lie in the chip's memory. */
export interface Place {
	readonly address: number;
	readonly words: number;
}

export interface Programmer {
	readonly command: string;
	/** Print words of memory. */
	read(layout: FlashLayout, place: Place): readonly string[];
	/** Program a .hex, verify it and start the chip. */
	program(layout: FlashLayout, hex: string): readonly string[];
	/** Start the chip, for programs that leave it standing. */
	start?(layout: FlashLayout): readonly string[];
	/** Text of a command file, for programs that take one; `@` in the arguments stands for its path. */
	script?(what: Place | string): string;
	/** What makes a locked chip usable again; it erases everything. */
	readonly recover: string;
	/** Output that says that it has failed, for programs whose exit code may be 0 all the same. */
	readonly failed?: RegExp;
	/** Output that says that this installation cannot do it at all. */
	readonly unable?: RegExp;
}

const part = (layout: FlashLayout): string => `${layout.chip.name}_xxAA`;
const hex = (address: number): string => `0x${address.toString(16)}`;

export const programmers: readonly Programmer[] = [
	{
		command: 'probe-rs',
		read: (layout, {address, words}) => ['read', '--chip', part(layout), 'b32', hex(address), `${words}`],
		program: (layout, hex) => ['download', '--chip', part(layout), '--binary-format', 'hex', '--verify', hex],
		// download leaves the chip halted [probe-rs pull request 4006]
		start: layout => ['reset', '--chip', part(layout)],
		recover: 'probe-rs erase --chip nRF5340_xxAA --allow-erase-all',
	},
	{
		command: 'pyocd',
		read: (layout, {address, words}) => [
			'commander',
			'--target',
			layout.chip.name.toLowerCase(),
			'--command',
			`read32 ${hex(address)} ${4 * words}`,
		],
		program: (layout, hex) => ['load', '--target', layout.chip.name.toLowerCase(), '--format', 'hex', hex],
		recover: 'pyocd erase --chip --target nrf5340',
		unable: /target type .* not recognized|unknown target/i,
	},
	{
		command: 'nrfutil',
		read: (_layout, {address, words}) => [
			'device',
			'read',
			'--direct',
			'--address',
			hex(address),
			'--bytes',
			`${4 * words}`,
			'--width',
			'32',
			'--core',
			'Application',
		],
		program: (_layout, hex) => [
			'device',
			'program',
			'--firmware',
			hex,
			'--core',
			'Application',
			'--options',
			'chip_erase_mode=ERASE_RANGES_TOUCHED_BY_FIRMWARE,verify=VERIFY_READ,reset=RESET_SYSTEM',
		],
		recover: 'nrfutil device recover --core Application',
		unable: /unrecognized subcommand|not installed/i,
	},
	{
		command: 'JLinkExe',
		read: layout => jlink(layout),
		program: layout => jlink(layout),
		script: what =>
			[
				...(typeof what === 'string'
					? [`loadfile ${what}`, 'r', 'g']
					: [`mem32 ${hex(what.address)} ${what.words}`]),
				'exit',
				'',
			].join('\n'),
		// it begins with "J-Link Commander will now exit on Error"
		failed: /(?<!exit on )\berror\b|\bfailed\b|cannot|could not/i,
		recover: 'JLinkExe -device nRF5340_xxAA_APP -if SWD, then: unlock nRF53',
	},
	{
		command: 'openocd',
		read: (_layout, {address, words}) => [...openocd, '-c', `init; halt; mdw ${hex(address)} ${words}; exit`],
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
