// The simulator against Nordic's device description, which it was not written from by hand: every simulated register.

import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {generate, used} from '../../../boards/chips/nrf5340/gen-registers.ts';
import {type Peripheral, type Register, readSvd} from '../../../boards/chips/nrf5340/svd.ts';
import {informationBase, informationPages} from '../../../sim/nrf5340/information.ts';
import {needsShared, sharedPath} from '../../shared.ts';
import {Bench} from './bench.ts';

const svd = sharedPath('hardware/nrf5340_application.svd');
const withSvd = needsShared(test, 'hardware/nrf5340_application.svd');
const xml = existsSync(svd) ? readFileSync(svd, 'utf8') : '';
const device = xml === '' ? new Map<string, Peripheral>() : readSvd(xml);

const serialCodes: Readonly<Record<string, number>> = {UARTE: 8, TWIM: 6, SPIM: 7};
const enableOffset = 0x500;

function kindOf(name: string): string {
	return name.replace(/\d?_S$/, '');
}

/** The peripherals that are register files (FICR and UICR are memory), with their registers. */
function simulated(): {readonly peripheral: Peripheral; readonly name: string}[] {
	return Object.entries(used)
		.filter(([kind]) => kind !== 'FICR' && kind !== 'UICR')
		.flatMap(([, names]) => names.map(name => ({name, peripheral: device.get(name)!})));
}

/** A bench on which the registers of this peripheral can be reached. */
function benchFor(name: string, {base}: Peripheral): Bench {
	const bench = new Bench();
	const code = serialCodes[kindOf(name)];
	if (code !== undefined) bench.set(base + enableOffset, code);
	bench.taken();
	return bench;
}

/** The bits of a register; CLOCK and POWER share their interrupt registers. */
function maskAt(name: string, base: number, register: Register): number {
	if (serialCodes[kindOf(name)] !== undefined) return register.mask;
	const sharing = simulated().filter(({peripheral}) => peripheral.base === base);
	return sharing
		.flatMap(({peripheral}) => peripheral.registers.filter(({offset}) => offset === register.offset))
		.reduce((mask, shared) => mask | shared.mask, 0);
}

function label(name: string, register: Register): string {
	return `${name}.${register.name}`;
}

withSvd('the generated registers are those of the device description', t => {
	const {header, table} = generate(xml);
	const folder = fileURLToPath(new URL('../../../boards/chips/nrf5340/', import.meta.url));
	t.is(
		readFileSync(`${folder}registers.h`, 'utf8'),
		header,
		'run: npx tsx boards/chips/nrf5340/gen-registers.ts <nrf5340_application.svd>',
	);
	t.is(readFileSync(`${folder}gen/registers.ts`, 'utf8'), table);
});

test('every peripheral of the simulator is checked here', t => {
	const simulated = Object.entries(used).flatMap(([kind, names]) =>
		kind === 'FICR' || kind === 'UICR' ? [] : names.map(name => name.replace(/_S$/, '')),
	);
	t.deepEqual(new Bench().soc.all.map(({name}) => name).sort(), simulated.sort());
});

withSvd('every readable register holds its reset value', t => {
	let checked = 0;
	for (const {name, peripheral} of simulated()) {
		const bench = benchFor(name, peripheral);
		for (const register of peripheral.registers) {
			if (register.access === 'w') continue;
			if (serialCodes[kindOf(name)] !== undefined && register.offset === enableOffset) continue;
			t.is(bench.get(peripheral.base + register.offset), register.reset, label(name, register));
			checked++;
		}
		t.deepEqual(bench.taken(), [], name);
	}
	t.true(checked > 800, `${checked} registers`);
});

withSvd('a read of a register that can only be written is reported', t => {
	let checked = 0;
	for (const {name, peripheral} of simulated()) {
		const bench = benchFor(name, peripheral);
		for (const register of peripheral.registers) {
			if (register.access !== 'w') continue;
			bench.get(peripheral.base + register.offset);
			t.is(bench.taken().length, 1, label(name, register));
			checked++;
		}
	}
	t.true(checked > 100, `${checked} registers`);
});

withSvd('a write to a register that can only be read is reported and changes nothing', t => {
	let checked = 0;
	for (const {name, peripheral} of simulated()) {
		const bench = benchFor(name, peripheral);
		for (const register of peripheral.registers) {
			if (register.access !== 'r') continue;
			bench.set(peripheral.base + register.offset, ~register.reset >>> 0);
			t.is(bench.taken().length, 1, label(name, register));
			t.is(bench.get(peripheral.base + register.offset), register.reset, label(name, register));
			checked++;
		}
	}
	t.true(checked > 50, `${checked} registers`);
});

withSvd('a reserved bit that is set is reported', t => {
	let checked = 0;
	for (const {name, peripheral} of simulated()) {
		let bench = benchFor(name, peripheral);
		for (const register of peripheral.registers) {
			if (register.access === 'r' || register.mask === 0xffff_ffff) continue;
			const mask = maskAt(name, peripheral.base, register);
			const reserved = (~mask & -~mask) >>> 0;
			if (reserved === 0) continue;
			bench.set(peripheral.base + register.offset, reserved);
			t.regex(bench.taken()[0] ?? 'nothing was reported', /reserved bits/, label(name, register));
			checked++;
			// the write has also switched the peripheral off
			if (register.offset === enableOffset) bench = benchFor(name, peripheral);
		}
	}
	t.true(checked > 800, `${checked} registers`);
});

withSvd('an address between the registers is reported', t => {
	for (const {name, peripheral} of simulated()) {
		const bench = benchFor(name, peripheral);
		const known = new Set(
			[...device.values()]
				.filter(({base}) => base === peripheral.base)
				.flatMap(({registers}) => registers.map(({offset}) => offset)),
		);
		const gap = Array.from({length: 0x100}, (_, index) => 0x200 + 4 * index).find(
			offset => !known.has(offset) && !known.has(offset + 0x300) && !known.has(offset - 0x300),
		)!;
		bench.get(peripheral.base + gap);
		bench.set(peripheral.base + gap, 0);
		t.is(bench.taken().filter(text => text.includes('no register is known')).length, 2, name);
	}
});

withSvd('the information pages hold what the device description says of an erased chip', t => {
	const pages = new DataView(informationPages().buffer);
	const ficr = device.get('FICR_S')!;
	const uicr = device.get('UICR_S')!;
	const part = ficr.registers.find(({name}) => name === 'INFO_PART')!;
	t.is(pages.getUint32(ficr.base - informationBase + part.offset, true), part.reset);
	for (const register of uicr.registers) {
		// the description gives the words of the access port the value that locks it; erased flash is all ones
		if (register.name.endsWith('APPROTECT') || register.name === 'ERASEPROTECT') continue;
		t.is(pages.getUint32(uicr.base - informationBase + register.offset, true), register.reset, register.name);
	}
});
