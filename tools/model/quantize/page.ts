// The report of catnap model quantize as one page: what was lost, and in which layers.
import {type Cell, htmlTable, page, paragraph, section} from '../html.ts';
import type {Agreement} from './agreement.ts';
import {agreementText} from './agreement.ts';
import type {Layer} from './compare.ts';

export interface QuantizeReport {
	readonly file: string;
	readonly output: string;
	readonly unchanged: boolean;
	readonly samples: number;
	readonly bytes: {readonly before: number; readonly after: number};
	readonly arenaBytes: {readonly before: number; readonly after: number};
	readonly layers: readonly Layer[];
	readonly agreement?: Agreement;
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
/** Below, a layer is marked: a tenth of the values is noise. */
const noisyDb = 20;

export function quantizePage(report: QuantizeReport): string {
	const {file, output, unchanged, samples, bytes, arenaBytes, layers, agreement} = report;
	const sizes: Cell[][] = [
		['file', bytes.before, bytes.after],
		['arena', arenaBytes.before, arenaBytes.after],
	];
	return page(`${file} in integers`, [
		paragraph(
			unchanged
				? `The model was quantised already: ${output} is the same file.`
				: `${output}, with the ranges of ${samples} samples.`,
		),
		section('Size', htmlTable(['bytes', 'before', 'after'], sizes)),
		...(agreement === undefined
			? []
			: [section('Answers', ...agreementText(agreement).map(text => paragraph(text)))]),
		...(layers.length === 0 ? [] : [section('Layers, the noisiest first', layersTable(layers))]),
	]);
}

function layersTable(layers: readonly Layer[]): string {
	return htmlTable(
		['#', 'operator', 'signal to noise', 'cut off', 'of its range used', 'scale', 'zero point', 'tensor'],
		layers.map(({operator, name, snrDb, clipped, used, scale, zeroPoint, tensor}): Cell[] => [
			operator,
			name,
			snrDb === undefined ? 'exact' : {text: `${snrDb.toFixed(1)} dB`, class: snrDb < noisyDb ? 'bad' : ''},
			percent(clipped),
			percent(used),
			String(Number(scale.toPrecision(4))),
			zeroPoint,
			tensor,
		]),
	);
}
