// Which targets a suite runs on: its own, or those that a slow suite chose before it loaded the file.
import {hasUnicorn} from '../sim/nrf5340/unicorn.ts';

let chosen: readonly string[] | undefined;

/** The boards that would be flashed, without those whose chip cannot be simulated here. */
export const flashedBoards: readonly string[] = [
	...((await hasUnicorn()) ? ['nrf5340dk', 'thingy53'] : []),
	'esp32s3-devkitc',
];

/** Of them one of each chip. */
export const flashedChips = flashedBoards.filter(name => name !== 'thingy53');

/** Files that are loaded from now on run on these targets. */
export function runSuitesOn(targets: readonly string[]): void {
	chosen = targets;
}

export function targetsOf(...usual: readonly string[]): readonly string[] {
	return chosen ?? usual;
}
