// The gates of an LSTM, in the order in which the operator has them.
import type {Blob} from '../graph.ts';
import type {Lowering} from './context.ts';

export const gateNames = ['input', 'forget', 'cell', 'output'] as const;

/** Gates are computed in Q3.12. */
export const gateScale = 2 ** -12;

/** A constant of each gate, one behind the other. */
export function joinedGates(
	lowering: Lowering,
	slot: number,
	{type, shape, what}: {readonly type: string; readonly shape: readonly number[]; readonly what: string},
): Blob {
	const parts = gateNames.map((name, gate) => {
		const tensor = lowering.input(slot + gate);
		lowering.types(tensor, `the ${name} gate's ${what}`, type);
		lowering.shape(tensor, `the ${name} gate's ${what}`, shape);
		return lowering.constant(tensor, `the ${name} gate's ${what}`);
	});
	return {bytes: new Uint8Array(Buffer.concat(parts)), align: type === 'INT8' ? 16 : 4};
}
