// Generated from fan.tflite and fan.json by catnap build. Edit those files, then build again.
import type {Model} from 'catnap/model';

declare const model: Model<{
	samples: 256;
	rateHz: 200;
	label: 'off' | 'on' | 'clogged' | 'friction';
	input: 'int8';
	output: 'int8';
}>;
export default model;
