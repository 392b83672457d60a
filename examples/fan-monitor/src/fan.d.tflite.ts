// Generated from fan.tflite and fan.json by catnap build. Edit those files, then build again.
import type {Model} from 'catnap/model';

declare const model: Model<{samples: 256; label: 'off' | 'on' | 'clogged' | 'friction'}>;
export default model;
