// Writes registers.h and gen/registers.ts from Nordic's device description, for the peripherals in use.
// Run: npx tsx boards/chips/nrf5340/gen-registers.ts <nrf5340_application.svd>

import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {type Peripheral, type Register, readSvd} from './svd.ts';

const here = import.meta.dirname;

/** The secure instances that the port or the simulator uses, by the name of their first one. */
export const used: Readonly<Record<string, readonly string[]>> = {
	CACHE: ['CACHE_S'],
	CLOCK: ['CLOCK_S'],
	CTRLAP: ['CTRLAP_S'],
	DPPIC: ['DPPIC_S'],
	FICR: ['FICR_S'],
	GPIO: ['P0_S', 'P1_S'],
	GPIOTE: ['GPIOTE0_S'],
	NVMC: ['NVMC_S'],
	OSCILLATORS: ['OSCILLATORS_S'],
	PDM: ['PDM0_S'],
	POWER: ['POWER_S'],
	PWM: ['PWM0_S', 'PWM1_S', 'PWM2_S', 'PWM3_S'],
	REGULATORS: ['REGULATORS_S'],
	RESET: ['RESET_S'],
	RTC: ['RTC0_S', 'RTC1_S'],
	SAADC: ['SAADC_S'],
	SPIM: ['SPIM0_S', 'SPIM1_S', 'SPIM2_S', 'SPIM3_S', 'SPIM4_S'],
	TIMER: ['TIMER0_S', 'TIMER1_S', 'TIMER2_S'],
	TWIM: ['TWIM0_S', 'TWIM1_S', 'TWIM2_S', 'TWIM3_S'],
	UARTE: ['UARTE0_S', 'UARTE1_S', 'UARTE2_S', 'UARTE3_S'],
	UICR: ['UICR_S'],
	VMC: ['VMC_S'],
	WDT: ['WDT0_S', 'WDT1_S'],
};

export function generate(xml: string): {header: string; table: string} {
	const device = readSvd(xml);
	const kinds = Object.entries(used).map(([kind, names]) => ({
		kind,
		instances: names.map(name => device.get(name)!),
	}));
	const notice = /<licenseText>\s*([\s\S]*?)\s*<\/licenseText>/.exec(xml)![1]!.split('\n');
	return {
		header: header(kinds, notice),
		table: table(kinds, notice),
	};
}

type Kind = {readonly kind: string; readonly instances: readonly Peripheral[]};
const origin =
	'Generated from nrf5340_application.svd (nrfx 4.2.1, Nordic) by boards/chips/nrf5340/gen-registers.ts.';

function noticeLines(notice: readonly string[]): string[] {
	return ['', ...notice, ''].map(line => (line === '' ? '//' : `// ${line.trim()}`));
}

function hex(value: number, digits = 8): string {
	return `0x${(value >>> 0).toString(16).padStart(digits, '0')}`;
}

function header(kinds: readonly Kind[], notice: readonly string[]): string {
	const lines = [
		`// ${origin}`,
		...noticeLines(notice),
		'#ifndef NRF5340_REGISTERS_H',
		'#define NRF5340_REGISTERS_H',
		'',
	];
	for (const {kind, instances} of kinds) {
		for (const {name, base, irq} of instances) {
			const plain = name.replace(/_S$/, '');
			lines.push(`#define ${plain}_BASE ${hex(base)}u`);
			if (irq !== undefined) lines.push(`#define ${plain}_IRQ ${irq}`);
		}
		for (const register of instances[0]!.registers.filter(({name}) => !name.startsWith('KEYSLOT_')))
			lines.push(...registerLines(kind, register));
		lines.push('');
	}
	return `${[...lines, '#endif'].join('\n')}\n`;
}

function registerLines(kind: string, register: Register): string[] {
	const {array, name, offset} = register;
	if (array !== undefined && array.index > 0) return [];
	const plain = array === undefined ? name : name.replace(`${array.name}0`, array.name);
	const stride = array === undefined ? [] : [`#define ${kind}_${plain}_STRIDE ${hex(array.stride, 2)}u`];
	// one bit a pin or a memory section: a number says it better than 32 names
	const fields = register.fields.filter(
		({name: field}) => !/^(PIN|CH)\d+$|^S\d+(POWER|RETENTION)$/.test(field),
	);
	return [
		`#define ${kind}_${plain} ${hex(offset, 3)}u`,
		...stride,
		...(/^(TASKS|EVENTS|PUBLISH|SUBSCRIBE)_/.test(name) ? [] : fields).flatMap(field => {
			const prefix = `${kind}_${plain}_${field.name}`;
			const mask = ((2 ** field.width - 1) << field.low) >>> 0;
			const place =
				field.width === 1 ? [`#define ${prefix} ${hex(mask)}u`] : [`#define ${prefix}_SHIFT ${field.low}u`];
			const values =
				field.width === 1
					? []
					: [...field.values].map(
							([value, bits]) => `#define ${prefix}_${value} ${hex((bits << field.low) >>> 0)}u`,
						);
			return [...place, ...values];
		}),
	];
}

function table(kinds: readonly Kind[], notice: readonly string[]): string {
	const lines = [
		`// ${origin}`,
		...noticeLines(notice),
		'',
		'/** Offset, name, access, reset value, bits that exist. */',
		"export type RegisterRow = readonly [number, string, 'rw' | 'r' | 'w', number, number];",
		'export interface KindRow {',
		'\treadonly instances: Readonly<Record<string, {readonly base: number; readonly irq?: number}>>;',
		'\treadonly registers: readonly RegisterRow[];',
		'}',
		'',
		'export const kinds = {',
	];
	for (const {kind, instances} of kinds) {
		lines.push(`\t${kind}: {`, '\t\tinstances: {');
		for (const {name, base, irq} of instances) {
			lines.push(
				`\t\t\t${name.replace(/_S$/, '')}: {base: ${hex(base)}${irq === undefined ? '' : `, irq: ${irq}`}},`,
			);
		}
		lines.push('\t\t},', '\t\tregisters: [');
		for (const {offset, name, access, reset, mask} of instances[0]!.registers) {
			lines.push(`\t\t\t[${hex(offset, 3)}, '${name}', '${access}', ${hex(reset)}, ${hex(mask)}],`);
		}
		lines.push('\t\t],', '\t},');
	}
	return `${[...lines, '} as const satisfies Readonly<Record<string, KindRow>>;'].join('\n')}\n`;
}

if (process.argv[1] === import.meta.filename) {
	const source = process.argv[2];
	if (source === undefined) throw new Error('name the path of nrf5340_application.svd, from nrfx');
	const {header: h, table: ts} = generate(readFileSync(source, 'utf8'));
	writeFileSync(path.join(here, 'registers.h'), h);
	writeFileSync(path.join(here, 'gen/registers.ts'), ts);
}
