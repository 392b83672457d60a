// Layouts of the steps that decide: which step runs next, which boxes are detections.
import {type Field, inOut, type StepLayout} from './step-fields.ts';

export const controlSteps = {
	branch: {
		id: 91,
		doc: 'IF and WHILE: goes on at `target` if the bool at `condition` is 0. Only in plans with the flag CN_PLAN_CONTROL.',
		fields: [
			['condition', 'ref'],
			['target', 'step', 'offset from the first step'],
		],
	},
	jump: {
		id: 92,
		doc: 'Goes on at `target`; to the step behind it where two ways meet.',
		fields: [['target', 'step', 'offset from the first step']],
	},
	detection: {
		id: 93,
		doc: 'TFLite_Detection_PostProcess float32. in [boxes][box_size], class_scores [boxes][background + classes], anchors [boxes][4]; out [most * per_box][4]. What is not found is 0.',
		fields: [
			...inOut,
			...(['class_scores', 'anchors', 'out_classes', 'out_scores', 'out_count'].map(n => [
				n,
				'ref',
			]) as Field[]),
			['scratch', 'ref', 'f32 [boxes][5], [most][2], a byte for each box'],
			...(['boxes', 'box_size', 'classes'].map(n => [n, 'u32']) as Field[]),
			['background', 'u32', '1: the first score of each box is that of no class'],
			['most', 'u32', 'boxes that are kept'],
			['per_box', 'u32', 'classes reported of each'],
			['per_class', 'u32', 'each class by itself, so many boxes of each; 0: boxes by their best class'],
			...(['least_score', 'most_overlap', 'y_scale', 'x_scale', 'h_scale', 'w_scale'].map(n => [
				n,
				'f32',
			]) as Field[]),
		],
	},
} as const satisfies Record<string, StepLayout>;
