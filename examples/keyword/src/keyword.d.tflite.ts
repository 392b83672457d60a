// Generated from keyword.tflite and keyword.json by catnap build. Edit those files, then build again.
import type {Model} from 'catnap/model';

declare const model: Model<{
	samples: 16000;
	rateHz: 16000;
	sensor: 'microphone';
	label: 'other' | 'rising' | 'falling';
	input: 'int8';
	output: 'int8';
}>;
export default model;
