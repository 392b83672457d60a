// A chip of the user's own on a bus of the board: what a test says of it, and how it looks to the rest of the world.

import type {Figure} from '../../boards/facts/figures.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import type {I2cDevice} from './bus.ts';
import type {Chip, ChipSocket, ChipStats} from './chip.ts';
import type {SerialDevice} from './serial.ts';
import type {SpiDevice} from './spi.ts';

type Rest = Partial<Pick<Chip, 'power' | 'reset' | 'disguise' | 'stats'>>;

/** A simulated device: what moves bytes must be there, the rest may be. `RegisterChip` has all of it. */
export type SimulatedChip = I2cDevice & Rest;

/** The same on an SPI bus. */
export type SimulatedSpiChip = SpiDevice & Rest;

/** The same at a serial port; it sends with `socket.send`. */
export type SimulatedSerialChip = SerialDevice & Rest;

interface Wiring {
	/** The bus, by its name on the board, such as `i2c0`. */
	readonly bus: string;
	/** The pin that the chip's interrupt output is wired to. @default none */
	readonly interrupt?: string;
	/** The rail that supplies it. @default 'vdd', which is always on */
	readonly rail?: string;
	/**
	 * Supply current in microamperes by the names that the chip calls `socket.energy` with; a state that is not listed
	 * draws nothing. @default nothing
	 */
	readonly energyUa?: Readonly<Record<string, number>>;
}

/** One more chip on a bus of the board. `make` is called once, when the world is built. */
export type AttachedChip = Wiring &
	(
		| {
				/** 7-bit address on an I2C bus. */
				readonly address: number;
				readonly select?: never;
				readonly make: (socket: ChipSocket) => SimulatedChip;
		  }
		| {
				/** The pin that selects it, when low, on an SPI bus. */
				readonly select: string;
				readonly address?: never;
				readonly make: (socket: ChipSocket) => SimulatedSpiChip;
		  }
		| {
				/** At a serial port it is alone. */
				readonly select?: never;
				readonly address?: never;
				readonly make: (socket: ChipSocket) => SimulatedSerialChip;
		  }
	);

const noStats: ChipStats = {samples: 0, collected: 0, lost: 0, emptied: 0, waiting: 0};

/** Supply, resets and disguises of a chip, and whether it is there to answer. */
function lifeOf(
	chip: Rest,
): Pick<Chip, 'power' | 'reset' | 'disguise' | 'stats'> & {readonly answers: boolean} {
	let isAbsent = false;
	let isOn = false;
	return {
		get answers() {
			return isOn && !isAbsent;
		},
		power: on => {
			isOn = on;
			chip.power?.(on);
		},
		reset: () => chip.reset?.(),
		disguise: as => {
			isAbsent = as.absent ?? false;
			chip.disguise?.(as);
		},
		get stats() {
			return chip.stats ?? noStats;
		},
	};
}

/** Its currents as figures of the ledger: the caller's own numbers, whose source nobody knows here. */
export function figuresOf({energyUa = {}}: AttachedChip): Readonly<Record<string, Figure>> {
	const source = 'energyUa of the chip';
	return Object.fromEntries(
		Object.entries(energyUa).map(([state, typ]) => [
			state,
			{typ, unit: 'uA', mark: 'given by the app', source},
		]),
	);
}

/** The chip with everything that the world asks of one. */
export function wholeI2c(chip: SimulatedChip): Chip {
	const life = lifeOf(chip);
	return Object.assign(life, {
		begin: (direction: 'read' | 'write') => life.answers && chip.begin(direction),
		write: (byte: number) => chip.write(byte),
		read: () => chip.read(),
		end: () => chip.end(),
	});
}

export function wholeSpi(chip: SimulatedSpiChip): SpiDevice & ReturnType<typeof lifeOf> {
	const life = lifeOf(chip);
	return Object.assign(life, {
		select: () => chip.select(),
		exchange: (byte: number) => (life.answers ? chip.exchange(byte) : 0),
		deselect: () => chip.deselect(),
		...(chip.modes && {modes: chip.modes}),
		...(chip.fastestHz !== undefined && {fastestHz: chip.fastestHz}),
	});
}

/** Without supply, and while it pretends not to be there, it neither sends nor receives. */
export function wholeSerial(
	make: (socket: ChipSocket) => SimulatedSerialChip,
	socket: ChipSocket,
): SerialDevice & ReturnType<typeof lifeOf> {
	let isReady = (): boolean => true;
	const chip = make({
		...socket,
		send: (bytes, setting) => {
			if (isReady()) socket.send(bytes, setting);
		},
	});
	const life = lifeOf(chip);
	isReady = () => life.answers;
	return Object.assign(life, {
		receive: (byte: number) => {
			if (life.answers) chip.receive(byte);
		},
		...(chip.baud !== undefined && {baud: chip.baud}),
		...(chip.parity !== undefined && {parity: chip.parity}),
	});
}

/** @throws {CatnapError} BAD_CHIP when the board has no such bus, pin or rail, or the address is taken. */
export function checkAttached(
	name: string,
	{bus, address, select, interrupt, rail}: AttachedChip,
	board: BoardFacts,
): void {
	const known = (what: string, received: string, names: readonly string[]): void => {
		if (!names.includes(received)) refuse(name, `${what} ${received}`, `one of ${names.join(', ')}`);
	};
	if (Object.hasOwn(board.sensors, name))
		refuse(name, `the name ${name}`, `a name that no sensor of ${board.name} has`);
	known('bus', bus, Object.keys(board.buses));
	if (interrupt !== undefined) known('pin', interrupt, Object.keys(board.pins));
	if (rail !== undefined) known('rail', rail, Object.keys(board.rails));
	const {kind} = board.buses[bus]!;
	if (kind === 'uart') return;
	if (kind === 'spi') {
		known('select pin', String(select), Object.keys(board.pins));
		return;
	}
	if (address === undefined || !Number.isInteger(address) || address < 0x08 || address > 0x77)
		refuse(name, `address ${address}`, 'a 7-bit address, 8 (0x08) to 119 (0x77)');
	const other = Object.entries(board.sensors).find(
		([, fact]) => fact.bus === bus && fact.address === address,
	);
	if (other) refuse(name, `address ${address}, which ${other[0]} has`, 'an address that is free');
}

function refuse(chip: string, received: string, expected: string): never {
	throw new CatnapError('BAD_CHIP', {chip, received, expected});
}
