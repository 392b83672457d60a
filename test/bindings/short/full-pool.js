// The top level of an app whose pool is full: what makes room must work outside of any try.
import * as c from 'catnap:console';

const hog = [];
const map = new Map([[1, 'x']]);
const set = new Set([1]);
// each of these is named for the first time where nothing is left
const rooms = {
	pop: () => hog.pop(),
	shift: () => hog.shift(),
	splice: () => hog.splice(hog.length - 1, 1),
	clear: () => map.clear(),
	delete: () => set.delete(1),
	fill: () => hog.fill(0, 0, 1),
};
const makers = [
	() => [1],
	() => ({}),
	() => `a${hog.length}b`,
	() => () => hog,
	() => new Map(),
	() => /a/,
	() => new Date(),
];
const names = Object.keys(rooms);
const seen = new Array(names.length).fill('');
let step = 0;
for (step = 0; step < names.length; step++) {
	for (let size = 4096; size >= 4; size >>= 1) {
		try {
			for (;;) hog.push(new Uint8Array(size));
		} catch {}
	}
	for (let i = 0; i < 8; i++) {
		try {
			for (;;) hog.push(makers[i % 2]());
		} catch {}
	}
	try {
		for (let i = 0; i < 99; i++) makers[2 + (i % 5)]();
		seen[step] = 'no error';
	} catch (error) {
		seen[step] = error.code;
	}
	rooms[names[step]]();
	hog.length = 0;
}
for (let i = 0; i < seen.length; i++) c.write('log', names[i] + ' ' + seen[i]);
