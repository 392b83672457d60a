// A recording as the files that traces, training and golden sets read: CSV with its unit and moments, or WAV.
import type {Captured} from './parse.ts';

/** One text or sound for each clip. */
export function filesOf(captured: Captured): (string | Uint8Array)[] {
	const {sensor, counts, clips, rateHz} = captured;
	if (sensor !== 'microphone') return [csvOf(captured)];
	return clips.map((end, i) => wavOf(counts.subarray(i === 0 ? 0 : clips[i - 1], end), rateHz));
}

/** Digits that hold a count of every sensor. */
const shown = (value: number) => String(Number(value.toPrecision(9)));

function csvOf({sensor, axes, counts, rateHz, mgPerCount, mdpsPerCount}: Captured): string {
	const rows = counts.length / axes;
	const value = (row: number, axis: number) => {
		const count = counts[row * axes + axis]!;
		return shown(axis < 3 ? count * mgPerCount : (count * mdpsPerCount) / 1000);
	};
	const columns = sensor === 'analog' ? ['a0_mv'] : ['x', 'y', 'z', 'gx', 'gy', 'gz'].slice(0, axes);
	const lines = Array.from({length: rows}, (_, row) =>
		[shown((row * 1000) / rateHz), ...columns.map((_, axis) => value(row, axis))].join(','),
	);
	const unit = sensor === 'analog' ? [] : ['# unit: mg'];
	return `${[...unit, ['t_ms', ...columns].join(','), ...lines].join('\n')}\n`;
}

/** RIFF WAVE, PCM of 16 bits, one channel. */
export function wavOf(samples: Int16Array, rateHz: number): Uint8Array {
	const bytes = Buffer.alloc(44 + 2 * samples.length);
	bytes.write('RIFF', 0, 'latin1');
	bytes.writeUInt32LE(36 + 2 * samples.length, 4);
	bytes.write('WAVEfmt ', 8, 'latin1');
	bytes.writeUInt32LE(16, 16);
	bytes.writeUInt16LE(1, 20);
	bytes.writeUInt16LE(1, 22);
	bytes.writeUInt32LE(rateHz, 24);
	bytes.writeUInt32LE(2 * rateHz, 28);
	bytes.writeUInt16LE(2, 32);
	bytes.writeUInt16LE(16, 34);
	bytes.write('data', 36, 'latin1');
	bytes.writeUInt32LE(2 * samples.length, 40);
	for (const [i, sample] of samples.entries()) bytes.writeInt16LE(sample, 44 + 2 * i);
	return new Uint8Array(bytes);
}
