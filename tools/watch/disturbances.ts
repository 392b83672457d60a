// What keys of `catnap dev` do to the world of the next runs: a press of the button, sensors that do not answer for a while.
import type {World} from '../../sim/world.ts';

/** Shares of a run: in its middle, and a fifth of it long. */
const from = 0.5;
const until = 0.7;
const button = 'button';

export type Disturbance = 'press' | 'fault';

export class Disturbances {
	readonly #on = new Set<Disturbance>();

	/** The other way round from now on; says what the runs are like then. */
	toggle(which: Disturbance): string {
		if (!this.#on.delete(which)) this.#on.add(which);
		const words = {press: 'the button is pressed', fault: 'sensors do not answer'}[which];
		return this.#on.has(which) ? `${words} from the middle of each run` : `${words} no longer`;
	}

	/** Once the world stands; a board without a button, or without sensors, has nothing to disturb. */
	apply(world: World): void {
		const atUs = Math.floor(world.clock.endUs * from);
		if (this.#on.has('press') && button in world.board.pins) world.press(button, atUs);
		if (!this.#on.has('fault')) return;
		const untilUs = Math.floor(world.clock.endUs * until);
		for (const sensor of Object.keys(world.board.sensors))
			world.fail({kind: 'sensor-absent', sensor, fromUs: atUs, untilUs});
	}
}
