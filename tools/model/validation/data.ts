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
	/** Path of the `.tflite`. */
	readonly file: string;
	/** Folder of the labelled recordings. */
	readonly golden: string;
	/** What float32 stands for: a file, the weights of the model, or none. */
	readonly reference: string;
	/** Where the device's code ran. */
	readonly target: string;
	/** Whether no advice says that it fails. */
	readonly passed: boolean;
	/** Share of answers that might be lost. */
	readonly maxDrop: number;
	/** Files of the folder. */
	readonly recordings: number;
	/** Inputs that were cut out of them. */
	readonly inputs: number;
	/** Names in the order of the outputs; empty for a model whose output is a number. */
	readonly classes: readonly string[];
	/** Accuracy in float32, in int8 on the PC and on the device, with the confusion of the classes. */
	readonly places: readonly PlaceResult[];
	/** Inputs whose answer on the device differs in a bit from that of the reference kernels. */
	readonly differing: number;
	/** What is likely wrong. */
	readonly advice: readonly Advice[];
	/** Time and energy of one inference on each board. */
	readonly costs: readonly InferenceCost[];
	/** Inputs with the largest errors. */
	readonly worst: readonly WorstCase[];
	/** The noisiest first. */
	readonly layers: readonly Layer[];
	/** How much gain, offset, rotation and noise the model bears. */
	readonly sweeps: readonly Sweep[];
	/** How far the recordings are from those that it was quantised with. */
	readonly drift: readonly Drift[];
	/** Share of the input values beyond what int8 holds. */
	readonly cutOff: number;
	/** The best changes of the recordings that were tried. */
	readonly corrections: readonly {readonly kind: string; readonly what: string; readonly score: number}[];
}
