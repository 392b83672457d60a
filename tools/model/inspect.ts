// catnap model inspect: operators, shapes, quantisation, MACs, the arena drawn as text, flash and RAM.

import {readBytes} from '../../lib/read.ts';
import {visibleLine} from '../../lib/visible.mjs';
import {count, type Result, table} from './args.ts';
import {type ArenaEntry, type CompiledModel, compileModel, type ModelEnd} from './compile.ts';
import type {Target} from './lower/context.ts';
import type {ModelTensor} from './model-file.ts';
import {tfliteOfTfjs} from './tfjs/convert.ts';

export interface InspectArgs {
	/** Path of the `.tflite`. */
	readonly file: string;
	/** The kernels whose plan is shown. @default 'm33' */
	readonly target?: Target;
}

export interface InspectData {
	/** Path of the `.tflite`. */
	readonly file: string;
	/** What the file says of itself. */
	readonly description: string;
	/** Input tensors: name, type, shape, quantisation. */
	readonly inputs: readonly ModelEnd[];
	/** Output tensors, in the same way. */
	readonly outputs: readonly ModelEnd[];
	/** Operators in their order: kernels that run them, shape of the output, multiplications, estimated instructions. */
	readonly operators: readonly {
		readonly index: number;
		readonly name: string;
		readonly version: number;
		readonly kernels: readonly string[];
		readonly shape: readonly number[];
		readonly macs: number;
		readonly cost: number;
	}[];
	/** Multiplications with addition of one invoke. */
	readonly macs: number;
	/** Estimated Cortex-M33 instructions of one invoke. */
	readonly cost: number;
	/** Flash of the plan: operators and constants. */
	readonly planBytes: number;
	/** RAM of the tensors that one invoke computes. */
	readonly arenaBytes: number;
	/** Bytes below which no placing of these tensors could be. */
	readonly arenaLowerBound: number;
	/** RAM of the variables that live from one invoke to the next. */
	readonly stateBytes: number;
	/** Where each tensor lies in the arena, and from which step to which. */
	readonly arena: readonly ArenaEntry[];
	/** What another conversion of the model would gain. */
	readonly advice: readonly string[];
}

/** Throws CatnapError, with every reason, for a file that cannot be compiled. */
export function runInspect({file, target = 'm33'}: InspectArgs): Result<InspectData> {
	const model = compileModel(readModelFile(file), {file, target});
	const data: InspectData = {
		file,
		description: model.description,
		inputs: model.inputs,
		outputs: model.outputs,
		operators: model.operators.map(({index, name, version, kernels, macs, cost, outputs}) => ({
			index,
			name,
			version,
			kernels,
			macs,
			cost,
			shape: outputs[0] === undefined ? [] : model.tensors[outputs[0]]!.shape,
		})),
		macs: model.macs,
		cost: model.cost,
		planBytes: model.plan.length,
		arenaBytes: model.arenaBytes,
		arenaLowerBound: model.arenaLowerBound,
		stateBytes: model.stateBytes,
		arena: model.arena,
		advice: model.advice,
	};
	return {data, text: inspectText(model, data), exitCode: 0};
}

/** A `.tflite`, or the model.json of a tfjs layers model as one. */
export function readModelFile(file: string): Uint8Array {
	if (file.endsWith('.json')) return tfliteOfTfjs(file);
	return readBytes(file, {code: 'MODEL_READ', longestMb: 1024});
}

function inspectText(model: CompiledModel, data: InspectData): string {
	const rows = model.operators.map(operator => [
		operator.index,
		operator.name,
		operator.outputs.map(index => shapeText(model.tensors[index]!)).join(' '),
		operator.outputs.map(index => quantText(model.tensors[index]!)).join(' '),
		[...new Set(operator.kernels)].join('+') || '-',
		operator.macs,
		operator.cost,
	]);
	return [
		`${data.file}${data.description ? `  (${visibleLine(data.description)})` : ''}`,
		...data.inputs.map(end => `input   ${endText(end)}`),
		...data.outputs.map(end => `output  ${endText(end)}`),
		'',
		table(['#', 'operator', 'output', 'quantisation', 'kernel', 'MACs', 'instructions'], rows),
		'',
		arenaMap(data.arena, data.arenaBytes),
		'',
		`MACs          ${count(data.macs)}`,
		`instructions  ${count(data.cost)} on a Cortex-M33 (estimate)`,
		`flash         ${count(data.planBytes)} bytes of plan`,
		`RAM           ${count(data.arenaBytes)} bytes of arena (no placing could be below ${count(data.arenaLowerBound)}), ${count(data.stateBytes)} of state`,
		...data.advice.map(line => `\n${line}`),
	].join('\n');
}

function endText({name, type, shape, scale, zeroPoint}: ModelEnd): string {
	const quantisation = scale === 0 ? '' : `  scale ${scale}, zero point ${zeroPoint}`;
	return `${type} [${shape.join('x')}]${quantisation}  ${visibleLine(name)}`;
}

const shapeText = (tensor: ModelTensor) => `${tensor.type.name} ${tensor.shape.join('x')}`;

function quantText({quantization, type}: ModelTensor): string {
	const [scale] = quantization.scales;
	if (scale === undefined || type.name === 'FLOAT32') return '-';
	return `${Number(scale.toPrecision(4))}/${quantization.zeroPoints[0] ?? 0}`;
}

const mapColumns = 64;
const mapRows = 40;

/** One line a value: where it lies in the arena, and during which steps. */
function arenaMap(entries: readonly ArenaEntry[], total: number): string {
	if (total === 0) return 'arena  empty';
	const place = (at: number) => Math.min(mapColumns, Math.round((at / total) * mapColumns));
	const sorted = [...entries].sort((a, b) => a.firstStep - b.firstStep || a.offset - b.offset);
	const lines = sorted.slice(0, mapRows).map(entry => {
		const from = Math.min(place(entry.offset), mapColumns - 1);
		const to = Math.max(from + 1, place(entry.offset + entry.bytes));
		const bar = `${' '.repeat(from)}${'#'.repeat(to - from)}`.padEnd(mapColumns);
		const steps = `${Math.max(0, entry.firstStep)}..${entry.lastStep}`;
		return `|${bar}|  ${steps.padEnd(9)} ${count(entry.bytes).padStart(9)}  ${visibleLine(entry.name).slice(0, 40)}`;
	});
	const rest = sorted.length > mapRows ? [`  and ${sorted.length - mapRows} more`] : [];
	return [
		`arena of ${count(total)} bytes; steps in which each value lives, its bytes`,
		...lines,
		...rest,
	].join('\n');
}
