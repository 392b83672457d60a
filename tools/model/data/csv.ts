// Reads CSV files of numbers: rows of equal length, with or without a header line.
import {CatnapError} from '../../../lib/errors.ts';
import type {NumberArray} from './npy.ts';

/** A table and what it says of itself. */
export interface CsvTable extends NumberArray {
	/** Rows a second, by a column of time that names its unit. */
	readonly rateHz?: number;
	/** Of a comment such as `# unit: g`, as traces have it. */
	readonly unit?: string;
}

/** Columns that hold the moment of a sample, not a measurement. */
const times = /^(t|time|timestamp|t_ms|time_ms|t_us|time_us)$/i;
/** JavaScript's Number takes more: '', '0x1', 'Infinity'. */
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Milliseconds of one step of a column of time. */
const timeUnits: Readonly<Record<string, number>> = {t_ms: 1, time_ms: 1, t_us: 0.001, time_us: 0.001};

/** Rows and columns, those of time left out. @throws {CatnapError} BAD_DATA; `where` is only for the message */
export function parseCsv(text: string, where: string): CsvTable {
	const lines = text
		.split(/\r\n|\n|\r/)
		.map((line, index) => ({line, cells: cellsOf(line), at: `${where}:${index + 1}`}))
		.filter(({line}) => !line.startsWith('#'));
	const unit = /^#\s*unit:\s*(.+?)\s*$/m.exec(text)?.[1];
	const rows = lines.filter(({cells}) => cells.some(cell => cell !== ''));
	const [first] = rows;
	if (first === undefined) throw bad(where, 'rows of numbers', 'no row');
	const hasHeader = first.cells.some(
		cell => /[a-z_]/i.test(cell) && !number.test(cell) && !/^[+-]?(nan|inf)/i.test(cell),
	);
	const names = hasHeader ? first.cells : first.cells.map(() => '');
	const kept = names.map((_, column) => column).filter(column => !times.test(names[column]!));
	const body = hasHeader ? rows.slice(1) : rows;
	if (body.length === 0) throw bad(where, 'rows of numbers below the header', 'no row');
	if (kept.length === 0) throw bad(where, 'a column of measurements', 'only a column of time');
	const values = new Float64Array(body.length * kept.length);
	body.forEach(({cells, at}, row) => {
		if (cells.length !== names.length) throw bad(at, `${names.length} columns`, `${cells.length}`);
		kept.forEach((column, slot) => {
			if (!number.test(cells[column]!))
				throw bad(at, `a number in column ${column + 1}`, JSON.stringify(cells[column]));
			values[row * kept.length + slot] = Number(cells[column]);
		});
	});
	const clock = names.findIndex(name => name.toLowerCase() in timeUnits);
	const rateHz = clock < 0 ? undefined : rateOf(body, clock, timeUnits[names[clock]!.toLowerCase()]!);
	return {
		...{shape: [body.length, kept.length], values},
		...(rateHz === undefined ? {} : {rateHz}),
		...(unit === undefined ? {} : {unit}),
	};
}

/** From the first moment to the last: single steps are rounded to the unit. Undefined where time stands or runs back. */
function rateOf(
	rows: readonly {readonly cells: readonly string[]}[],
	clock: number,
	msPerStep: number,
): number | undefined {
	const [first, last] = [rows[0], rows.at(-1)].map(row => Number(row!.cells[clock]));
	const spanMs = (last! - first!) * msPerStep;
	return spanMs > 0 ? ((rows.length - 1) * 1000) / spanMs : undefined;
}

const cellsOf = (line: string) => line.split(/[,;\t]/).map(cell => cell.trim());

function bad(where: string, expected: string, received: string): CatnapError {
	return new CatnapError('BAD_DATA', {which: 'csv', where, expected, received});
}
