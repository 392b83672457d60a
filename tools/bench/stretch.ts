// What something costs that an app does in the second of three equal stretches of its run, on the simulated nRF5340 DK.
import {buildApp} from '../build/build.ts';
import {type RunAppOptions, runApp} from '../run-app.ts';

export const stretchTarget = 'nrf5340dk';
export const stretchS = 10;

/** Beyond an idle stretch. */
export interface Added {
	readonly instructions: number;
	/** In uC. */
	readonly charge: number;
}

/** A stretch with the work less the one after it, which differs by that alone. */
export async function measureStretch(app: string, options: RunAppOptions = {}): Promise<Added> {
	const built = await buildApp(app, {target: stretchTarget});
	const sums: Added[] = [];
	for (const stretches of [1, 2, 3]) {
		const seconds = stretches * stretchS;
		const run = await runApp(built, {}, {...options, forMs: 1000 * seconds});
		if (run.violations.length > 0) throw new Error(run.violations.join('\n'));
		sums.push({instructions: run.instructions ?? 0, charge: run.energy.averageUa * seconds});
	}
	const added = (name: keyof Added) => {
		const [before, work, idle] = sums.map(sum => sum[name]);
		return work! - before! - (idle! - work!);
	};
	return {instructions: added('instructions'), charge: added('charge')};
}
