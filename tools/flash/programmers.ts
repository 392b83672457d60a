// The programs that can flash over a debug probe, in the order in which they are tried, and their arguments. None of
// them was run against hardware: arguments and target names are from their sources and documentation, named beside each.

import type {FlashLayout} from '../../boards/facts/layout.ts';

/** Where words lie in the chip's memory. */
export interface Place {
	readonly address: number;
	readonly words: number;
}

/** The .hex in the folder in which a program runs: no name that a user gave reaches a program or its command file. */
export const hexName = 'image.hex';
/** Likewise the command file. */
export const scriptName = 'commands';

type Call = readonly string[];

export interface Programmer {
	readonly command: string;
	/** Print words of memory. */
	read(layout: FlashLayout, place: Place): Call;
	/** Program `hexName`, verify it and start the chip. */
	program(layout: FlashLayout): Call;
	/** Start the chip, for programs that leave it standing. */
	start?(layout: FlashLayout): Call;
	/** Text of a command file, for programs that take one: for a place to read, or to program. */
	script?(what: Place | 'program'): string;
	/** What makes a locked chip usable again, call by call; it erases everything. Absent: the program cannot. */
	recover?(layout: FlashLayout): readonly Call[];
	/** Output that says that it has failed, for programs whose exit code may be 0 all the same. */
	readonly failed?: RegExp;
	/** Output that says that this installation cannot do it at all, and what it lacks. */
	readonly unable?: {readonly text: RegExp; readonly lacks: string};
}

const hex = (address: number): string => `0x${address.toString(16)}`;
const split = (text: string): Call => text.split(' ');

/** probe-rs, targets/nRF53_Series.yaml: its target of both cores would start the network core after a reset. */
const probeRsChip = ({chip}: FlashLayout): Call => ['--chip', `${chip.name}_xxAA_APPONLY`];
/** pyOCD, target/pack/pack_target.py: the part number of Nordic's pack in lower case. */
const pyocdTarget = ({chip}: FlashLayout): Call => ['--target', `${chip.name.toLowerCase()}_xxaa`];
const nrfutilOptions =
	'chip_erase_mode=ERASE_RANGES_TOUCHED_BY_FIRMWARE,verify=VERIFY_READ,reset=RESET_SYSTEM';
/** OpenOCD: J-Link as the probe, as the kit has it, and the chip. */
const openocdBoard: Call = ['-f', 'board/nordic/nrf5340-dk.cfg'];

export const programmers: readonly Programmer[] = [
	{
		command: 'probe-rs',
		// probe-rs-tools, cmd/read.rs
		read: (layout, {address, words}) => ['read', ...probeRsChip(layout), 'b32', hex(address), `${words}`],
		// cmd/download.rs, util/common_options.rs
		program: layout => ['download', ...probeRsChip(layout), '--binary-format', 'hex', '--verify', hexName],
		// download leaves the chip halted [probe-rs pull request 4006]
		start: layout => ['reset', ...probeRsChip(layout)],
		// cmd/erase.rs; the permission lets it unlock through CTRL-AP
		recover: layout => [['erase', ...probeRsChip(layout), '--allow-erase-all']],
	},
	{
		command: 'pyocd',
		read: (layout, {address, words}) => [
			'commander',
			...pyocdTarget(layout),
			'--command',
			`read32 ${hex(address)} ${4 * words}`,
		],
		// subcommands/load_cmd.py: it resets the chip afterwards
		program: layout => ['load', ...pyocdTarget(layout), '--format', 'hex', hexName],
		// board/board.py
		unable: {
			text: /target type .* not recognized|unknown target/i,
			lacks: 'pyocd pack install nrf5340_xxaa',
		},
	},
	{
		command: 'nrfutil',
		read: (_layout, {address, words}) =>
			split(
				`device read --direct --address ${hex(address)} --bytes ${4 * words} --width 32 --core Application`,
			),
		// Nordic, nrfutil device, "Programming options"
		program: () =>
			split(`device program --firmware ${hexName} --core Application --options ${nrfutilOptions}`),
		// "Recovering nRF53 and nRF70 Series devices": the network core first
		recover: () => ['Network', 'Application'].map(core => split(`device recover --core ${core}`)),
		unable: {text: /unrecognized subcommand|not installed/i, lacks: 'nrfutil install device'},
	},
	{
		command: 'JLinkExe',
		read: layout => jlink(layout),
		program: layout => jlink(layout),
		script: what =>
			[
				what === 'program' ? `loadfile ${hexName}\nr\ng` : `mem32 ${hex(what.address)} ${what.words}`,
				'exit\n',
			].join('\n'),
		// it begins with "J-Link Commander will now exit on Error"
		failed: /(?<!exit on )\berror\b|\bfailed\b|cannot|could not/i,
	},
	{
		command: 'openocd',
		// without a halt: a chip that is only looked at goes on running
		read: (_layout, {address, words}) => [...openocdBoard, '-c', `init; mdw ${hex(address)} ${words}; exit`],
		// src/flash/startup.tcl
		program: () => [...openocdBoard, '-c', `program ${hexName} verify reset exit`],
		// tcl/target/nordic/nrf53.cfg
		recover: () => [[...openocdBoard, '-c', 'init; nrf53_cpuapp_recover; exit']],
		unable: {
			text: /can't find board\/nordic\/nrf5340-dk\.cfg/i,
			lacks: 'a version later than 0.12.0, the first to know the nRF53',
		},
	},
];

function jlink({chip}: FlashLayout): Call {
	const fixed = '-if SWD -speed 4000 -autoconnect 1 -ExitOnError 1 -NoGui 1';
	return split(`-device ${chip.name}_xxAA_APP ${fixed} -CommandFile ${scriptName}`);
}

/** What a program's output means, first match first. */
export const complaints: readonly {
	readonly code: 'NO_PROBE' | 'SEVERAL_PROBES' | 'CHIP_LOCKED' | 'PROBE_LOST';
	readonly text: RegExp;
}[] = [
	{
		code: 'NO_PROBE',
		text: /no (available )?(connected )?(debug )?probes?( were| was)?( found| available)?|no devices? (were )?found|unable to find a matching cmsis-dap|cannot connect to (the )?(j-link|probe)|connecting to j-link via usb\.+failed|no j-link/i,
	},
	{
		// pyOCD, core/helpers.py, which asks for its number; OpenOCD, jtag/drivers/jlink.c
		code: 'SEVERAL_PROBES',
		text: /enter the number of the debug probe|multiple devices found|multiple (debug )?probes/i,
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
