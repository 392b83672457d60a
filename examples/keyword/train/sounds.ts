// Synthesises what the model is trained on and tested with: whistled calls, and what is none of them. No recording.

import type {Random} from '../../../tools/model/random.ts';

/** In the order of the model's outputs. */
export const LABELS = ['other', 'rising', 'falling'] as const;
export type Label = (typeof LABELS)[number];

export const RATE_HZ = 16_000;
/** A second: one input of the model. */
export const SAMPLES = 16_000;

/** A tone as whistled: its pitch glides from one end to the other. */
interface Tone {
	readonly fromHz: number;
	readonly toHz: number;
	readonly startS: number;
	readonly lengthS: number;
	/** Of its peak; 1 is full scale. */
	readonly level: number;
}

/** One window of `label`, another at each call. */
export function soundOf(label: Label, random: Random): Int16Array {
	const wave = new Float64Array(SAMPLES);
	// some rooms are silent
	if (random.below(4) > 0) addNoise(wave, 0.0005 * 80 ** random.uniform(), random);
	if (label === 'other') addOther(wave, random);
	else addCall(wave, label, random);
	return toCounts(wave);
}

/** A call that begins at `startS`: two tones, the second a third to an octave away. */
export function callOf(label: 'rising' | 'falling', startS: number, random: Random): Tone[] {
	const low = random.uniform(700, 1500);
	const high = low * random.uniform(1.35, 1.9);
	const [first, second] = label === 'rising' ? [low, high] : [high, low];
	const level = 0.03 * 16 ** random.uniform();
	const [one, gap, two] = [random.uniform(0.16, 0.3), random.uniform(0, 0.08), random.uniform(0.16, 0.35)];
	const tone = (hz: number, at: number, lengthS: number): Tone => ({
		fromHz: hz * random.uniform(0.98, 1.02),
		toHz: hz * random.uniform(0.98, 1.02),
		startS: at,
		lengthS,
		level: level * random.uniform(0.7, 1),
	});
	return [tone(first, startS, one), tone(second, startS + one + gap, two)];
}

function addCall(wave: Float64Array, label: 'rising' | 'falling', random: Random): void {
	const tones = callOf(label, 0, random);
	const last = tones.at(-1)!;
	const shift = random.uniform(0, SAMPLES / RATE_HZ - last.startS - last.lengthS);
	for (const tone of tones) addTone(wave, {...tone, startS: tone.startS + shift}, random);
}

/** What whistles, speaks or knocks without being a call; each is as likely as the others. */
const others: readonly ((wave: Float64Array, random: Random) => void)[] = [
	() => {},
	addHalfCall,
	addHalfCall,
	addSteadyTones,
	addSteadyTones,
	addGlide,
	addVoice,
	addKnocks,
];

function addOther(wave: Float64Array, random: Random): void {
	others[random.below(others.length)]!(wave, random);
}

// A call of which the window's edge leaves one tone, and at most a fifth of the other.
function addHalfCall(wave: Float64Array, random: Random): void {
	const [one, two] = callOf(random.below(2) === 0 ? 'rising' : 'falling', 0, random) as [Tone, Tone];
	const end = SAMPLES / RATE_HZ;
	const shift =
		random.below(2) === 0
			? end - two.startS - random.uniform(0, 0.2) * two.lengthS
			: random.uniform(0, 0.2) * one.lengthS - one.lengthS;
	for (const tone of [one, two]) addTone(wave, {...tone, startS: tone.startS + shift}, random);
}

// One to three tones of the same pitch.
function addSteadyTones(wave: Float64Array, random: Random): void {
	const hz = random.uniform(500, 3000);
	const level = 0.03 * 16 ** random.uniform();
	const lengthS = random.uniform(0.1, 0.4);
	const count = 1 + random.below(3);
	const every = lengthS * random.uniform(1, 1.5);
	for (let i = 0, at = random.uniform(-lengthS, 1); i < count; i++, at += every)
		addTone(wave, {fromHz: hz, toHz: hz * random.uniform(0.99, 1.01), startS: at, lengthS, level}, random);
}

// A siren: the pitch moves all the time.
function addGlide(wave: Float64Array, random: Random): void {
	const hz = random.uniform(500, 1200);
	const ends = [hz, hz * random.uniform(2, 3)];
	const [fromHz, toHz] = random.below(2) === 0 ? ends : ends.reverse();
	const level = 0.03 * 16 ** random.uniform();
	addTone(wave, {fromHz: fromHz!, toHz: toHz!, startS: -0.1, lengthS: 1.2, level}, random);
}

// Syllables: partials of a voice's pitch, strongest at two formants.
function addVoice(wave: Float64Array, random: Random): void {
	const level = 0.02 * 16 ** random.uniform();
	for (let at = random.uniform(-0.2, 0.1); at < 1; at += random.uniform(0.18, 0.4)) {
		const pitchHz = random.uniform(90, 260);
		const formants = [random.uniform(300, 900), random.uniform(900, 2500)];
		const lengthS = random.uniform(0.1, 0.3);
		for (let k = 1; k * pitchHz < 3500; k++) {
			const near = formants.map(formant => 1 / (1 + ((k * pitchHz - formant) / 120) ** 2));
			const partial = {startS: at, lengthS, level: (level / 2) * (near[0]! + 0.6 * near[1]! + 0.02)};
			addTone(wave, {fromHz: k * pitchHz, toHz: k * pitchHz * random.uniform(0.9, 1.1), ...partial}, random);
		}
	}
}

// Noise that dies away within some tens of milliseconds.
function addKnocks(wave: Float64Array, random: Random): void {
	for (let i = 1 + random.below(4); i > 0; i--) {
		const start = random.below(SAMPLES);
		const decay = random.uniform(0.99, 0.999);
		for (
			let at = start, level = random.uniform(0.05, 0.8);
			at < SAMPLES && level > 1e-3;
			at++, level *= decay
		)
			wave[at]! += level * random.uniform(-1, 1);
	}
}

// White noise, half of it smoothed to what a room sounds like.
function addNoise(wave: Float64Array, level: number, random: Random): void {
	let smooth = 0;
	for (let at = 0; at < wave.length; at++) {
		const value = random.uniform(-1, 1);
		smooth += 0.1 * (value - smooth);
		wave[at]! += level * (value + 4 * smooth);
	}
}

/** Add a tone with its octave, 15 ms to rise and to fall; what lies outside `wave` is left out. */
export function addTone(wave: Float64Array, tone: Tone, random: Random): void {
	const {fromHz, toHz, startS, lengthS, level} = tone;
	const count = Math.round(lengthS * RATE_HZ);
	const start = Math.round(startS * RATE_HZ);
	let phase = random.uniform(0, 2 * Math.PI);
	for (let i = 0; i < count; i++) {
		phase += (2 * Math.PI * (fromHz + ((toHz - fromHz) * i) / count)) / RATE_HZ;
		const at = start + i;
		if (at < 0 || at >= wave.length) continue;
		const edge = Math.min(1, i / 240, (count - i) / 240);
		wave[at]! += level * edge * (Math.sin(phase) + 0.05 * Math.sin(2 * phase));
	}
}

/** As the microphone delivers it; beyond full scale it is cut off. */
export function toCounts(wave: Float64Array): Int16Array {
	return Int16Array.from(wave, value => Math.max(-32_768, Math.min(32_767, Math.round(32_767 * value))));
}
