// A model as a function of its int8 input: compiled to a plan and run by the C runtime, as wasm32.

import {readFileSync} from 'node:fs';
import {compileModel} from '../../tools/model/compile.ts';
import {HostModel} from '../../tools/model/host.ts';

/** `run(input)` gives the first output tensor. */
export function loadModel(file: string): (input: Int8Array) => Int8Array {
	const model = compileModel(readFileSync(file), {file});
	const host = new HostModel(model.plan, model.arenaBytes, model.stateBytes);
	const [input, output] = [model.inputs[0]!, model.outputs[0]!];
	return values => {
		host
			.at(input.arenaOffset, values.length)
			.set(new Uint8Array(values.buffer, values.byteOffset, values.length));
		host.invoke();
		return new Int8Array(host.at(output.arenaOffset, output.bytes).slice().buffer);
	};
}
