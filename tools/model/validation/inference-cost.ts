// Time and energy of one inference on each board whose speed somebody has published.
import {loadBoard} from '../../../boards/facts/boards.ts';
import {boardSpeeds, modelClockHz} from '../profile.ts';

export interface InferenceCost {
	readonly board: string;
	readonly ms: number;
	readonly microjoules: number;
	/** How the time was found. */
	readonly by: 'estimated' | 'counted on qemu-an505' | 'simulated chip';
}

/** `instructions` of a Cortex-M33, estimated by the plan or counted. */
export function costsOf(instructions: number, by: InferenceCost['by']): Promise<InferenceCost[]> {
	return Promise.all(
		boardSpeeds.map(async ({board, cyclesPerInstruction}) => {
			const facts = await loadBoard(board);
			const ms = (instructions * cyclesPerInstruction * 1000) / modelClockHz(facts);
			return {board, ms, microjoules: await energyOf(board, ms), by};
		}),
	);
}

/** Of a core that computes for so long. */
export async function energyOf(board: string, ms: number): Promise<number> {
	const facts = await loadBoard(board);
	const {cpu, floor, supplyV} = facts.energy;
	const run = modelClockHz(facts) > facts.clockHz ? cpu.run_fast : cpu.run;
	return ((run.typ + floor.awake.typ) * supplyV * ms) / 1000;
}
