// Tones as the microphone hears them, a gain, a loop that is late, and what cannot be had.

import {NativeError, sleep} from 'catnap';
import {Microphone, type SoundWindow} from 'catnap/sensor';

/** The pitch by zero crossings, to 50 Hz, and the highest sample, to 1 % of full scale. */
function describe({data, rateHz}: SoundWindow): string {
	let crossings = 0;
	let highest = 0;
	for (let index = 1; index < data.length; index++) {
		const before = data[index - 1] as number;
		const sample = data[index] as number;
		if (before < 0 !== sample < 0) crossings++;
		if (sample > highest) highest = sample;
	}
	const hz = (crossings * rateHz) / 2 / data.length;
	return `${Math.round(hz / 50) * 50} Hz ${Math.round((highest * 100) / 32767)} %`;
}

/** Say what is heard, each time that two windows in a row agree. */
async function listen(microphone: Microphone<16_000>, changes: number): Promise<void> {
	let said = '';
	let before = '';
	for await (const window of microphone.windows({samples: 1600, hop: 800})) {
		const heard = describe(window);
		if (heard === before && heard !== said) {
			console.log(heard);
			said = heard;
			if (--changes === 0) return;
		}
		before = heard;
	}
}

const plain = new Microphone({rateHz: 16_000});
await listen(plain, 4);
const {windows, dropped, gaps} = plain.stats;
console.log('some windows', windows > 20, 'dropped', dropped, 'gaps', gaps);

const loud = new Microphone({rateHz: 16_000, gainDb: 6});
await listen(loud, 1);
loud.close();

let turns = 0;
for await (const window of plain.windows({samples: 512})) {
	if (++turns === 3) break;
	await sleep('320ms'); // ten blocks: more than wait for us
	if (window.data.length !== 512) console.log('a short window');
}
const late = plain.stats;
console.log('late: dropped', late.dropped, 'gaps', late.gaps);

async function refused(what: string, microphone: Microphone<16_000>): Promise<void> {
	try {
		for await (const _ of microphone.windows({samples: 256})) console.log(what, 'gave a window');
	} catch (error) {
		console.log(what, NativeError.is(error) ? error.code : error);
	}
}
await refused('a rate', new Microphone({rateHz: 8000 as 16_000}));
await refused('a gain', new Microphone({rateHz: 16_000, gainDb: 30}));
const reading = plain.windows({samples: 256});
await reading.next();
await refused('a second one', new Microphone({rateHz: 16_000}));
const open = reading.next();
plain.close();
try {
	await open;
} catch (error) {
	console.log('closed', NativeError.is(error) ? error.code : error);
}
