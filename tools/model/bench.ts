// catnap bench: what each model costs on qemu-an505, beside TensorFlow Lite Micro with CMSIS-NN -O2.

import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {catnapRoot} from '../../lib/root.mjs';
import {working} from '../../lib/working.ts';
import {count, type Result, table} from './args.ts';
import {type CompiledModel, compileModel} from './compile.ts';
import {readModelFile} from './inspect.ts';

export interface Anchor {
	readonly file: string;
	readonly instructions: number;
	readonly arenaBytes: number;
	/** Flash without the model. */
	readonly codeBytes: number;
	readonly modelBytes: number;
}

/** tflite-micro 90b983c2 with CMSIS-NN 99f736a6, counted with qemu-system-arm -M mps2-an505 -icount on the first invoke. */
export const anchors: Readonly<Record<string, Anchor>> = {
	hello_world: {
		file: 'hello_world_int8',
		instructions: 3_542,
		arenaBytes: 772,
		codeBytes: 31_880,
		modelBytes: 2_704,
	},
	micro_speech: {
		file: 'micro_speech_quantized',
		instructions: 1_481_539,
		arenaBytes: 6_836,
		codeBytes: 57_900,
		modelBytes: 18_800,
	},
	person_detect: {
		file: 'person_detect',
		instructions: 22_840_792,
		arenaBytes: 82_308,
		codeBytes: 70_368,
		modelBytes: 300_568,
	},
	kws: {
		file: 'kws_ref_model',
		instructions: 7_680_166,
		arenaBytes: 22_820,
		codeBytes: 84_640,
		modelBytes: 53_936,
	},
	vww: {
		file: 'vww_96_int8',
		instructions: 24_046_750,
		arenaBytes: 100_708,
		codeBytes: 84_640,
		modelBytes: 333_288,
	},
	resnet: {
		file: 'pretrainedResnet_quant',
		instructions: 29_963_068,
		arenaBytes: 54_996,
		codeBytes: 79_356,
		modelBytes: 98_496,
	},
	ad01: {
		file: 'ad01_int8',
		instructions: 583_456,
		arenaBytes: 2_580,
		codeBytes: 31_880,
		modelBytes: 276_976,
	},
};

/** The model of the fan monitor is always there; it has no anchor. */
const ownModels: Readonly<Record<string, string>> = {
	fan: join(catnapRoot, 'examples/fan-monitor/src/fan.tflite'),
};

/** What only an emulated chip can tell of a plan. */
export interface Measured {
	readonly instructions: number;
	/** Runtime code in a firmware that links only what the model needs. */
	readonly codeBytes: number;
	/** Every tensor of seed:1 equal to the golden; without one, to the portable kernels on the PC. */
	readonly exact: boolean;
}
/** `file` is the .tflite, of which `model` was compiled. */
export type Measure = (file: string, model: CompiledModel) => Measured;

export interface BenchArgs {
	/** Folder with the models of the anchors; those that it lacks are left out. */
	readonly models: string | undefined;
	readonly measure: Measure;
}

export interface BenchRow extends Measured {
	readonly arenaBytes: number;
	readonly planBytes: number;
}

export interface BenchData {
	readonly models: Readonly<Record<string, BenchRow>>;
	/** Why a model was not measured: it is too large for the emulated board, for one. */
	readonly failed: Readonly<Record<string, string>>;
}

export function runBench({models, measure}: BenchArgs): Result<BenchData> {
	const files = Object.entries(anchors).map(
		([name, {file}]) => [name, join(models ?? '', `${file}.tflite`)] as const,
	);
	const rows: Record<string, BenchRow> = {};
	const failed: Record<string, string> = {};
	const found = [...files, ...Object.entries(ownModels)].filter(([, file]) => existsSync(file));
	working('models', {total: found.length, unit: 'measured', isLong: true}, work => {
		for (const [name, file] of found) {
			try {
				rows[name] = benchRow(file, measure);
			} catch (error) {
				// the models after it are measured all the same
				if (!(error instanceof CatnapError)) throw error;
				failed[name] = error.message;
			}
			work.step();
		}
	});
	const exact = Object.values(rows).every(row => row.exact);
	const reasons = failureLines(failed);
	return {
		data: {models: rows, failed},
		text: [benchText(rows), ...reasons].join('\n'),
		exitCode: exact && reasons.length === 0 ? 0 : 1,
	};
}

