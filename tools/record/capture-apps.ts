// Apps that send what a sensor delivers over the console, for `catnap record`: one for each sensor.

export interface Capture {
	readonly sensor: string;
	/** What it measures, for the list of the command. */
	readonly does: string;
	/** File that is written. */
	readonly kind: 'csv' | 'wav';
	readonly source: string;
}

const motion = (
	chip: string,
	pins: string,
	rateHz: number,
) => `// Sends what the ${chip} feels over the console, for \`catnap record --sensor ${chip.toLowerCase()}\`.

import {board} from 'catnap';
import {${chip}} from 'catnap/sensor';

const imu = new ${chip}({io: board.i2c0, ${pins}, rateHz: ${rateHz}, rangeG: 2});
let sent = 0;
for await (const {data, axes, mgPerCount, mdpsPerCount} of imu.windows({samples: 16})) {
	if (sent === 0) console.log(\`catnap-record 1 ${chip.toLowerCase()} ${rateHz} \${axes} \${mgPerCount} \${mdpsPerCount}\`);
	const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	const {overruns, gaps} = imu.stats;
	console.log(\`catnap-data \${sent++} \${overruns + gaps} \${btoa(String.fromCharCode(...bytes))}\`);
}
`;

const sound = `// Keeps a second of sound, then sends it over the console, for \`catnap record --sensor microphone\`; again and again.

import {Microphone} from 'catnap/sensor';

const rateHz = 16_000;
const part = 800;
const clip = new Int16Array(rateHz);
const microphone = new Microphone({rateHz});
let [filled, sent] = [0, 0];
for await (const {data} of microphone.windows({samples: part})) {
	clip.set(data, filled);
	filled += part;
	if (filled < clip.length) continue;
	if (sent === 0) console.log(\`catnap-record 1 microphone \${rateHz} 1 0 0\`);
	// a console is slower than sound: what comes meanwhile is let go, and a clip has no gap
	for (let at = 0; at < clip.length; at += 48) {
		const bytes = new Uint8Array(clip.buffer, 2 * at, 2 * Math.min(48, clip.length - at));
		console.log(\`catnap-data \${sent++} 0 \${btoa(String.fromCharCode(...bytes))}\`);
	}
	console.log('catnap-clip');
	filled = 0;
}
`;

const level = `// Sends the level at the analog input a0 over the console, for \`catnap record --sensor analog\`.

import {board, sleep} from 'catnap';
import {Analog} from 'catnap/analog';

const rateHz = 10;
const input = new Analog({pin: board.analog.a0});
const levels = new Int16Array(1);
for (let sent = 0; ; sent++) {
	if (sent === 0) console.log(\`catnap-record 1 analog \${rateHz} 1 1 0\`);
	levels[0] = Math.round(input.millivolts);
	const bytes = new Uint8Array(levels.buffer);
	console.log(\`catnap-data \${sent} 0 \${btoa(String.fromCharCode(...bytes))}\`);
	await sleep('100ms');
}
`;

export const captures: readonly Capture[] = [
	{
		...{sensor: 'lis2dh12', does: 'acceleration, 200 Hz, +-2 g', kind: 'csv'},
		source: motion('Lis2dh12', 'alert: board.pins.imuInt', 200),
	},
	{
		...{sensor: 'lsm6dso', does: 'acceleration and turning, 104 Hz, +-2 g', kind: 'csv'},
		source: motion('Lsm6dso', 'alert: board.pins.imu6Int, supply: board.pins.imu6Power', 104),
	},
	{...{sensor: 'microphone', does: 'sound, 16 kHz, a second at a time', kind: 'wav'}, source: sound},
	{...{sensor: 'analog', does: 'level at a0 in mV, 10 Hz', kind: 'csv'}, source: level},
];

export const sensorNames = captures.map(({sensor}) => sensor);

/** Files of an app of its own, by their path. */
export function captureFiles({sensor, source}: Capture, tsconfig: string): ReadonlyMap<string, string> {
	const facts = {name: `capture-${sensor}`, private: true, type: 'module', main: 'src/main.ts'};
	return new Map([
		['package.json', `${JSON.stringify(facts, null, 2)}\n`],
		['tsconfig.json', `${JSON.stringify({extends: tsconfig, include: ['src']}, null, 2)}\n`],
		['src/main.ts', source],
	]);
}
