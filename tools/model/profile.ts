// catnap model profile: instructions per operator, their share, and the time that each board would take.
import {loadBoard} from '../../boards/facts/boards.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {count, type Result, table} from './args.ts';
import {type CompiledModel, compileModel} from './compile.ts';
import {readModelFile} from './inspect.ts';
import type {Target} from './lower/context.ts';

/** Counts the instructions of each step of one invoke, by running the plan on an emulated chip. */
export type StepCounter = (model: CompiledModel) => Promise<readonly number[]>;

export interface ProfileArgs {
	/** Path of the `.tflite`. */
	readonly file: string;
	/** Whose kernels the plan has. @default 'm33' */
	readonly target?: Target;
	/** Measures; without it the plan's own estimates are shown. */
	readonly counter?: StepCounter;
}

/** How instructions become time on a board. */
export interface BoardSpeed {
	readonly board: string;
	/** Clock cycles for each Cortex-M33 instruction counted on qemu-an505. */
	readonly cyclesPerInstruction: number;
	readonly source: string;
}

/** Estimates, never measured on our boards; from what others published of the same kernels (mlcommons/tiny_results, esp-nn). */
export const boardSpeeds: readonly BoardSpeed[] = [
	{
		board: 'nrf5340dk',
		cyclesPerInstruction: 1.31,
		source:
			'published nRF5340 cycles / counted CMSIS-NN instructions: 1.24 to 1.38 on kws, vww, ic, ad; mean',
	},
	{
		board: 'esp32s3-devkitc',
		cyclesPerInstruction: 5.8,
		source:
			'person_detect without vectors: 2,300 ms at 240 MHz published / 95.2 M counted reference instructions',
	},
];

/** The clock that models run on: the fastest that the board's port switches on, whatever the chip could do. */
export function modelClockHz({
	clockHz,
	fastClockHz = clockHz,
}: Pick<BoardFacts, 'clockHz' | 'fastClockHz'>): number {
	return fastClockHz;
}

export interface ProfileRow {
	readonly index: number;
	readonly name: string;
	readonly instructions: number;
	readonly share: number;
	readonly macs: number;
}

export interface ProfileData {
	/** Path of the `.tflite`. */
	readonly file: string;
	/** Whether instructions were counted; else they are estimated. */
	readonly measured: boolean;
	/** Cortex-M33 instructions of one invoke. */
	readonly instructions: number;
	/** Instructions and share of each operator, in their order. */
	readonly operators: readonly ProfileRow[];
	/** The time of one invoke on each board, in milliseconds, and the clock that it goes by. */
	readonly boards: readonly (BoardSpeed & {readonly clockHz: number; readonly ms: number})[];
}

/** Instructions of each operator and the time of one invoke on each board. @throws {CatnapError} MODEL_* */
export async function runProfile({file, target = 'm33', counter}: ProfileArgs): Promise<Result<ProfileData>> {
	const model = compileModel(readModelFile(file), {file, target});
	const counted = await counter?.(model);
	const instructionsOf = (operator: number, estimate: number) =>
		counted === undefined
			? estimate
			: model.steps.reduce(
					(sum, step, index) => (step.operator === operator ? sum + counted[index]! : sum),
					0,
				);
	const rows = model.operators.map(({index, name, macs, cost}) => ({
		index,
		name,
		macs,
		instructions: instructionsOf(index, cost),
	}));
	const total = rows.reduce((sum, row) => sum + row.instructions, 0);
	const operators = rows.map(row => ({...row, share: total === 0 ? 0 : row.instructions / total}));
	const boards = await Promise.all(
		boardSpeeds.map(async speed => {
			const clockHz = modelClockHz(await loadBoard(speed.board));
			return {...speed, clockHz, ms: (total * speed.cyclesPerInstruction * 1000) / clockHz};
		}),
	);
	const data = {file, measured: counted !== undefined, instructions: total, operators, boards};
	return {data, text: profileText(data), exitCode: 0};
}

function profileText({file, measured, instructions, operators, boards}: ProfileData): string {
	const rows = operators.map(({index, name, instructions: n, share, macs}) => [
		index,
		name,
		n,
		`${(share * 100).toFixed(1)} %`,
		macs,
	]);
	return [
		`${file}: ${count(instructions)} instructions per invoke (${measured ? 'counted on qemu-an505' : 'estimated'})`,
		'',
		table(['#', 'operator', 'instructions', 'share', 'MACs'], rows),
		'',
		...boards.map(
			({board, ms, clockHz, cyclesPerInstruction, source}) =>
				`${board}  about ${ms.toFixed(ms < 10 ? 2 : 1)} ms at ${clockHz / 1e6} MHz, ${cyclesPerInstruction} cycles an instruction (${source})`,
		),
	].join('\n');
}
