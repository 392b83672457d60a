// The answers of two models on the same samples: classes that agree, or numbers that differ.
import {type Answer, argmax} from './compare.ts';

export type Agreement =
	| {
			readonly kind: 'classes';
			/** Share of the samples with the same largest output. */
			readonly same: number;
			/** Share of rightly named samples; absent without one folder for each output. */
			readonly accuracy?: {readonly float: number; readonly int8: number; readonly samples: number};
	  }
	| {
			readonly kind: 'numbers';
			readonly meanDifference: number;
			readonly largestDifference: number;
			/** Of the float model's answers. */
			readonly span: number;
	  };

/** Undefined where the model has no answer to compare. */
export function agreementOf(
	answers: readonly Answer[],
	labels: readonly string[] = labelsOf(answers),
): Agreement | undefined {
	const width = answers[0]?.float.length ?? 0;
	if (width === 0) return undefined;
	return width === 1 || !answers.every(({float}) => isScores(float))
		? numbers(answers)
		: classes(answers, labels);
}

/** Folder names in the order of the alphabet, as trainers number classes. */
export function labelsOf(answers: readonly Pick<Answer, 'label'>[]): string[] {
	return [...new Set(answers.flatMap(({label}) => (label === undefined ? [] : [label])))].sort();
}

/** Shares that add up to 1, as SOFTMAX gives them. */
function isScores(values: readonly number[]): boolean {
	const sum = values.reduce((total, value) => total + value, 0);
	return values.every(value => value >= 0) && Math.abs(sum - 1) < 0.01;
}

function classes(answers: readonly Answer[], labels: readonly string[]): Agreement {
	const same = answers.filter(({float, int8}) => argmax(float) === argmax(int8)).length / answers.length;
	const labelled = answers.filter(({label}) => label !== undefined && labels.includes(label));
	if (labels.length !== answers[0]!.float.length || labelled.length === 0) return {kind: 'classes', same};
	const share = (model: 'float' | 'int8') =>
		labelled.filter(answer => labels[argmax(answer[model])] === answer.label).length / labelled.length;
	const accuracy = {float: share('float'), int8: share('int8'), samples: labelled.length};
	return {kind: 'classes', same, accuracy};
}

function numbers(answers: readonly Answer[]): Agreement {
	const differences = answers.flatMap(({float, int8}) => float.map((value, i) => Math.abs(value - int8[i]!)));
	const all = answers.flatMap(({float}) => float);
	return {
		kind: 'numbers',
		meanDifference: differences.reduce((sum, each) => sum + each, 0) / differences.length,
		largestDifference: differences.reduce((most, each) => Math.max(most, each), 0),
		span:
			all.reduce((most, x) => Math.max(most, x), -1e38) - all.reduce((least, x) => Math.min(least, x), 1e38),
	};
}

export function agreementText(agreement: Agreement): string[] {
	if (agreement.kind === 'numbers') {
		const {meanDifference, largestDifference, span} = agreement;
		const shown = (value: number) => String(Number(value.toPrecision(3)));
		return [
			`output float against int8: ${shown(meanDifference)} apart on average, ${shown(largestDifference)} at most, of a span of ${shown(span)}`,
		];
	}
	const {same, accuracy} = agreement;
	const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
	return [
		`the same class in ${percent(same)} of the samples`,
		...(accuracy === undefined
			? []
			: [
					`accuracy of ${accuracy.samples} labelled samples: float ${percent(accuracy.float)}, int8 ${percent(accuracy.int8)}`,
				]),
	];
}
