// SSD1306: a display of 128 x 64 points. Points are set in memory; `show` sends the pages that have changed.
// Commands: Solomon Systech, SSD1306 revision 1.1, section 9 and the flow of its application note.

import {type Bus, I2C} from 'catnap/io';

export interface Ssd1306Options {
	readonly io: Bus;
	/** 0x3c with SA0 low, 0x3d with SA0 high. @default 0x3c */
	readonly address?: 0x3c | 0x3d;
}

const width = 128;
const pages = 8;
const commands = 0x00;
const data = 0x40;
/** Off, clock, rows, offset, first line, charge pump on, horizontal addressing, mirrored as modules are, contrast, on. */
const setUp = [
	0xae, 0xd5, 0x80, 0xa8, 0x3f, 0xd3, 0x00, 0x40, 0x8d, 0x14, 0x20, 0x00, 0xa1, 0xc8, 0xda, 0x12, 0x81, 0x7f,
	0xd9, 0xf1, 0xdb, 0x40, 0xa4, 0xa6, 0xaf,
];

export class Ssd1306 {
	readonly #device: I2C;
	readonly #points = new Uint8Array(width * pages);
	/** One bit a page; the panel shows noise until it was written once. */
	#changed = 0xff;
	#isSetUp = false;

	constructor({io, address = 0x3c}: Ssd1306Options) {
		this.#device = new I2C({io, address, hz: 400_000});
	}

	/** Light or darken a point; what lies outside is not drawn. */
	set(x: number, y: number, isLit = true): void {
		if (x < 0 || x >= width || y < 0 || y >= 8 * pages) return;
		this.#put(y >> 3, x, 1 << (y & 7), isLit);
	}

	/** Light or darken a rectangle; what lies outside is not drawn. */
	fill(x: number, y: number, wide: number, high: number, isLit = true): void {
		const right = Math.min(width, x + wide);
		const top = Math.min(8 * pages, Math.max(0, y));
		const bottom = Math.max(top, Math.min(8 * pages, y + high));
		for (let page = top >> 3; 8 * page < bottom; page++) {
			const above = Math.max(0, top - 8 * page);
			const below = Math.min(8, bottom - 8 * page);
			const points = (1 << below) - (1 << above);
			for (let column = Math.max(0, x); column < right; column++) this.#put(page, column, points, isLit);
		}
	}

	/** `points`: bits of a column of a page, the highest point first. */
	#put(page: number, column: number, points: number, isLit: boolean): void {
		const at = page * width + column;
		const before = this.#points[at]!;
		const now = isLit ? before | points : before & ~points;
		if (now === before) return;
		this.#points[at] = now;
		this.#changed |= 1 << page;
	}

	/** Send what has changed. After an error the display is set up again and gets all of it. @throws {NativeError} as I2C does. */
	async show(): Promise<void> {
		const changed = this.#isSetUp ? this.#changed : 0xff;
		const before = this.#isSetUp;
		this.#isSetUp = false;
		if (!before) await this.#device.write([commands, ...setUp]);
		for (let page = 0; page < pages; page++) {
			if ((changed & (1 << page)) === 0) continue;
			await this.#device.write([commands, 0x21, 0, width - 1, 0x22, page, page]);
			const bytes = new Uint8Array(1 + width);
			bytes[0] = data;
			bytes.set(this.#points.subarray(page * width, (page + 1) * width), 1);
			await this.#device.write(bytes);
		}
		this.#changed = 0;
		this.#isSetUp = true;
	}

	/** Dark, at a few microamperes, until `show`. @throws {NativeError} as I2C does. */
	async off(): Promise<void> {
		this.#isSetUp = false;
		await this.#device.write([commands, 0xae]);
	}
}
