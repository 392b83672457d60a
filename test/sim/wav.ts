// Makes WAV files for tests, right ones and wrong ones.

export interface WavOptions {
	readonly channels?: number;
	readonly bits?: number;
	readonly coding?: number;
	/** A chunk of odd length before the samples. */
	readonly extra?: boolean;
}

export function wav(samples: Int16Array, rateHz: number, options: WavOptions = {}): Uint8Array {
	const {channels = 1, bits = 16, coding = 1, extra = false} = options;
	const format = Buffer.alloc(24);
	format.write('fmt ');
	for (const [at, value] of [
		[4, 16],
		[12, rateHz],
		[16, rateHz * 2 * channels],
	] as const)
		format.writeUInt32LE(value, at);
	for (const [at, value] of [
		[8, coding],
		[10, channels],
		[20, 2 * channels],
		[22, bits],
	] as const)
		format.writeUInt16LE(value, at);
	const head = Buffer.alloc(8);
	head.write('data');
	head.writeUInt32LE(samples.byteLength, 4);
	const note = Buffer.from([...Buffer.from('LIST'), 3, 0, 0, 0, 1, 2, 3, 0]);
	const body = [format, ...(extra ? [note] : []), head, Buffer.from(samples.buffer)];
	const riff = Buffer.alloc(12);
	riff.write('RIFF');
	riff.writeUInt32LE(4 + body.reduce((sum, {length}) => sum + length, 0), 4);
	riff.write('WAVE', 8);
	return Buffer.concat([riff, ...body]);
}
