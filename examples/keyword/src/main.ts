// Listens for two whistled calls: low then high switches the lamp on, high then low switches it off.

import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {Microphone} from 'catnap/sensor';
import keyword from './keyword.tflite';

const {led} = board.pins;
const lamp = new Digital({pin: led, mode: 'output'});
const microphone = new Microphone({rateHz: 16_000});

let candidate = '';
let said = '';

// a second of sound, looked at four times a second: a call lies whole in two windows or more
for await (const window of microphone.windows({samples: 16_000, hop: 4000})) {
	const {label, score} = keyword.classify(window);
	const agreed = label === candidate;
	candidate = label;
	// two windows in a row must agree, and what they say counts once
	if (!agreed || label === said) continue;
	said = label;
	if (label === 'other') continue;
	const isOn = label === 'rising';
	lamp.write(isOn === led.activeLow ? 0 : 1);
	console.log(`lamp ${isOn ? 'on' : 'off'} (${(score * 100).toFixed(0)} %)`);
}
