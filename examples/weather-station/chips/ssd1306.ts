// A simulated SSD1306: commands with their operands, the memory of its points, and what its panel shows.
// From Solomon Systech, SSD1306 revision 1.1, table 9-1; a command that it does not list is a violation.

import type {ChipSocket, SimulatedChip} from 'catnap/testing';

/** Microamperes: asleep [table 12-1], and a panel with a tenth of its points lit (from memory). */
export const ssd1306Ua = {asleep: 1, on: 5000} as const;

/** Operands by command; those of one byte without are ranges below. */
const operands: ReadonlyMap<number, number> = new Map([
	[0x20, 1],
	[0x21, 2],
	[0x22, 2],
	[0x81, 1],
	[0x8d, 1],
	[0xa8, 1],
	[0xd3, 1],
	[0xd5, 1],
	[0xd9, 1],
	[0xda, 1],
	[0xdb, 1],
]);

const whole = {left: 0, right: 127, top: 0, bottom: 7} as const;

export class Panel implements SimulatedChip {
	readonly #socket: ChipSocket;
	readonly #points = new Uint8Array(1024);
	#isOn = false;
	/** A command and the operands that have come. */
	#waiting: number[] = [];
	#window: {readonly left: number; readonly right: number; readonly top: number; readonly bottom: number} =
		whole;
	#at = {column: 0, page: 0};
	#kind: 'control' | 'commands' | 'data' = 'control';

	constructor(socket: ChipSocket) {
		this.#socket = socket;
	}

	/** Whether the panel shows the point. */
	lit(x: number, y: number): boolean {
		return this.#isOn && ((this.#points[(y >> 3) * 128 + x]! >> (y & 7)) & 1) === 1;
	}

	power(on: boolean): void {
		if (on) this.reset();
	}

	/** Memory is not cleared: its content is arbitrary. */
	reset(): void {
		this.#points.fill(0xa5);
		this.#isOn = false;
		this.#window = whole;
		this.#at = {column: 0, page: 0};
		this.#socket.energy('asleep');
	}

	begin(direction: 'read' | 'write'): boolean {
		this.#kind = 'control';
		this.#waiting = [];
		return direction === 'write';
	}

	write(byte: number): boolean {
		if (this.#kind === 'control') this.#kind = byte === 0x40 ? 'data' : 'commands';
		else if (this.#kind === 'data') this.#store(byte);
		else this.#take(byte);
		return true;
	}

	read(): number {
		return 0;
	}

	end(): void {}

	#take(byte: number): void {
		this.#waiting.push(byte);
		const [command = 0] = this.#waiting;
		if (!isCommand(command)) this.#violation(`there is no command 0x${command.toString(16)}`);
		if (this.#waiting.length <= (operands.get(command) ?? 0)) return;
		this.#run(this.#waiting);
		this.#waiting = [];
	}

	#run([command = 0, first = 0, second = 0]: readonly number[]): void {
		if (command === 0x21) {
			this.#window = {...this.#window, left: first, right: second};
			this.#at.column = first;
		} else if (command === 0x22) {
			this.#window = {...this.#window, top: first, bottom: second};
			this.#at.page = first;
		} else if (command === 0x20 && first !== 0) {
			this.#violation('only horizontal addressing is simulated');
		} else if ((command & 0xfe) === 0xae) {
			this.#isOn = (command & 1) === 1;
			this.#socket.energy(this.#isOn ? 'on' : 'asleep');
		}
	}

	#store(byte: number): void {
		const {column, page} = this.#at;
		const {left, right, top, bottom} = this.#window;
		this.#points[page * 128 + column] = byte;
		const below = page === bottom ? top : page + 1;
		this.#at = column === right ? {column: left, page: below} : {column: column + 1, page};
	}

	#violation(text: string): void {
		this.#socket.violation(`${this.#socket.name}: ${text}`);
	}
}

function isCommand(byte: number): boolean {
	if (operands.has(byte)) return true;
	return (byte >= 0x40 && byte <= 0x7f) || (byte >= 0xa0 && byte <= 0xaf) || (byte & 0xf0) === 0xc0;
}
