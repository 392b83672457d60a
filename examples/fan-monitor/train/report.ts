// Writes training-report.md: what the model was trained and tested on, and every figure that came out.

import type {Confusion, RowOptions} from './folds.ts';
import type {Int8Dense, Quant} from './int8.ts';
import type {TrainOptions} from './model.ts';
import {LABELS} from './recordings.ts';

/** One model that was trained without some recordings and tested on them. */
export interface Fold {
	readonly name: string;
	readonly confusion: Confusion;
	readonly wrong: {name: string; right: number; of: number}[];
	/** Windows on which the float model finds the label that the int8 model finds. */
	floatAgrees: number;
}

export interface Report {
	readonly final: Fold;
	readonly byRecording: readonly Fold[];
	readonly byFan: readonly Fold[];
	readonly trainedOn: readonly string[];
	readonly heldOut: readonly string[];
	readonly options: TrainOptions;
	readonly rows: RowOptions;
	readonly trainingRows: number;
	readonly inputs: number;
	readonly input: Quant;
	readonly int8: readonly [Int8Dense, Int8Dense];
	readonly fileBytes: number;
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const list = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');

// A table as the formatter wants it: every column as wide as its widest cell, three at least.
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = heads.map((head, i) => Math.max(3, head.length, ...rows.map(row => row[i]!.length)));
	const line = (cells: readonly string[]): string =>
		`| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
	return [heads, widths.map(width => '-'.repeat(width)), ...rows].map(line).join('\n');
}

/** The text of the report. */
export function writeReport(report: Report): string {
	return [head(report), split(report), tests(report), model(report), SOURCE].join('\n');
}

function head({byRecording, byFan, final}: Report): string {
	const row = (name: string, folds: readonly Fold[]): string[] => {
		const right = sum(folds.map(fold => fold.confusion.right));
		const total = sum(folds.map(fold => fold.confusion.total));
		return [name, `${right} of ${total}`, percent(right, total)];
	};
	const figures = table(
		['tested on', 'windows right', ''],
		[
			row('the held-out recordings (this is fan.tflite)', [final]),
			row('each recording, trained without it', byRecording),
			row('each fan, trained without it', byFan),
		],
	);
	return `# Training report of fan.tflite

Written by \`train.ts\`; do not edit. To make it and the model again, byte for byte:

    npm install --no-save @tensorflow/tfjs@4.22.0
    npx tsx examples/fan-monitor/train.ts <folder of recordings>

All figures are of the int8 model behind the C feature stage, on recordings that it was not trained on.

${figures}
`;
}

function split({trainedOn, heldOut, rows, trainingRows}: Report): string {
	return `## Split

By recording: no window of a recording that is tested on, and no piece of the same recording, is trained on.

- Trained on: ${list(trainedOn)}.
- Held out: ${list(heldOut)}.
- Each recording is 20 s at 200 Hz. Windows of ${rows.features.samples} samples (1.28 s) every ${rows.hop} samples for training and every ${rows.testHop} for
  tests. For training, ${rows.copies} changed copies of each recording are added (windows every ${rows.copyHop} samples): speed +-6 %
  (friction +-12 %), vibration x 0.75 to 1.25 and +-10 % per axis, turned by up to 0.06 rad, white noise up to 2.5 mg,
  steps of 1, 2 or 4 mg. ${trainingRows} windows in all.
- Every window passes through the 1 mg steps of the LIS2DH12 at +-2 g and through \`native/dsp/feature.c\`, compiled to wasm32.
`;
}

function tests({final, byRecording, byFan}: Report): string {
	const wrong = [...byRecording, ...byFan].flatMap(fold =>
		fold.wrong.map(({name, right, of}) => [fold.name, `\`${name}\``, `${right} of ${of}`]),
	);
	const total = (folds: readonly Fold[]): number[][] =>
		LABELS.map((_, label) =>
			LABELS.map((_, found) => sum(folds.map(fold => fold.confusion.counts[label]![found]!))),
		);
	const agrees = sum([final, ...byRecording, ...byFan].map(fold => fold.floatAgrees));
	const windows = sum([final, ...byRecording, ...byFan].map(fold => fold.confusion.total));
	return `## Confusion

Rows: what it is; columns: what was found.

${matrix('Held-out recordings', total([final]))}
${matrix('Leave one recording out', total(byRecording))}
${matrix('Leave one fan out', total(byFan))}
Of the recordings switched off, all are of one fan: \`off_fan1_1\` and its pieces stay in the training when fan1 is left out.

Recordings with a wrong window:

${wrong.length > 0 ? table(['left out', 'recording', 'right'], wrong) : 'none'}

The float model finds the same label as the int8 model in ${agrees} of ${windows} windows.
`;
}

function matrix(title: string, counts: readonly number[][]): string {
	const rows = counts.map((row, label) => [`**${LABELS[label]}**`, ...row.map(String)]);
	return `${table([title, ...LABELS], rows)}\n`;
}

function model({options, inputs, input, int8, fileBytes}: Report): string {
	const [hidden, output] = int8;
	const quant = ({scale, zeroPoint}: Quant): string => `scale ${scale}, zero point ${zeroPoint}`;
	const quantisation = table(
		['tensor', 'quantisation'],
		[
			['input', `${quant(input)}: log2 of mg^2`],
			['hidden weights', `scale ${hidden.weightScale}`],
			['hidden', quant(hidden.output)],
			['logits weights', `scale ${output.weightScale}`],
			['logits', quant(output.output)],
			['scores', 'scale 1/256, zero point -128'],
		],
	);
	return `## Model

${inputs} inputs, ${options.hidden} hidden units (ReLU), ${options.classes} outputs, softmax; ${fileBytes} bytes of \`.tflite\`.
TensorFlow.js 4.22.0 (pure JavaScript backend), Adam at ${options.learningRate}, ${options.epochs} epochs, batches of ${options.batch}, dropout ${options.dropout}, weight decay ${options.weightDecay},
seed ${options.seed} for weights, order, dropout and changed copies.

Quantised after training: symmetric int8 weights with one scale a layer, int32 biases, activations by their range on the
training windows.

${quantisation}
`;
}

const SOURCE = `## Data

Vibration of 5 V fans (FXOS8700CQ on FRDM-STBC-AGM01, 4096 counts per g): \`data\` of nxp-appcodehub/ap-ml-state-monitor, commit ac23c74c, from NXP,
BSD-3-Clause. The recordings are not part of this repository. The licence of the source:

> BSD 3-Clause License
>
> Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met:
>
> 1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.
>
> 2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the documentation and/or other materials provided with the distribution.
>
> 3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote products derived from this software without specific prior written permission.
>
> THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
`;
