// A folder of recordings as inputs of a model: CSV, WAV and NPY files, each sub-folder a class.
import {readdirSync} from 'node:fs';
import {extname, join, relative, sep} from 'node:path';
import {CatnapError} from '../../../lib/errors.ts';
import {readBytes, textOf} from '../../../lib/read.ts';
import {parseSound} from '../../../sim/world/sound.ts';
import {elementCount} from '../graph.ts';
import {type CsvTable, parseCsv} from './csv.ts';
import {type NumberArray, parseNpy} from './npy.ts';

export interface Sample {
	/** The file below the folder, and which window of it: still/a.csv#3. */
	readonly name: string;
	/** Name of the sub-folder; absent for files beside the sub-folders. */
	readonly label?: string;
	/** As the model takes them, before quantising. */
	readonly values: Float32Array;
}

/** A file of the folder, whole. */
export interface Recording extends CsvTable {
	/** As the shell finds it, for messages. */
	readonly path: string;
	/** Below the folder, with / between its parts. */
	readonly name: string;
	/** Name of the sub-folder; absent for files beside the sub-folders. */
	readonly label?: string;
}

const longestMb = 256;

const readers: Readonly<Record<string, (bytes: Buffer, path: string) => CsvTable>> = {
	'.csv': (bytes, path) => parseCsv(textOf(bytes, {code: 'NO_FILE', where: path}), path),
	'.npy': parseNpy,
	'.wav': (bytes, path) => {
		const {samples, rateHz} = parseSound(bytes, path);
		// full scale is 1, as TensorFlow's decode_wav has it
		const values = Float64Array.from(samples, value => value / 32768);
		return {shape: [values.length, 1], values, rateHz};
	},
};

/** Every file of the folder that can be read. @throws {CatnapError} BAD_DATA, SOUND_BAD */
export function readRecordings(folder: string): Recording[] {
	const files = recordings(folder);
	if (files.length === 0)
		throw new CatnapError('BAD_DATA', {
			which: 'empty',
			where: folder,
			expected: 'files .csv, .npy or .wav, in sub-folders that are named as their class',
			received: 'none',
		});
	return files.map(path => {
		const array = readers[extname(path).toLowerCase()]!(readBytes(path, {code: 'NO_FILE', longestMb}), path);
		const name = relative(folder, path).split(sep).join('/');
		const label = name.includes('/') ? {label: name.slice(0, name.indexOf('/'))} : {};
		return {...array, path, name, ...label};
	});
}

/** Every recording of the folder, cut into inputs of `shape`. @throws {CatnapError} BAD_DATA, SOUND_BAD */
export function readSamples(folder: string, shape: readonly number[]): Sample[] {
	return readRecordings(folder).flatMap(recording => samplesOf(recording, shape));
}

/** A recording cut into inputs of `shape`. @throws {CatnapError} BAD_DATA */
export function samplesOf(recording: Recording, shape: readonly number[]): Sample[] {
	const {name, label, path} = recording;
	const windows = cut(recording, shape, path);
	return windows.map((values, index) => ({
		name: windows.length === 1 ? name : `${name}#${index}`,
		...(label === undefined ? {} : {label}),
		values,
	}));
}

/** Paths of what can be read, sorted, so that the same folder gives the same samples on every machine. */
function recordings(folder: string): string[] {
	try {
		return readdirSync(folder, {recursive: true, withFileTypes: true})
			.filter(entry => entry.isFile() && extname(entry.name).toLowerCase() in readers)
			.map(entry => join(entry.parentPath, entry.name))
			.sort();
	} catch (error) {
		throw new CatnapError('BAD_DATA', {
			which: 'folder',
			where: folder,
			received: (error as NodeJS.ErrnoException).code ?? String(error),
		});
	}
}

/** Windows of a recording, one after the other: the last dimensions of an array, or as many rows as fill the input. */
function cut({shape, values}: NumberArray, input: readonly number[], where: string): Float32Array[] {
	const size = elementCount(input);
	const row = shape.length < 2 ? 1 : elementCount(shape.slice(1));
	const fits = row === 1 || row % size === 0 || fillsAxes(row, input);
	const dimensions = `[${shape.join(', ')}]`;
	const wanted = `${size} numbers for an input of [${input.join(', ')}]`;
	if (!fits || !sameTail(shape, input))
		throw new CatnapError('BAD_DATA', {which: 'shape', where, expected: wanted, received: dimensions});
	const count = Math.floor(values.length / size);
	if (count === 0)
		throw new CatnapError('BAD_DATA', {
			which: 'short',
			where,
			expected: wanted,
			received: `${values.length} numbers, ${dimensions}`,
		});
	const odd = values.findIndex(value => !Number.isFinite(Math.fround(value)));
	if (odd !== -1)
		throw new CatnapError('BAD_DATA', {
			which: 'number',
			where,
			expected: 'numbers that float32 can hold',
			received: `${values[odd]} at element ${odd}`,
		});
	return Array.from({length: count}, (_, i) => Float32Array.from(values.subarray(i * size, (i + 1) * size)));
}

/** Rows of an input of axes are as long as its last dimensions: two columns do not make three axes. A flat one takes any. */
function fillsAxes(row: number, input: readonly number[]): boolean {
	const wanted = input.filter(size => size !== 1);
	if (wanted.length < 2) return elementCount(wanted) % row === 0;
	return wanted.some((_, i) => elementCount(wanted.slice(i)) === row);
}

/** Arrays of three dimensions and more must end as the input does: [n, 28, 28] for [1, 28, 28, 1]. */
function sameTail(shape: readonly number[], input: readonly number[]): boolean {
	const [inner, wanted] = [shape.slice(1).filter(size => size !== 1), input.filter(size => size !== 1)];
	if (shape.length < 3) return true;
	return inner.every((size, i) => size === wanted[wanted.length - inner.length + i]);
}
