// The ABI id: app images and firmware fit together only if it is the same.
import {createHash} from 'node:crypto';
import {errors, type Service} from '../../../bindings/schema.ts';
import {banner} from './names.ts';

/** Version of QuickJS and of its bytecode: `BC_VERSION` in quickjs.c, and how often our patches have changed it. */
const engine = {name: 'quickjs', version: '2025-04-26', bytecode: '4.2'};

/** What an app can see of the firmware, as one string: engine, bytecode, every name, type and range, not the words. */
export function abiString(services: readonly Service[]): string {
	const unseen = new Set(['doc', 'includes', 'byNeed']);
	const seen = (key: string, value: unknown) => (unseen.has(key) ? undefined : value);
	return `${engine.name} ${engine.version} bytecode ${engine.bytecode} ${JSON.stringify([services, errors], seen)}`;
}

function abiBytes(services: readonly Service[]): Buffer {
	return createHash('sha256').update(abiString(services)).digest().subarray(0, 8);
}

export function abiHeader(services: readonly Service[]): string {
	const bytes = [...abiBytes(services)].map(byte => `0x${byte.toString(16).padStart(2, '0')}`);
	return [
		`// ${banner('bindings')}`,
		'#ifndef CN_ABI_H',
		'#define CN_ABI_H',
		'',
		'// First 8 bytes of the sha256 of engine, bytecode version, services and errors.',
		`#define CN_ABI_ID {${bytes.join(', ')}}`,
		'',
		'#endif',
		'',
	].join('\n');
}

export function abiTypes(services: readonly Service[]): string {
	const hex = abiBytes(services).toString('hex');
	return [
		`// ${banner('bindings')}`,
		'',
		'/** Engine id of app images, 8 bytes as hex. */',
		`export const abiId = '${hex}';`,
		'',
		'/** Modules that the firmware has. */',
		`export const nativeModules: readonly string[] = [${services.map(service => `'catnap:${service.name}'`).join(', ')}];`,
		'',
		'/** Of them, those that only firmware for an app that imports them has. */',
		`export const modulesByNeed: readonly string[] = [${services
			.filter(({byNeed}) => byNeed)
			.map(service => `'catnap:${service.name}'`)
			.join(', ')}];`,
		'',
	].join('\n');
}
