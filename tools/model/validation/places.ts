// Runs a model over many inputs on the PC: one loaded plan, fresh variables for each input.
import type {CompiledModel} from '../compile.ts';
import {HostModel} from '../host.ts';
import {realNumbers} from '../quantize/compare.ts';

/** First output of each input, as stored. */
export type Place = (inputs: readonly Uint8Array[]) => readonly Uint8Array[];

export function onHost(model: CompiledModel): Place {
	const [input] = model.inputs;
	const [output] = model.outputs;
	const host = new HostModel(model.plan, model.arenaBytes, model.stateBytes);
	return inputs =>
		inputs.map(bytes => {
			host.reset();
			host.at(input!.arenaOffset, bytes.length).set(bytes);
			host.invoke();
			return Uint8Array.from(host.at(output!.arenaOffset, output!.bytes));
		});
}

/** Real numbers of the first output. */
export function answersOf({outputs, tensors}: CompiledModel, stored: readonly Uint8Array[]): Float32Array[] {
	const tensor = tensors[outputs[0]!.tensor]!;
	return stored.map(bytes => realNumbers(tensor, bytes));
}
