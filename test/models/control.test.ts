// Control flow: what is folded away, what is refused, and where a plan may branch to.
import {join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {compileModel} from '../../tools/model/index.ts';
import {repository} from './places.ts';

const {writeModel} = (await import(join(repository, 'test/golden/tools/tflite-writer.mjs'))) as {
	writeModel(model: object): Uint8Array;
};

const tensor = (dtype: string, shape: number[], rest: object = {}) => ({dtype, shape, ...rest});
const vector = (rest: object = {}) => tensor('FLOAT32', [3], rest);
const operator = (op: string, ins: number[], outs: number[], opts: object = {}) => ({
	op,
	version: 1,
	ins,
	outs,
	opts,
});

/** A subgraph of one operator on a vector. */
const unary = (op: string) => ({
	tensors: [vector(), vector()],
	inputs: [0],
	outputs: [1],
	ops: [operator(op, [0], [1])],
});

/** A WHILE over a vector, with a condition that is this constant. */
const loop = (condition: number) => ({
	tensors: [vector(), vector()],
	inputs: [0],
	outputs: [1],
	ops: [operator('WHILE', [0], [1], {cond: 1, body: 2})],
	subgraphs: [
		{tensors: [vector(), tensor('BOOL', [1], {data: [condition]})], inputs: [0], outputs: [1], ops: []},
		unary('NEG'),
	],
});

const choice = (condition: object, ways: object[]) => ({
	tensors: [condition, vector(), vector()],
	inputs: [1],
	outputs: [2],
	ops: [operator('IF', [0, 1], [2], {yes: 1, no: 2})],
	subgraphs: ways,
});

const compiled = (model: object) => compileModel(writeModel(model), {file: 'm.tflite'});

function refusal(model: object): string {
	try {
		compiled(model);
	} catch (error) {
		if (error instanceof CatnapError) return error.facts.received ?? '';
		throw error;
	}
	throw new Error('it was compiled');
}

test('an IF whose condition is constant costs only the way it takes', t => {
	const known = tensor('BOOL', [1], {data: [0]});
	const {steps} = compiled(choice(known, [unary('NEG'), unary('ABS')]));
	t.deepEqual(
		steps.map(step => step.kernel),
		['map_f32', 'copy'],
	);
});

test('a WHILE that never ends is refused', t => {
	t.regex(refusal(loop(1)), /operator 0 WHILE: its condition is always true: it never ends/);
	t.true(compiled(loop(0)).steps.some(step => step.kernel === 'branch'));
});

test('a subgraph that calls itself is refused', t => {
	const model = loop(0);
	model.subgraphs[1] = {
		tensors: [vector(), vector()],
		inputs: [0],
		outputs: [1],
		ops: [operator('WHILE', [0], [1], {cond: 1, body: 2})],
	};
	t.regex(refusal(model), /subgraph 2 operator 0 WHILE: it calls subgraph 2, which calls itself/);
});

test('a subgraph that is not there, or of another shape, is refused', t => {
	const model = {...loop(0), subgraphs: [loop(0).subgraphs[0]]};
	t.regex(refusal(model), /operator 0 WHILE: it calls subgraph 2 of 2/);
	const wide = {tensors: [tensor('FLOAT32', [4])], inputs: [0], outputs: [0], ops: []};
	const input = {...choice(tensor('BOOL', [1]), [wide, wide]), inputs: [0, 1]};
	t.regex(refusal(input), /it gives FLOAT32 \[3\] to input 0 of its subgraph, FLOAT32 \[4\]/);
});

test('a reason inside a subgraph names subgraph and operator', t => {
	const bad = {
		tensors: [vector(), vector()],
		inputs: [0],
		outputs: [1],
		ops: [{...operator('NEG', [0], [1]), version: 99}],
	};
	t.regex(
		refusal({...loop(0), subgraphs: [loop(0).subgraphs[0], bad]}),
		/subgraph 2: operator 0 NEG: version 99/,
	);
});
