// What the nRF5340's simulator reads from the code beforehand.
import test from 'ava';
import {returnPlaces} from '../../sim/nrf5340/code-scan.ts';

const address = 0x1000;

/** Code of these halfwords, and behind it a constant, which is data. */
function program(...halves: number[]) {
	const constant = 0x4770;
	const bytes = new Uint8Array(Uint16Array.from([...halves, constant]).buffer);
	return {segments: [{address, bytes}], code: [{start: address, end: address + 2 * halves.length}]};
}

test('a function returns by BX LR and by what loads PC from the stack', t => {
	const code = program(
		0xb510, // push {r4, lr}
		0x4770, // bx lr
		0xbd10, // pop {r4, pc}
		0xe8bd, // pop.w {r4, r5, pc}
		0x8030,
		0xf85d, // ldr pc, [sp], #4
		0xfb04,
		0xe8bd, // pop.w {r4, r5}
		0x0030,
		0xbc10, // pop {r4}
	);
	t.deepEqual(returnPlaces(code, {start: address, end: address + 22}), [0x1002, 0x1004, 0x1006, 0x100a]);
});

test('what lies outside of the function, in another instruction or in data is no return', t => {
	const code = program(
		0x4770, // of the function before
		0xf240, // movw r7, #0x770, whose second half would be bx lr
		0x4770,
		0xbd00,
	);
	t.deepEqual(returnPlaces(code, {start: address + 2, end: address + 10}), [0x1006]);
});
