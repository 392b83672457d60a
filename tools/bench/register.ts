// What reading a register over I2C from TypeScript costs: instructions and current on the simulated nRF5340 DK.
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';
import {count} from '../model/args.ts';
import {measureStretch, stretchS, stretchTarget} from './stretch.ts';

const app = join(catnapRoot, 'tools/bench/register-app');
const readsPerSecond = 10;

export interface RegisterFigures {
	/** Of one `await i2c.writeRead([register], 1)`, all that C and TypeScript do for it. */
	readonly instructions: number;
	/** What one read a second adds to the average current, in uA. */
	readonly microamperes: number;
}

export async function measureRegister(): Promise<RegisterFigures> {
	const {instructions, charge} = await measureStretch(app);
	return {
		instructions: Math.round(instructions / (stretchS * readsPerSecond)),
		microamperes: Number((charge / stretchS / readsPerSecond).toPrecision(3)),
	};
}

export function registerText({instructions, microamperes}: RegisterFigures): string {
	return `a register read over I2C from TypeScript, on the ${stretchTarget}: ${count(instructions)} instructions; one a second adds ${microamperes} uA`;
}
