// A recording from a CSV file: acceleration and turning that sensors feel, and levels at analog inputs, at each moment.

import {CatnapError, type Which} from '../../lib/errors.ts';
import {readText, withoutMark} from '../../lib/read.ts';
import {decimal, linesOf} from '../../lib/table-text.ts';

/** Of acceleration: milli-g, g, or counts of the sensor. */
export type TraceUnit = 'mg' | 'g' | 'raw';

export interface TraceOptions {
	/** Samples a second, when the file has no `t_ms` column. */
	readonly rateHz?: number;
	/** Unit of the columns; a `# unit:` line in the file says it too. @default 'mg' */
	readonly unit?: TraceUnit;
	/** Milli-g of one count, for unit `raw`. */
	readonly scaleMg?: number;
}

/** Sample-and-hold: before the first row its value, after the last row the last value. */
export class Trace {
	/** Moments from the start of the trace, ascending. */
	readonly atUs: Float64Array;
	/** [row][x y z], milli-g. */
	readonly mg: Float64Array;
	/** The last row is held this long, too. */
	readonly durationUs: number;
	/** By name of an analog input, from columns such as `a0_mv`: [row], millivolts. */
	readonly analog: ReadonlyMap<string, Float64Array>;
	/** From columns gx,gy,gz: [row][x y z], degrees per second; empty: nothing turns. */
	readonly dps: Float64Array;
	#cursor = 0;

	/** For traces that no file holds: the fields in their order. */
	constructor(
		atUs: Float64Array,
		mg: Float64Array,
		durationUs: number,
		analog: ReadonlyMap<string, Float64Array> = new Map(),
		dps: Float64Array = new Float64Array(0),
	) {
		this.atUs = atUs;
		this.mg = mg;
		this.durationUs = durationUs;
		this.analog = analog;
		this.dps = dps;
	}

	/** Millivolts at an analog input, if the trace has them. */
	analogAt(name: string, atUs: number): number | undefined {
		return this.analog.get(name)?.[this.rowAt(atUs) / 3];
	}

	/** How many moments it has. */
	get rows(): number {
		return this.atUs.length;
	}

	/** Offset into `mg` and `dps` of the row that holds at this moment. */
	rowAt(atUs: number): number {
		const times = this.atUs;
		let row = this.#cursor;
		if (times[row]! > atUs) row = 0;
		while (row + 1 < times.length && times[row + 1]! <= atUs) row++;
		this.#cursor = row;
		return row * 3;
	}

	/** The same acceleration forever; the default is lying flat, 1 g on z. */
	static constant(x = 0, y = 0, z = 1000): Trace {
		return new Trace(new Float64Array(1), new Float64Array([x, y, z]), 0);
	}

	/** From samples at a fixed rate: milli-g, and for six axes degrees per second after them. */
	static fromSamples(samples: readonly (readonly number[])[], rateHz: number): Trace {
		const moment = (row: number): number => Math.round((row * 1e6) / rateHz);
		const atUs = Float64Array.from(samples, (_, row) => moment(row));
		const mg = Float64Array.from(samples.flatMap(sample => sample.slice(0, 3)));
		const dps = Float64Array.from(samples.flatMap(sample => sample.slice(3, 6)));
		return new Trace(atUs, mg, moment(samples.length), new Map(), dps);
	}
}

/** Read a CSV file. Throws CatnapError TRACE_MISSING or TRACE_BAD. */
export function readTrace(path: string, options: TraceOptions = {}): Trace {
	return parseTrace(readText(path, {code: 'TRACE_MISSING', longestMb}), path, options);
}

/** Parse the text of a CSV file; `path` is only for messages. */
export function parseTrace(text: string, path: string, options: TraceOptions = {}): Trace {
	const parser = new TraceParser(path, options);
	let last = 0;
	for (const [line, number] of linesOf(withoutMark(text))) {
		parser.line(line, number);
		last = number;
	}
	return parser.finish(last);
}

/** Some ten million rows, as many as fit into memory beside their text. */
const longestMb = 256;
/** In any unit; chips saturate far below. */
const largestLevel = 1e9;
/** Degrees per second. */
const turnUnits = {dps: 1, mdps: 0.001, 'rad/s': 180 / Math.PI} as const;
const expectedUnit = '# unit: mg, g, or raw <mg per count>; of gx,gy,gz: dps, mdps or rad/s';

