// The parts that convolutions and dense layers of every type are lowered from.
import {f32, quantizeMultiplier} from '../fixed-point.ts';
import type {ModelTensor} from '../model-file.ts';
import type {WindowFields} from './window.ts';

export interface ConvParts {
	readonly input: ModelTensor;
	readonly filter: ModelTensor;
	readonly bias: ModelTensor | undefined;
	readonly output: ModelTensor;
	readonly window: WindowFields;
	readonly activation: string;
}

export interface DenseParts {
	readonly input: ModelTensor;
	readonly filter: ModelTensor;
	readonly bias: ModelTensor | undefined;
	readonly output: ModelTensor;
	readonly rows: number;
	readonly depth: number;
	readonly units: number;
	readonly activation: string;
}

/** The factor of a layer with one filter scale: the product of the scales is a float in the reference. */
export function denseMultiplier(inScale: number, filterScale: number, outScale: number) {
	return quantizeMultiplier(f32(inScale * filterScale) / outScale);
}
