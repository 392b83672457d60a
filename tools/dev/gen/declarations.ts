// The `.d.ts` of one service: what `import ... from 'catnap:name'` gives.
import type {BindingFunction, OptionField, Param, Result, Scalar, Service} from '../../../bindings/schema.ts';
import {banner, elements, pascal, sourceOf} from './names.ts';

export function declarations(service: Service): string {
	const body = [
		...Object.entries(service.handles ?? {}).flatMap(([name, handle]) => [
			...comment([handle.doc]),
			`export interface ${name} {`,
			...Object.entries(handle.methods).flatMap(([method, fn]) =>
				inner([...docs(fn), signature(method, fn, true)]),
			),
			...inner([...comment(['Give everything back. A second close does nothing.']), 'close(): void;']),
			'}',
			'',
		]),
		...Object.entries(service.functions).flatMap(([name, fn]) => [
			...docs(fn),
			`export function ${signature(name, fn, true)}`,
		]),
	];
	return [
		`// ${banner(sourceOf(service))}`,
		'',
		`/** ${service.doc} */`,
		`declare module 'catnap:${service.name}' {`,
		...inner(body),
		'}',
		'',
	].join('\n');
}

function inner(lines: readonly string[]): string[] {
	return lines.flatMap(line => line.split('\n')).map(line => (line === '' ? '' : `\t${line}`));
}

function comment(lines: readonly string[]): string[] {
	return lines.length === 1 ? [`/** ${lines[0]} */`] : ['/**', ...lines.map(line => ` * ${line}`), ' */'];
}

function docs(fn: BindingFunction): string[] {
	const codes = ['TYPE', 'RANGE', ...fn.errors].filter(
		code => Object.keys(fn.params).length > 0 || !['TYPE', 'RANGE'].includes(code),
	);
	const verb = fn.returns.type === 'promise' ? 'Rejects with' : 'Throws';
	return comment([
		fn.doc,
		...Object.entries(fn.params).flatMap(([name, param]) => paramDocs(name, param)),
		...(fn.returns.doc === undefined ? [] : [`@returns ${fn.returns.doc}${unitOf(fn.returns)}.`]),
		...(codes.length === 0 ? [] : [`@throws {NativeError} ${verb} ${codes.join(', ')}.`]),
	]);
}

function unitOf(result: Result): string {
	if (result.type === 'us') return ', in us';
	if (result.type === 'i32' && result.unit !== undefined) return `, in ${result.unit}`;
	return result.type === 'promise' && result.of === 'us' ? ', in us' : '';
}

function paramDocs(name: string, param: Param): string[] {
	const own = `@param ${name} ${param.doc}${rangeOf(param)}.`;
	if (param.type !== 'options') return [own];
	const fields = Object.entries(param.fields).map(([field, facts]) => {
		const preset = facts.default === undefined ? '' : ` Default ${JSON.stringify(facts.default)}.`;
		return `@param ${name}.${field} ${facts.doc}${rangeOf(facts)}.${preset}`;
	});
	return [own, ...fields];
}

/** `, 1 to 4096 us`: what is allowed, as documentation says it. */
export function rangeOf(param: Param | OptionField | Scalar): string {
	switch (param.type) {
		case 'u32':
		case 'i32':
		case 'f64':
		case 'us':
			return `, ${shown(param.min)} to ${shown(param.max)}${param.unit === undefined ? '' : ` ${param.unit}`}`;
		case 'text':
		case 'chars':
			return `, ${param.minBytes} to ${param.maxBytes} bytes`;
		case 'array':
			return `, ${param.min} to ${param.max} elements`;
		default:
			return '';
	}
}

function shown(value: number): string {
	return value === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : String(value);
}

/** Of `stepParams`. */
const stepSignature =
	'<Step, Item extends {readonly atUs: number}>(step: Step, item: Item, failed: (error: unknown) => unknown): Promise<Step>;';

/** @param withDocs fields of a result say what they are. */
export function signature(name: string, fn: BindingFunction, withDocs = false): string {
	if (fn.returns.type === 'step') return `${name}${stepSignature}`;
	const params = Object.entries(fn.params).map(
		([param, facts]) => `${param}${isOptional(facts) ? '?' : ''}: ${typeOf(facts)}`,
	);
	return `${name}(${params.join(', ')}): ${resultType(fn.returns, withDocs)};`;
}

/** With docs a line for each field. */
function structType(fields: Extract<Result, {readonly type: 'struct'}>['fields'], withDocs: boolean): string {
	const members = Object.entries(fields).map(([name, field]) => {
		const type = `readonly ${name}: ${typeOf({...field} as OptionField)}`;
		const unit = 'unit' in field && field.unit !== undefined ? `, in ${field.unit}` : '';
		return withDocs ? `\t/** ${field.doc}${unit}. */\n\t${type};\n` : type;
	});
	return withDocs ? `{\n${members.join('')}}` : `{${members.join('; ')}}`;
}

function isOptional(param: Param): boolean {
	return param.type === 'options' && Object.values(param.fields).every(field => field.default !== undefined);
}

function typeOf(param: Param | OptionField): string {
	switch (param.type) {
		case 'u32':
		case 'i32':
		case 'f64':
		case 'us':
			return 'number';
		case 'bool':
			return 'boolean';
		case 'text':
		case 'chars':
			return 'string';
		case 'choice':
			return union(param.values);
		case 'array':
			return elements[param.of].array;
		case 'handle':
			return pascal(param.handle);
		case 'object':
			return 'object';
		case 'function':
			return '(error: unknown) => unknown';
		case 'callback':
			return `(${param.args.map(arg => `${arg.name}: number`).join(', ')}) => void`;
		case 'options':
			return `{${Object.entries(param.fields)
				.map(([name, field]) => `readonly ${name}${field.default === undefined ? '' : '?'}: ${typeOf(field)}`)
				.join('; ')}}`;
	}
}

function union(values: Readonly<Record<string, string>>): string {
	return Object.keys(values)
		.map(text => `'${text}'`)
		.join(' | ');
}

function resultType(result: Result, withDocs: boolean): string {
	switch (result.type) {
		case 'nothing':
		case 'releases':
			return 'void';
		case 'never':
			return 'never';
		case 'bool':
			return 'boolean';
		case 'choice':
			return union(result.values);
		case 'struct':
			return structType(result.fields, withDocs);
		case 'view':
			return elements[result.of].array;
		case 'handle':
			return pascal(result.handle);
		case 'promise':
			return `Promise<${{nothing: 'void', us: 'number', u32: 'number', bool: 'boolean'}[result.of]}>`;
		default:
			return 'number';
	}
}
