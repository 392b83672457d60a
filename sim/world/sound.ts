// A recording of sound, from samples or a WAV file: what the world's microphone hears at each moment.

import {CatnapError, type Which} from '../../lib/errors.ts';
import {readBytes} from '../../lib/read.ts';

const pcm = 1;
/** Hours of 16 bits at 16 kHz. */
const longestMb = 512;
const highestHz = 384_000;

/** What the microphone hears: one channel of 16 bits. */
export class Sound {
	/** Samples per second. */
	readonly rateHz: number;
	/** Full scale is 32767. */
	readonly samples: Int16Array;

	/** @param samples one channel of 16 bits. @param rateHz samples per second. */
	constructor(samples: Int16Array, rateHz: number) {
		this.samples = samples;
		this.rateHz = rateHz;
	}

	/** How long it is. */
	get durationUs(): number {
		return Math.round((this.samples.length * 1e6) / this.rateHz);
	}

	/** From a function of the moment in seconds; 1 is full scale, and beyond it is cut off. */
	static of(level: (seconds: number) => number, rateHz: number, seconds: number): Sound {
		const samples = Int16Array.from({length: Math.round(seconds * rateHz)}, (_, index) =>
			clip(32_767 * level(index / rateHz)),
		);
		return new Sound(samples, rateHz);
	}
}

/** The nearest sample. */
export function clip(value: number): number {
	return Math.max(-32_768, Math.min(32_767, Math.round(value)));
}

/** Read a WAV file of one channel with 16 bits. Throws CatnapError SOUND_MISSING or SOUND_BAD. */
export function readSound(path: string): Sound {
	return parseSound(readBytes(path, {code: 'SOUND_MISSING', longestMb}), path);
}

/** Parse a WAV file; `path` is only for messages. */
export function parseSound(bytes: Uint8Array, path: string): Sound {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < 12 || tag(bytes, 0) !== 'RIFF' || tag(bytes, 8) !== 'WAVE')
		bad(path, 'magic', 'RIFF and WAVE in the first 12 bytes', `${bytes.length} other bytes`);
	const format = chunk(view, bytes, 'fmt ', path);
	const data = chunk(view, bytes, 'data', path);
	if (format.length < 16) bad(path, 'format', '16 bytes', `${format.length} bytes`);
	const kind = view.getUint16(format.at, true);
	const channels = view.getUint16(format.at + 2, true);
	const bits = view.getUint16(format.at + 14, true);
	if (kind !== pcm || bits !== 16) bad(path, 'coding', 'PCM of 16 bits', `coding ${kind} of ${bits} bits`);
	if (channels !== 1) bad(path, 'channels', 'one channel', `${channels} channels`);
	const rateHz = view.getUint32(format.at + 4, true);
	if (rateHz < 1 || rateHz > highestHz) bad(path, 'rate', `1 to ${highestHz} Hz`, `${rateHz} Hz`);
	const behind = bytes.length - data.at - data.length;
	if (data.length === 0)
		bad(path, 'empty', 'samples in the chunk data', `0 bytes, and ${behind} bytes behind it`);
	if (data.length % 2 !== 0) bad(path, 'half', 'two bytes a sample', `${data.length} bytes`);
	const samples = new Int16Array(data.length / 2);
	for (let index = 0; index < samples.length; index++)
		samples[index] = view.getInt16(data.at + 2 * index, true);
	return new Sound(samples, rateHz);
}

function chunk(view: DataView, bytes: Uint8Array, name: string, path: string): {at: number; length: number} {
	let at = 12;
	while (at + 8 <= bytes.length) {
		const length = view.getUint32(at + 4, true);
		if (tag(bytes, at) === name) {
			if (at + 8 + length <= bytes.length) return {at: at + 8, length};
			throw new CatnapError('SOUND_BAD', {
				which: 'chunk',
				chunk: name.trim(),
				where: path,
				expected: `${length} bytes`,
				received: `${bytes.length - at - 8} bytes`,
			});
		}
		at += 8 + length + (length % 2);
	}
	return bad(path, 'missing', name.trim(), 'the end of the file');
}

function tag(bytes: Uint8Array, at: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function bad(
	where: string,
	which: Exclude<Which<'SOUND_BAD'>, 'chunk'>,
	expected: string,
	received: string,
): never {
	throw new CatnapError('SOUND_BAD', {which, where, expected, received});
}
