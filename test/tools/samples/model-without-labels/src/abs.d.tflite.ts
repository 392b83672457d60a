// Generated from abs.tflite and abs.json by catnap build. Edit those files, then build again.
import type {Model} from 'catnap/model';

declare const model: Model<{
	samples: never;
	rateHz: never;
	label: never;
	input: 'int8';
	output: 'int8';
}>;
export default model;
