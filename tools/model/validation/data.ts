// What catnap model validate hands back: the document of --json, which the page and the text show.
import type {Layer} from '../quantize/compare.ts';
import type {Advice} from './advice.ts';
import type {Drift} from './drift.ts';
import type {InferenceCost} from './inference-cost.ts';
import type {Divergence, Scores, WorstCase} from './scores.ts';
import type {Sweep} from './tolerance.ts';

export interface PlaceResult extends Scores {
	readonly place: 'float32' | 'int8' | 'device';
	readonly what: string;
	/** How many inputs ran there. */
	readonly inputs: number;
	/** From the place before it. */
	readonly divergence?: Divergence;
}

export interface ValidateData {
	readonly file: string;
	readonly golden: string;
	readonly reference: string;
	readonly target: string;
	readonly passed: boolean;
	readonly maxDrop: number;
	readonly recordings: number;
	readonly inputs: number;
	readonly classes: readonly string[];
	readonly places: readonly PlaceResult[];
	/** Inputs whose answer on the device differs in a bit from that of the reference kernels. */
	readonly differing: number;
	readonly advice: readonly Advice[];
	readonly costs: readonly InferenceCost[];
	readonly worst: readonly WorstCase[];
	/** The noisiest first. */
	readonly layers: readonly Layer[];
	readonly sweeps: readonly Sweep[];
	readonly drift: readonly Drift[];
	readonly cutOff: number;
	/** The best changes of the recordings that were tried. */
	readonly corrections: readonly {readonly kind: string; readonly what: string; readonly score: number}[];
}
