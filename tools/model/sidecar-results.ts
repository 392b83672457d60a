// What the outputs of a model are, in the JSON beside it: class names, and named values with units.
import {CatnapError} from '../../lib/errors.ts';
import {isObject} from '../../lib/read.ts';
import {elementCount} from './graph.ts';

/** Where TFLite_Detection_PostProcess gives what: numbers of output tensors, and how much. */
export interface DetectionEnds {
	readonly boxes: number;
	readonly classes: number;
	readonly scores: number;
	readonly count: number;
	/** Boxes at most. */
	readonly most: number;
	/** Classes that the model knows, without that of the background. */
	readonly classCount: number;
}

/** Elements of a model's ends. */
export interface EndSizes {
	readonly inputElements: number;
	/** Of output tensor 0. */
	readonly outputElements: number;
	/** Of each output tensor. @default not known: values are not checked, nor given */
	readonly outputs?: readonly number[];
	/** Of a model that ends with TFLite_Detection_PostProcess. */
	readonly detection?: DetectionEnds;
}

/** Of a compiled model. */
export function endSizesOf({
	inputs,
	outputs,
	detection,
	turnOutput,
}: {
	readonly inputs: readonly {readonly shape: readonly number[]}[];
	readonly outputs: readonly {readonly shape: readonly number[]}[];
	readonly detection?: DetectionEnds;
	readonly turnOutput?: number;
}): EndSizes {
	const counts = outputs.slice(0, turnOutput).map(({shape}) => elementCount(shape));
	return {
		inputElements: elementCount(inputs[0]!.shape),
		outputElements: counts[0]!,
		outputs: counts,
		...(detection && {detection}),
	};
}

/** A named element of an output. */
export interface NamedValue {
	readonly name: string;
	/** As people write it: `m/s`. Empty for a plain number. */
	readonly unit: string;
	readonly output: number;
	readonly element: number;
}

/** Without the white space around them, which editors and other systems' ends of lines leave. */
export function checkLabels(given: unknown, sizes: EndSizes, where: string): string[] {
	if (given === undefined) return [];
	const {detection, outputElements} = sizes;
	const count = detection?.classCount ?? outputElements;
	const isList = Array.isArray(given) && given.every(label => typeof label === 'string');
	const labels = isList ? given.map((label: string) => label.trim()) : [];
	const isGood = labels.length === count && new Set(labels).size === count && !labels.includes('');
	if (!isList || !isGood) {
		throw new CatnapError('MODEL_LABELS', {
			which: 'count',
			where,
			expected: `${count} different names, one ${detection ? 'a class of the detector' : 'an element of output tensor 0'}`,
			received: JSON.stringify(given),
		});
	}
	const odd = labels.find(label => hidden.test(label));
	if (odd === undefined) return labels;
	throw new CatnapError('MODEL_LABELS', {
		which: 'text',
		where,
		expected: 'a label of one line that a terminal shows as it is',
		received: JSON.stringify(odd),
	});
}

/** `values`: a name and a unit for each element of the outputs, in their order. */
export function checkValues(given: unknown, sizes: EndSizes, where: string): NamedValue[] {
	if (given === undefined || sizes.outputs === undefined) return [];
	const places = sizes.outputs.flatMap((count, output) =>
		Array.from({length: count}, (_, element) => ({output, element})),
	);
	if (!Array.isArray(given) || given.length !== places.length)
		throw wrong(
			where,
			`${places.length} objects {"name": "speed", "unit": "m/s"}, one an element of the outputs, in their order`,
			Array.isArray(given) ? `${given.length} of them` : given,
		);
	const names = new Set<string>();
	return places.map((place, index) => {
		const value = checkValue(given[index], `${where}[${index}]`);
		if (names.has(value.name)) throw wrong(`${where}[${index}].name`, 'a name that no other has', value.name);
		names.add(value.name);
		return {...value, ...place};
	});
}

function checkValue(given: unknown, where: string): Pick<NamedValue, 'name' | 'unit'> {
	if (!isObject(given)) throw wrong(where, '{"name": "speed", "unit": "m/s"}', given);
	const {name, unit = '', ...others} = given;
	const [other] = Object.keys(others);
	if (other !== undefined)
		throw wrong(`${where}.${other}`, 'name and unit: no field of this name', others[other]);
	if (typeof name !== 'string' || !/^[a-z_$][\w$]*$/i.test(name))
		throw wrong(`${where}.name`, 'letters and digits, as a property is named', name);
	if (typeof unit !== 'string' || hidden.test(unit)) throw wrong(`${where}.unit`, 'a text of one line', unit);
	return {name, unit: unit.trim()};
}

/** MODEL_FACTS: a field of the JSON is not what it may be. */
export function wrong(where: string, expected: string, received: unknown): CatnapError {
	return new CatnapError('MODEL_FACTS', {
		where,
		expected,
		received: typeof received === 'string' ? received : (JSON.stringify(received) ?? 'nothing'),
	});
}

/** Control characters, ends of lines, marks that turn the direction of a text, and halves of characters. */
const hidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
