// What reading a register over I2C from TypeScript costs: instructions and current on the simulated nRF5340 DK.
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';
import {buildApp} from '../build/build.ts';
import {count} from '../model/args.ts';
import {runApp} from '../run-app.ts';

const app = join(catnapRoot, 'tools/bench/register-app');
const target = 'nrf5340dk';
/** The app reads in the second of three equal stretches of its run. */
const stretchS = 10;
const readsPerSecond = 10;

export interface RegisterFigures {
	/** Of one `await i2c.writeRead([register], 1)`, all that C and TypeScript do for it. */
	readonly instructions: number;
	/** What one read a second adds to the average current, in uA. */
	readonly microamperes: number;
}

/** A stretch with reads less the one after it, which differs by them alone. */
export async function measureRegister(): Promise<RegisterFigures> {
	const built = await buildApp(app, {target});
	const sums: {instructions: number; charge: number}[] = [];
	for (const stretches of [1, 2, 3]) {
		const seconds = stretches * stretchS;
		const {energy, instructions = 0, violations} = await runApp(built, {}, {forMs: 1000 * seconds});
		if (violations.length > 0) throw new Error(violations.join('\n'));
		sums.push({instructions, charge: energy.averageUa * seconds});
	}
	const added = (name: 'instructions' | 'charge') => {
		const [before, read, idle] = sums.map(sum => sum[name]);
		return read! - before! - (idle! - read!);
	};
	return {
		instructions: Math.round(added('instructions') / (stretchS * readsPerSecond)),
		microamperes: Number((added('charge') / stretchS / readsPerSecond).toPrecision(3)),
	};
}

export function registerText({instructions, microamperes}: RegisterFigures): string {
	return `a register read over I2C from TypeScript, on the ${target}: ${count(instructions)} instructions; one a second adds ${microamperes} uA`;
}
