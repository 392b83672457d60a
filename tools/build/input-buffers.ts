// Input buffers that an app will ask for, as far as its text says: `windows({samples: 256})`, and feature stages.
import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type ts from 'typescript';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {featureNeeds} from '../model/feature-stage.ts';
import type {Need} from './fit.ts';
import {loadTypescript} from './load-typescript.ts';
import type {AppModel} from './models.ts';

const typescript = loadTypescript();

/** A sensor's FIFO fits the ring this many times (native/src/stream.c), in a power of two. */
const ringFifos = 2;
/** Three axes of 16 bits and a FIFO of 32, where the board says nothing else. */
const usualStream = {sampleBytes: 6, fifoSamples: 32};
/** A microphone has blocks of at most this many samples, four with the board and one with the window (native/src/microphone.c). */
const sound = {sampleBytes: 2, blockSamples: 1024, blocks: 5};

/** Windows with the ring before them, by the calls in the app's own files; scratch memory of the feature stages. */
export async function inputBuffers(
	main: string,
	board: BoardFacts,
	models: readonly AppModel[],
): Promise<Need[]> {
	const {lengths, names} = await readApp(main);
	const bytesOf = windowBytes(names, board);
	const windows = lengths.map(samples => ({
		what: `input buffers: a window of ${samples} samples and its ring`,
		bytes: bytesOf(samples),
	}));
	const stages = models.flatMap(({where, sidecar: {features}}) =>
		features === undefined
			? []
			: [{what: `input buffers: feature stage of ${where}`, bytes: featureNeeds(features).scratchBytes}],
	);
	return [...windows, ...stages];
}

/** What a window and its ring take, of the hungriest sensor that the app names: whose window it is, its text does not say. */
function windowBytes(names: ReadonlySet<string>, board: BoardFacts): (samples: number) => number {
	// a chip that the app does not name asks for nothing
	const named = Object.values(board.sensors).filter(({chip}) => names.has(chip));
	if (named.length === 0 && names.has('microphone'))
		return samples => (samples + sound.blocks * Math.min(samples, sound.blockSamples)) * sound.sampleBytes;
	const streams = named.map(({stream}) => stream ?? usualStream);
	const sampleBytes = Math.max(usualStream.sampleBytes, ...streams.map(stream => stream.sampleBytes));
	const fifo = Math.max(usualStream.fifoSamples, ...streams.map(stream => stream.fifoSamples));
	const ringBytes = 2 ** Math.ceil(Math.log2(ringFifos * fifo)) * sampleBytes;
	return samples => samples * sampleBytes + ringBytes;
}

/** The `samples` of every call of `windows` whose value is written as a number, in all files from `main` on. */
export async function windowLengths(main: string): Promise<number[]> {
	return (await readApp(main)).lengths;
}

/** Lengths of windows, and all words of the app in lower case: the class of a chip is named as the chip. */
async function readApp(main: string): Promise<{lengths: number[]; names: Set<string>}> {
	const lengths: number[] = [];
	const names = new Set<string>();
	const seen = new Set<string>();
	const visit = async (file: string): Promise<void> => {
		if (seen.has(file) || !existsSync(file)) return;
		seen.add(file);
		const text = await readFile(file, 'utf8');
		for (const word of text.match(/\w+/g) ?? []) names.add(word.toLowerCase());
		collect(typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest), lengths);
		for (const {fileName} of typescript.preProcessFile(text).importedFiles) {
			if (fileName.startsWith('.') && !fileName.endsWith('.tflite'))
				await visit(join(dirname(file), fileName).replace(/(\.js|\.ts)?$/, '.ts'));
		}
	};
	await visit(main);
	return {lengths, names};
}

function collect(node: ts.Node, lengths: number[]): void {
	if (
		typescript.isCallExpression(node) &&
		typescript.isPropertyAccessExpression(node.expression) &&
		node.expression.name.text === 'windows'
	) {
		const [options] = node.arguments;
		const samples = options && typescript.isObjectLiteralExpression(options) ? samplesOf(options) : undefined;
		if (samples !== undefined) lengths.push(samples);
	}
	node.forEachChild(child => collect(child, lengths));
}

function samplesOf({properties}: ts.ObjectLiteralExpression): number | undefined {
	for (const property of properties) {
		if (!typescript.isPropertyAssignment(property) || !typescript.isIdentifier(property.name)) continue;
		if (property.name.text === 'samples' && typescript.isNumericLiteral(property.initializer))
			return Number(property.initializer.text.replaceAll('_', ''));
	}
	return undefined;
}
