// TFLite_Detection_PostProcess: what single-shot detectors end with.
import {flexNumbers} from '../flexbuffer.ts';
import {elementCount, type Ref} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';

/** The kernel reads float32; uint8 and int8 are converted before it. */
function floats(lowering: Lowering, tensor: ModelTensor, what: string): Ref {
	lowering.types(tensor, what, 'FLOAT32', 'UINT8', 'INT8');
	if (tensor.type.name === 'FLOAT32') return lowering.ref(tensor);
	const {scale, zeroPoint} = lowering.quant(tensor, what);
	const count = elementCount(tensor.shape);
	const out = lowering.scratch(count * 4);
	const fields = {in: lowering.ref(tensor), out, count, scale, zero: zeroPoint, type: tensor.type.element!};
	lowering.emit('dequantize', fields, 60 + count * 12);
	return out;
}

interface Options {
	readonly most: number;
	readonly perBox: number;
	/** 0: boxes are compared by their best class only. */
	readonly perClass: number;
	readonly classes: number;
	readonly leastScore: number;
	readonly mostOverlap: number;
	readonly scales: readonly number[];
}

function options(lowering: Lowering): Options {
	const values = flexNumbers(lowering.operator.customOptions ?? new Uint8Array());
	const number = (name: string, low: number, high: number) => {
		const value = values.get(name);
		if (value === undefined || !(value >= low && value <= high))
			lowering.refuse(`option ${name} is ${value ?? 'missing'}, expected ${low} to ${high}`);
		return value;
	};
	const classes = number('num_classes', 1, 65535);
	const regular = (values.get('use_regular_nms') ?? 0) !== 0;
	return {
		most: number('max_detections', 1, 65535),
		perBox: regular ? 1 : Math.min(classes, number('max_classes_per_detection', 1, 65535)),
		perClass: regular
			? values.has('detections_per_class')
				? number('detections_per_class', 1, 65535)
				: 100
			: 0,
		classes,
		leastScore: number('nms_score_threshold', -3.4e38, 3.4e38),
		mostOverlap: number('nms_iou_threshold', 1e-38, 1),
		scales: ['y', 'x', 'h', 'w'].map(name => number(`${name}_scale`, 1e-38, 3.4e38)),
	};
}

/** Boxes, scores and anchors that fit together; the shape of what they say. */
function checkInputs(lowering: Lowering, classes: number) {
	const [boxes, scores, anchors] = [lowering.input(0), lowering.input(1), lowering.input(2)];
	lowering.rank(boxes, 'the boxes', 3);
	lowering.rank(scores, 'the scores', 3);
	const [batch, count, size] = boxes.shape as [number, number, number];
	const background = scores.shape[2]! - classes;
	if (batch !== 1 || size < 4)
		lowering.refuse(`the boxes have shape [${boxes.shape}], expected [1, n, 4]`, 'shape');
	if (background !== 0 && background !== 1)
		lowering.refuse(
			`the scores are of ${scores.shape[2]} classes, expected ${classes} or ${classes + 1}`,
			'shape',
		);
	lowering.shape(scores, 'the scores', [1, count, classes + background]);
	lowering.shape(anchors, 'the anchors', [count, 4]);
	return {boxes, scores, anchors, count, size, background};
}

function checkOutputs(lowering: Lowering, found: number): [Ref, Ref, Ref, Ref] {
	const refs = [found * 4, found, found, 1].map((expected, slot) => {
		const shape = [[1, found, 4], [1, found], [1, found], [1]][slot]!;
		const output = lowering.sized(slot, shape, {always: true});
		lowering.types(output, `output ${slot}`, 'FLOAT32');
		if (elementCount(output.shape) !== expected)
			lowering.refuse(`output ${slot} has shape [${output.shape}], expected ${expected} elements`, 'shape');
		return lowering.ref(output);
	});
	return refs as [Ref, Ref, Ref, Ref];
}

export function lowerDetection(lowering: Lowering) {
	lowering.count(3, 4);
	const {most, perBox, perClass, classes, leastScore, mostOverlap, scales} = options(lowering);
	const {boxes, scores, anchors, count, size, background} = checkInputs(lowering, classes);
	const read = {
		in: floats(lowering, boxes, 'the boxes'),
		class_scores: floats(lowering, scores, 'the scores'),
		anchors: floats(lowering, anchors, 'the anchors'),
	};
	const [out, outClasses, outScores, outCount] = checkOutputs(lowering, most * perBox);
	lowering.emit(
		'detection',
		{
			...read,
			out,
			out_classes: outClasses,
			out_scores: outScores,
			out_count: outCount,
			scratch: lowering.scratch(count * 20 + most * 8 + Math.ceil(count / 4) * 4),
			boxes: count,
			box_size: size,
			classes,
			background,
			most,
			per_box: perBox,
			per_class: perClass,
			least_score: leastScore,
			most_overlap: mostOverlap,
			y_scale: scales[0]!,
			x_scale: scales[1]!,
			h_scale: scales[2]!,
			w_scale: scales[3]!,
		},
		400 + count * (classes * 12 + 60 + Math.min(most, 10) * 30),
	);
}