class TraceParser {
	readonly #path: string;
	readonly #times: number[] = [];
	readonly #values: number[] = [];
	#unit: TraceUnit;
	#scaleMg: number | undefined;
	#rateHz: number | undefined;
	#header: string[] | undefined;
	#columns: number[] = [];
	#turnUnit: keyof typeof turnUnits = 'dps';
	/** Units that comments have named, by what they are of. */
	readonly #stated = new Map<string, string>();
	#turnColumns: number[] = [];
	readonly #turns: number[] = [];
	readonly #analog = new Map<string, {readonly column: number; readonly millivolts: number[]}>();
	#time = -1;

	constructor(path: string, options: TraceOptions) {
		this.#path = path;
		this.#unit = options.unit ?? 'mg';
		this.#scaleMg = options.scaleMg;
		this.#rateHz = options.rateHz;
	}

	line(line: string, number: number): void {
		if (line === '') return;
		if (line.startsWith('#')) this.#comment(line, number);
		else if (this.#header) this.#row(line, number);
		else this.#readHeader(line, number);
	}

	finish(lines: number): Trace {
		if (!this.#header) this.#bad(1, 'header', 'a line with the names x,y,z', 'nothing');
		if (this.#values.length === 0) this.#bad(lines, 'empty', 'a line such as 0,0,1000', 'the end');
		const scale = this.#scale();
		const flat = [0, 0, 1000];
		const mg = Float64Array.from(this.#values, (value, index) =>
			this.#columns.length === 0 ? flat[index % 3]! : value * scale,
		);
		const analog = new Map(
			[...this.#analog].map(([name, {millivolts}]) => [name, Float64Array.from(millivolts)]),
		);
		const atUs = Float64Array.from(this.#times);
		const rows = atUs.length;
		const last = rows > 1 ? atUs[rows - 1]! - atUs[rows - 2]! : 0;
		const durationUs = this.#time < 0 ? Math.round((rows * 1e6) / this.#rateHz!) : atUs[rows - 1]! + last;
		if (!Number.isSafeInteger(durationUs))
			this.#bad(lines, 'length', 'less than 285 years', `${durationUs / 1e6} s`);
		const dps = Float64Array.from(this.#turns, value => value * turnUnits[this.#turnUnit]);
		return new Trace(atUs, mg, durationUs, analog, dps);
	}

	/** A comment that names a unit or a rate counts however it is written; what it names must be known. */
	#comment(line: string, number: number): void {
		const named = /\bunits?\b(?!-)[^:=]*[:=]\s*(.*)$/i.exec(line);
		const said = named ?? /\bunits?\s+(?:(?:of|in|is|are)\s+)?(.*)$/i.exec(line);
		const units = said?.[1]?.toLowerCase().split(/\s*[,;]\s*/);
		const known = units?.every(unit => this.#takeUnit(unit, number, line));
		if (known === false && (named || /^#\W*units?\b(?!-)/i.test(line)))
			this.#bad(number, 'unit', expectedUnit, line);
		const [, colon, value] = /^#\W*(?:sampl\w+\W+)?rates?\s*([:=]?)\s*(.*)$/i.exec(line) ?? [];
		if (value === undefined) return;
		const rateHz = decimal(value.replace(/\s*Hz$/i, ''));
		if (rateHz !== undefined && rateHz > 0) this.#rateHz = rateHz;
		else if (colon !== '') this.#bad(number, 'rateValue', '# rate: 100 Hz', line);
	}

	/** Whether the unit is known. */
	#takeUnit(text: string, number: number, line: string): boolean {
		if (Object.hasOwn(turnUnits, text)) {
			this.#turnUnit = this.#once('turn', text as keyof typeof turnUnits, number, line);
			return true;
		}
		const [, unit, scale] = /^(mg|g|raw)(?:\s+(\S+))?$/.exec(text) ?? [];
		if (unit === undefined || (scale !== undefined && unit !== 'raw')) return false;
		this.#unit = this.#once('acceleration', unit as TraceUnit, number, line);
		if (scale !== undefined) this.#scaleMg = decimal(scale);
		return scale === undefined || this.#scaleMg !== undefined;
	}

	/** A file cannot have two units of one kind. */
	#once<Unit extends string>(kind: string, unit: Unit, number: number, line: string): Unit {
		const before = this.#stated.get(kind);
		if (before !== undefined && before !== unit)
			this.#bad(number, 'units', `one unit, ${before} as before`, line);
		this.#stated.set(kind, unit);
		return unit;
	}

	#scale(): number {
		if (this.#unit === 'mg') return 1;
		if (this.#unit === 'g') return 1000;
		if (this.#scaleMg !== undefined && this.#scaleMg > 0) return this.#scaleMg;
		return this.#bad(1, 'scale', '# unit: raw <mg per count>', `${this.#scaleMg ?? 'no scale'}`);
	}

	#readHeader(line: string, number: number): void {
		const header = line.split(',').map(name =>
			name
				.trim()
				.replace(/^"(.*)"$/, '$1')
				.toLowerCase(),
		);
		const twice = header.find((name, column) => name !== '' && header.indexOf(name) !== column);
		if (twice !== undefined) this.#bad(number, 'twice', `one column ${twice}`, line);
		for (const [column, name] of header.entries()) {
			const [, input, unit] = /^(\w+)_(mv|v|uv)$/.exec(name) ?? [];
			if (input === undefined) continue;
			if (unit !== 'mv') this.#bad(number, 'column', `levels in millivolts: ${input}_mv`, name);
			this.#analog.set(input, {column, millivolts: []});
		}
		this.#columns = ['x', 'y', 'z'].map(axis => header.indexOf(axis));
		// levels alone: the board lies flat
		if (this.#analog.size > 0 && this.#columns.every(column => column < 0)) this.#columns = [];
		if (this.#columns.includes(-1)) this.#bad(number, 'column', 'x,y,z or t_ms,x,y,z', line);
		const turns = ['gx', 'gy', 'gz'].map(axis => header.indexOf(axis));
		if (turns.some(column => column >= 0)) this.#turnColumns = turns;
		if (this.#turnColumns.includes(-1)) this.#bad(number, 'column', 'none or all of gx,gy,gz', line);
		this.#time = header.indexOf('t_ms');
		if (this.#time < 0 && !((this.#rateHz ?? 0) > 0)) {
			this.#bad(number, 'rate', 't_ms,x,y,z, or a rate in Hz', line);
		}
		this.#header = header;
	}

	#row(line: string, number: number): void {
		const cells = line.split(',');
		const header = this.#header!;
		if (cells.length !== header.length) {
			this.#bad(number, 'columns', `${header.length}: ${header.join(',')}`, line);
		}
		const atUs =
			this.#time < 0
				? Math.round(((this.#values.length / 3) * 1e6) / this.#rateHz!)
				: Math.round(this.#number(cells, this.#time, number) * 1000);
		this.#pushTime(atUs, number, line);
		if (this.#columns.length === 0) this.#values.push(0, 0, 0);
		for (const column of this.#columns) this.#values.push(this.#level(cells, column, number));
		for (const column of this.#turnColumns) this.#turns.push(this.#level(cells, column, number));
		for (const {column, millivolts} of this.#analog.values())
			millivolts.push(this.#level(cells, column, number));
	}

	#firstUs = 0;

	#pushTime(atUs: number, number: number, line: string): void {
		if (this.#times.length === 0) this.#firstUs = atUs;
		const fromStart = atUs - this.#firstUs;
		const before = this.#times.at(-1);
		if (before !== undefined && fromStart <= before) {
			const beforeMs = (before + this.#firstUs) / 1000;
			this.#bad(number, 'order', `t_ms above ${beforeMs}`, line);
		}
		this.#times.push(fromStart);
	}

	#level(cells: readonly string[], column: number, line: number): number {
		const value = this.#number(cells, column, line);
		if (Math.abs(value) > largestLevel)
			this.#bad(line, 'size', `-${largestLevel} to ${largestLevel}`, cells[column]!.trim());
		return value;
	}

	#number(cells: readonly string[], column: number, line: number): number {
		const text = cells[column]!.trim();
		const value = decimal(text);
		if (value === undefined) {
			throw new CatnapError('TRACE_BAD', {
				which: 'cell',
				column: this.#header![column]!,
				where: `${this.#path}:${line}`,
				expected: 'a number',
				received: text === '' ? 'nothing' : text,
			});
		}
		return value;
	}

	#bad(line: number, which: Exclude<Which<'TRACE_BAD'>, 'cell'>, expected: string, received: string): never {
		throw new CatnapError('TRACE_BAD', {which, where: `${this.#path}:${line}`, expected, received});
	}
}
