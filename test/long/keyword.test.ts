// The model of examples/keyword is trained again and comes out byte for byte.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {makeModel} from '../../examples/keyword/train.ts';

test('the model of the keyword example is made again, byte for byte', t => {
	const file = new URL('../../examples/keyword/src/keyword.tflite', import.meta.url);
	t.deepEqual(Buffer.from(makeModel()), readFileSync(file));
});
