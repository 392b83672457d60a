// The options of TFLM's custom Signal operators.
import {flexIntegers} from '../flexbuffer.ts';
import type {Lowering} from './context.ts';

/** The options of the operator; one that is absent is refused. */
export function settings(lowering: Lowering): (name: string) => number {
	const values = flexIntegers(lowering.operator.customOptions ?? new Uint8Array());
	return name => {
		const value = values.get(name);
		if (value === undefined || value < 0) lowering.refuse(`option ${name} is ${value ?? 'missing'}`);
		return value;
	};
}
