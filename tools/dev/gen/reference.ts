// The reference page of the native services.
import type {BindingFunction, Param, Service} from '../../../bindings/schema.ts';
import {errors} from '../../../bindings/schema.ts';
import {rangeOf, signature} from './declarations.ts';
import {banner} from './names.ts';

export function reference(services: readonly Service[]): string {
	const lines = [
		`<!-- ${banner('bindings/api')} -->`,
		'# Reference: native services',
		'',
		'What the library in `ts-src` is built on. Apps import the library; a native service is there when something imports',
		'it as `catnap:<service>`. Values are never converted: a string is not a number. Every error has a `code`; an error',
		'of an argument also has `expected` and `received`.',
		'',
		...services.flatMap(serviceLines),
		'## Errors',
		'',
		'| code | in C | meaning |',
		'|---|---|---|',
		...Object.entries(errors).map(([name, {value, doc}]) => `| \`${name}\` | ${value} | ${doc} |`),
		'',
	];
	return lines.join('\n');
}

function serviceLines(service: Service): string[] {
	return [
		`## \`catnap:${service.name}\``,
		'',
		service.doc,
		'',
		...Object.entries(service.functions).flatMap(([name, fn]) => functionLines(name, fn)),
		...Object.entries(service.handles ?? {}).flatMap(([name, handle]) => [
			`### ${name}`,
			'',
			`${handle.doc} \`close()\` gives everything back; a second close does nothing.`,
			'',
			...Object.entries(handle.methods).flatMap(([method, fn]) => functionLines(`${name}.${method}`, fn)),
		]),
	];
}

function functionLines(name: string, fn: BindingFunction): string[] {
	return [
		`- \`${signature(name, fn)}\``,
		`  ${fn.doc}`,
		...Object.entries(fn.params).flatMap(([param, facts]) => paramLines(param, facts)),
		...(fn.returns.doc === undefined ? [] : [`  - returns: ${fn.returns.doc}`]),
		...(fn.errors.length === 0 ? [] : [`  - errors: ${fn.errors.map(code => `\`${code}\``).join(', ')}`]),
		'',
	];
}

function paramLines(name: string, param: Param): string[] {
	const own = `  - \`${name}\`: ${param.doc}${rangeOf(param)}`;
	if (param.type !== 'options') return [own];
	const fields = Object.entries(param.fields).map(([field, facts]) => {
		const preset = facts.default === undefined ? '' : ` (default ${JSON.stringify(facts.default)})`;
		return `    - \`${field}\`: ${facts.doc}${rangeOf(facts)}${preset}`;
	});
	return [own, ...fields];
}
