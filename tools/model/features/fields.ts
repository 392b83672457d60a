// The fields of a feature stage's JSON: what each may be, what stands in for it, and the error that names it.
import {CatnapError} from '../../../lib/errors.ts';
import {isObject} from '../../../lib/read.ts';

export interface Field {
	/** For the message: what it may be. */
	readonly expected: string;
	readonly good: (value: unknown) => boolean;
	/** What stands in for a missing one; none: it may not be missing. */
	readonly otherwise?: unknown;
}

export type Fields = Readonly<Record<string, Field>>;

export const number = (least: number, most: number, otherwise?: number): Field => ({
	expected: `a number from ${least} to ${most}`,
	good: value => typeof value === 'number' && value >= least && value <= most,
	...(otherwise === undefined ? {} : {otherwise}),
});

export const whole = (least: number, most: number, otherwise?: number): Field => ({
	...number(least, most, otherwise),
	expected: `a whole number from ${least} to ${most}`,
	good: value => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
});

export const oneOf = (values: readonly (number | string)[], otherwise?: number | string): Field => ({
	expected: `one of ${values.map(value => JSON.stringify(value)).join(', ')}`,
	good: value => values.includes(value as number),
	...(otherwise === undefined ? {} : {otherwise}),
});

export const flag = (otherwise: boolean): Field => ({
	...{expected: 'true or false', otherwise},
	good: value => typeof value === 'boolean',
});

/** Samples of a transform: what native/dsp/dsp_fft.c takes. */
export const fftSizes = [32, 64, 128, 256, 512, 1024] as const;

/** What multiplies the samples. */
const scaleAxes: Field = {
	expected: 'a number that is not 0, from -1e6 to 1e6',
	good: value => typeof value === 'number' && value !== 0 && Math.abs(value) <= 1e6,
	otherwise: 1,
};

/** Whose samples: counts of an accelerometer become mg, those of a microphone stay counts. */
export const sensors = ['accelerometer', 'microphone'] as const;
export type Sensor = (typeof sensors)[number];

/** What each kind but the oldest and those of sound begins with. */
export const ofWindow: Fields = {
	samples: whole(1, 32768),
	axes: oneOf([1, 2, 3]),
	rateHz: number(0.001, 1e6),
	sensor: oneOf(sensors, 'accelerometer'),
	scaleAxes,
};

/** `json` with what stands in for missing fields; each wrong one is an error of its own. */
export function filled(json: unknown, fields: Fields, where: string): Record<string, unknown> {
	const names = ['kind', ...Object.keys(fields)];
	if (!isObject(json)) throw bad(where, `an object with ${names.join(', ')}`, json);
	for (const name of Object.keys(json)) {
		if (!names.includes(name))
			throw bad(`${where}.${name}`, `no field of this name; one of ${names.join(', ')}`, json[name]);
	}
	const all: Record<string, unknown> = {kind: json.kind};
	for (const [name, {expected, good, otherwise}] of Object.entries(fields)) {
		const value = json[name] ?? otherwise;
		if (!good(value)) throw bad(`${where}.${name}`, expected, json[name]);
		all[name] = value;
	}
	return all;
}

export function bad(where: string, expected: string, received: unknown): CatnapError {
	const shown = received === undefined ? 'nothing' : JSON.stringify(received);
	return new CatnapError('BAD_FEATURES', {where, expected, received: shown});
}

/** What every packed stage begins with (SPEC.md, "Feature stage"), in `bytes` of room, a multiple of 4. */
export function packed(
	bytes: number,
	head: {kind: number; axes: number; detail?: number; samples: number; size?: number; scale: number},
): {bytes: Uint8Array; view: DataView} {
	const stage = new Uint8Array((bytes + 3) & ~3);
	const view = new DataView(stage.buffer);
	stage.set([1, head.kind, head.axes, head.detail ?? 0]);
	view.setUint16(4, head.samples, true);
	view.setUint16(6, head.size ?? 0, true);
	view.setFloat32(8, head.scale, true);
	return {bytes: stage, view};
}

export const headBytes = 12;
