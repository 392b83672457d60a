// Every operator and type that TensorFlow Lite Micro computes has a golden here, or a reason why not.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {parseModel} from '../../tools/model/model-file.ts';
import {control, operators, ops, repository, signal, variants} from './places.ts';
import {tflmTypes, typedInput} from './tflm-types.ts';

/** Operator and type; what is done instead. Nothing here has a golden. */
const without: Readonly<Record<string, string>> = {
	'CAST UINT32': 'compiles; a golden has no inputs of UINT32',
	'GREATER INT16': 'refused: TFLM compares with scales that it never sets, its result is always false',
	'SVDF INT8': 'models of CATNAP_SHARED: keyword_scrambled',
	'UNIDIRECTIONAL_SEQUENCE_LSTM INT8': 'models of CATNAP_SHARED: micro_speech_lstm, trained_lstm_int8',
};

/** "OPERATOR TYPE" of every operator of every golden. */
function proved(): Set<string> {
	const found = new Set<string>();
	for (const folder of [ops, operators, control, signal, variants, join(repository, 'test/golden/recurrent')])
		for (const name of readdirSync(folder).filter(each => each.endsWith('.tflite')))
			for (const graph of parseModel(readFileSync(join(folder, name))).subgraphs)
				for (const {name: operator, inputs} of graph.operators)
					found.add(`${operator} ${graph.tensors[inputs[typedInput(operator)]!]?.type.name}`);
	return found;
}

test('every operator and type of TFLM has a golden, or a reason why not', t => {
	const found = proved();
	const missing = tflmTypes
		.map(pair => pair.join(' '))
		.filter(pair => !found.has(pair) && without[pair] === undefined);
	t.deepEqual(missing, []);
});

test('what has a golden has no excuse', t => {
	const found = proved();
	t.deepEqual(
		Object.keys(without).filter(pair => found.has(pair)),
		[],
	);
	const known = new Set(tflmTypes.map(pair => pair.join(' ')));
	t.deepEqual(
		Object.keys(without).filter(pair => !known.has(pair)),
		[],
	);
});
