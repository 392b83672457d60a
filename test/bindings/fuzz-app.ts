// An app that calls every native function wrongly in every way, and says `BAD ...` for each answer that is not an
// error with code, expected and received. It knows what is right from the descriptions, and nothing of the glue.
import {errors, type Service} from '../../bindings/schema.ts';

/** Every argument of every function takes every wrong value. */
export function fuzzApp(services: readonly Service[]): string {
	return `${harness(services)}
for (const [name, fn, self] of await everything()) {
	if (!/^probe\\.(fail|refused)$/.test(name)) await fuzz(name, fn, self);
}
await afterClose();
print(\`done: \${calls} calls, \${refused} refused, \${bad} bad\`);
`;
}

/** Every function with right arguments, and each allocation of each call fails once. */
export function memoryApp(services: readonly Service[]): string {
	return `${harness(services)}
for (const [name, fn, self] of await everything()) {
	if (fn.returns.type !== 'never' && name !== 'probe.fail') exhaust(name, fn, self);
}
for (const handle of handles) handle.close();
print(\`done: \${calls} calls, \${refused} refused, \${bad} bad\`);
`;
}

function harness(services: readonly Service[]): string {
	const imports = services.map(({name}) => `import * as ${name}_module from 'catnap:${name}';`);
	const modules = services.map(({name}) => `${name}: ${name}_module`).join(', ');
	return `${imports.join('\n')}
const services = ${JSON.stringify(services)};
const modules = {${modules}};
const codes = new Set(${JSON.stringify(Object.keys(errors))});
const arrays = {int8: Int8Array, uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array, int32: Int32Array,
	uint32: Uint32Array, float32: Float32Array, float64: Float64Array};
${body}`;
}