/** The models that were not measured, one after the other. */
export function failureLines(failed: BenchData['failed']): string[] {
	return Object.entries(failed).map(([name, why]) => `${name}: ${why}`);
}

export function benchRow(file: string, measure: Measure): BenchRow {
	const model = compileModel(readModelFile(file), {file, target: 'm33'});
	const {instructions, codeBytes, exact} = measure(file, model);
	const {arenaBytes, stateBytes, plan} = model;
	return {instructions, arenaBytes: arenaBytes + stateBytes, planBytes: plan.length, codeBytes, exact};
}

/** Instructions of ours by those of the anchor, over all models that have one; NaN if none has. */
export function geometricMean(rows: Readonly<Record<string, Pick<BenchRow, 'instructions'>>>): number {
	const ratios = Object.entries(rows)
		.filter(([name]) => name in anchors)
		.map(([name, row]) => row.instructions / anchors[name]!.instructions);
	return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}

/** Rows of another chip, beside those of qemu-an505. */
export function besideText(
	target: string,
	rows: Readonly<Record<string, BenchRow>>,
	an505: Readonly<Record<string, BenchRow>>,
): string {
	const lines = Object.entries(rows).map(([name, row]) => {
		const other = an505[name];
		return [
			name,
			row.instructions,
			other?.instructions ?? '',
			other === undefined ? '' : (row.instructions / other.instructions).toFixed(2),
			row.arenaBytes,
			row.codeBytes,
			other?.codeBytes ?? '',
			row.planBytes,
			row.exact ? 'exact' : 'NOT EXACT',
		];
	});
	const head = [
		...[`model on ${target}`, 'instructions', 'an505', 'ratio', 'arena'],
		...['code', 'an505', 'plan', ''],
	];
	return table(head, lines);
}

function benchText(rows: Readonly<Record<string, BenchRow>>): string {
	const ratio = (ours: number, theirs: number | undefined) =>
		theirs === undefined ? '' : (ours / theirs).toFixed(2);
	const lines = Object.entries(rows).map(([name, row]) => {
		const anchor = anchors[name];
		const flash = row.codeBytes + row.planBytes;
		const anchorFlash = anchor && anchor.codeBytes + anchor.modelBytes;
		return [
			name,
			row.instructions,
			anchor?.instructions ?? '',
			ratio(row.instructions, anchor?.instructions),
			row.arenaBytes,
			anchor?.arenaBytes ?? '',
			ratio(row.arenaBytes, anchor?.arenaBytes),
			flash,
			anchorFlash ?? '',
			ratio(flash, anchorFlash),
			row.exact ? 'exact' : 'NOT EXACT',
		];
	});
	const head = [
		'model',
		'instructions',
		'TFLM',
		'ratio',
		'arena',
		'TFLM',
		'ratio',
		'code+plan',
		'TFLM',
		'ratio',
		'',
	];
	const missing = Object.keys(anchors).filter(name => !(name in rows));
	const compared = Object.keys(anchors).length - missing.length;
	const mean = geometricMean(rows).toFixed(3);
	return [
		table(head, lines),
		'',
		...(compared > 0
			? [`instructions: geometric mean ${mean} of TFLM with CMSIS-NN -O2 (${count(compared)} models)`]
			: []),
		...(missing.length > 0 ? [`not there: ${missing.join(', ')} (--models says where they are)`] : []),
	].join('\n');
}