// Plain JavaScript that runs on the board.
const body = String.raw`
let calls = 0, refused = 0, bad = 0, shown = 0;
const handles = [];
const print = text => modules.console.write('log', text);

function describe(value) {
	try { return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value); } catch { return typeof value; }
}
function complain(name, args, answer) {
	bad++;
	if (shown++ < 20) print('BAD ' + name + '(' + args.map(describe).join(', ') + '): ' + describe(answer) + ' ' + answer?.message + ' ' + answer?.code);
}

// What the descriptions allow.
function allows(param, value) {
	switch (param.type) {
		case 'u32': case 'i32': case 'us':
			return Number.isInteger(value) && value >= param.min && value <= param.max;
		case 'f64': return typeof value === 'number' && value >= param.min && value <= param.max;
		case 'bool': return typeof value === 'boolean';
		case 'choice': return typeof value === 'string' && Object.hasOwn(param.values, value);
		case 'text': case 'chars':
			return typeof value === 'string' && utf8Length(value) >= param.minBytes && utf8Length(value) <= param.maxBytes &&
				(param.type === 'text' || !value.includes('\0'));
		case 'array':
			return ArrayBuffer.isView(value) && value instanceof arrays[param.of] && value.length >= param.min && value.length <= param.max &&
				value.buffer.byteLength > 0 | param.min === 0;
		case 'callback': case 'function': return typeof value === 'function';
		case 'object': return (typeof value === 'object' && value !== null) || typeof value === 'function';
		case 'handle': return handles.includes(value) && !value.closed;
		case 'options': return (typeof value === 'object' && value !== null) || typeof value === 'function' ||
			(value === undefined && Object.values(param.fields).every(field => field.default !== undefined));
	}
}
function utf8Length(text) {
	let length = 0;
	for (const one of text) { const code = one.codePointAt(0); length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4; }
	return length;
}
function valueOf(param) {
	switch (param.type) {
		case 'u32': case 'i32': case 'us': return param.min > 0 ? param.min : Math.min(param.max, 3);
		case 'f64': return 0.25;
		case 'bool': return true;
		case 'choice': return Object.keys(param.values)[0];
		case 'text': case 'chars': return 'x'.repeat(Math.max(param.minBytes, 1));
		case 'array': return new arrays[param.of](Math.max(param.min, 2));
		case 'callback': case 'function': return () => {};
		case 'object': return {};
		case 'handle': return handles[0];
		case 'options': return Object.fromEntries(Object.entries(param.fields).map(([name, field]) => [name, special[name] ?? valueOf(field)]));
	}
}
// The accelerometer of the native board, and a band that fits its rate.
const special = {bus: 0, address: 0x19, alertPin: 23, rateHz: 200, rateMillihz: 200_000, rangeG: 2, rangeDps: 0, switched: false, watermark: 10, samples: 20, hop: 20, thresholdMg: 250, highHz: 90};
const valuesOf = fn => fn.returns.handle === 'Model' ? [0, -1, -1] : Object.values(fn.params).map(valueOf);

// What was started must end, or the board would never sleep for good.
function release(name, result) {
	const [service, fn] = name.split('.');
	const found = Object.entries(services.find(one => one.name === service)?.functions ?? {}).find(([, one]) => one.returns.of === fn && one.returns.type === 'releases');
	if (found !== undefined) modules[service][found[0]](result);
}

async function attempt(name, method, self, args, right) {
	calls++;
	const [a, b, c, d] = args;
	let result;
	try {
		// no apply: it would allocate, and that could fail in the call's name
		result = self === undefined
			? [() => method(), () => method(a), () => method(a, b), () => method(a, b, c), () => method(a, b, c, d)]
			: [() => method.call(self), () => method.call(self, a), () => method.call(self, a, b), () => method.call(self, a, b, c), () => method.call(self, a, b, c, d)];
	} catch { return undefined; }
	const call = result[Math.min(args.length, 4)];
	try {
		result = call();
		if (result instanceof Promise) {
			result.catch(() => {});
			if (right) return undefined;
			result = await result;
		}
	} catch (error) {
		refused++;
		const own = error instanceof Error && error.message === 'getter';
		const proper = error instanceof Error && codes.has(error.code) && typeof error.message === 'string' &&
			(right || error.code === 'CLOSED' || (typeof error.expected === 'string' && typeof error.received === 'string'));
		if (!own && !proper) complain(name, args, error);
		return undefined;
	}
	if (!right) complain(name, args, result);
	release(name, result);
	return result;
}

const box = modules.probe.open(16), other = modules.probe.open(16);
handles.push(box, other);
const detached = Object.fromEntries(Object.entries(arrays).map(([name, type]) => [name, new type(other.bytes().buffer)]));
other.close();
other.closed = true;

const odd = [undefined, null, true, false, 0, -0, -1, 0.5, 1.0000001, 255, 256, 4097, 65536, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 31) - 1, NaN,
	Infinity, -Infinity, 1e300, 10n, Symbol('s'), '', 'x', 'red', 'rising', 'a\0b', 'é'.repeat(8), '\ud800', 'long'.repeat(50), {}, [], [1, 2], () => {}, class {},
	new Uint8Array(0), new Uint8Array(3), new Int16Array(9), new Int16Array(2), new Float32Array(2), new Float64Array(2), new BigInt64Array(2), new Uint8ClampedArray(2),
	new DataView(new ArrayBuffer(4)), new ArrayBuffer(4), new Date(0), /x/, new Map(), Promise.resolve(1), box, other,
	{valueOf() { throw new Error('getter'); }}, {toString() { throw new Error('getter'); }}, {get size() { throw new Error('getter'); }},
	{[Symbol.toPrimitive]() { throw new Error('getter'); }}, Object.create(null), ...Object.values(detached),
	new Proxy({}, {get() { throw new Error('getter'); }}), new Proxy(() => {}, {}), new Proxy(new Uint8Array(4), {})];

async function everything() {
	const list = [];
	for (const service of services) {
		for (const [name, fn] of Object.entries(service.functions)) list.push([service.name + '.' + name, fn, undefined]);
		for (const [name, handle] of Object.entries(service.handles ?? {})) {
			for (const [method, fn] of Object.entries(handle.methods)) list.push([name + '.' + method, fn, await sampleOf(service, name)]);
		}
	}
	return list;
}
const samples = new Map();
async function sampleOf(service, name) {
	if (name === 'Box') return box;
	if (!samples.has(name)) {
		const [opener, fn] = Object.entries(service.functions).find(([, fn]) => fn.returns.handle === name);
		const handle = modules[service.name][opener](...valuesOf(fn));
		handles.push(handle);
		samples.set(name, handle);
	}
	return samples.get(name);
}

const methodOf = (name, self) => self === undefined ? modules[name.split('.')[0]][name.split('.')[1]] : self[name.split('.')[1]];

// Right calls, of which the allocation 1, 2, 3 ... fails, until none is left to fail.
function exhaust(name, fn, self) {
	const method = methodOf(name, self), {fail, refused: failures} = modules.probe;
	for (let nth = 1; ; nth++) {
		const [a, b, c, d] = valuesOf(fn), before = failures();
		let result, error;
		fail(nth);
		try {
			result = self === undefined ? callPlain(method, fn, a, b, c, d) : callMethod(method, fn, self, a, b, c, d);
		} catch (thrown) {
			error = thrown;
		}
		fail(0);
		calls++;
		const failed = failures() > before;
		if (error !== undefined) {
			refused++;
			if (!(error instanceof Error) || !codes.has(error.code)) complain(name, [nth], error);
		}
		if (result instanceof Promise) result.catch(() => {});
		else if (error === undefined) release(name, result);
		try { result?.close?.(); } catch {}
		if (!failed) return;
		if (nth > 100) return complain(name, [nth], 'no end');
	}
}
// By number of arguments: no array and no closure, whose memory could fail in the call's name.
function callPlain(method, fn, a, b, c, d) {
	switch (countOf.get(fn)) {
		case 0: return method();
		case 1: return method(a);
		case 2: return method(a, b);
		case 3: return method(a, b, c);
		default: return method(a, b, c, d);
	}
}
function callMethod(method, fn, self, a, b, c, d) {
	switch (countOf.get(fn)) {
		case 0: return method.call(self);
		case 1: return method.call(self, a);
		case 2: return method.call(self, a, b);
		case 3: return method.call(self, a, b, c);
		default: return method.call(self, a, b, c, d);
	}
}
(() => {}).call(null); // built-in functions are made when they are first used
const countOf = new Map();
for (const service of services) {
	for (const group of [service.functions, ...Object.values(service.handles ?? {}).map(handle => handle.methods)]) {
		for (const fn of Object.values(group)) countOf.set(fn, Object.keys(fn.params).length);
	}
}

async function fuzz(name, fn, self) {
	const method = methodOf(name, self), params = Object.entries(fn.params), right = valuesOf(fn);
	const ends = fn.returns.type === 'never';
	for (let count = 0; count < right.length; count++) {
		const missing = params.slice(count).some(([, param]) => !allows(param, undefined));
		if (missing) await attempt(name, method, self, right.slice(0, count), false);
	}
	await attempt(name, method, self, [...right, 1].slice(0, right.length + 1), right.length >= 4);
	for (let i = 0; i < params.length; i++) {
		const [, param] = params[i];
		for (const value of odd) {
			const fits = allows(param, value);
			if (fits && (ends || param.type === 'options')) continue;
			await attempt(name, method, self, right.with(i, value), fits);
		}
		if (param.type === 'options') await fuzzFields(name, method, self, right, i, param.fields);
	}
	if (self !== undefined) {
		for (const value of odd) if (value !== box && value !== self) await attempt(name, method, value, right, false);
	}
}

async function fuzzFields(name, method, self, right, index, fields) {
	for (const [field, facts] of Object.entries(fields)) {
		for (const value of odd) {
			const fits = allows(facts, value) || (value === undefined && facts.default !== undefined);
			await attempt(name, method, self, right.with(index, {...right[index], [field]: value}), fits);
		}
		const throwing = {...right[index]};
		Object.defineProperty(throwing, field, {get() { throw new Error('getter'); }});
		await attempt(name, method, self, right.with(index, throwing), false);
	}
}

async function afterClose() {
	for (const service of services) {
		for (const [name, handle] of Object.entries(service.handles ?? {})) {
			const sample = await sampleOf(service, name);
			// a getter that closes the handle in the midst of its own call
			for (const [method, fn] of Object.entries(handle.methods)) {
				const at = Object.values(fn.params).findIndex(param => param.type === 'options');
				if (at < 0) continue;
				const right = valuesOf(fn), closing = {...right[at]};
				const field = Object.keys(closing)[0], value = closing[field];
				Object.defineProperty(closing, field, {get() { sample.close(); return value; }});
				await attempt(name + '.' + method, sample[method], sample, right.with(at, closing), false);
			}
			sample.close();
			sample.close();
			for (const [method, fn] of Object.entries(handle.methods)) await attempt(name + '.' + method, sample[method], sample, valuesOf(fn), false);
		}
	}
}
`;
