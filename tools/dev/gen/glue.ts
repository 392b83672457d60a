// The C glue of one native function: read and check arguments, call one C function, convert its result.
import type {BindingFunction, CallbackArgument, Handle, Param, Service} from '../../../bindings/schema.ts';
import {elements, snake} from './names.ts';
import {choiceTable, type Pieces, paramPieces} from './params.ts';

export interface Scope {
	readonly service: Service;
	/** The handle whose method it is. */
	readonly handle?: {readonly name: string; readonly facts: Handle};
}

export interface Glue {
	/** Name of the C function. */
	readonly name: string;
	readonly text: string;
}

export function className(service: Service, handle: string): string {
	return `${service.name}_${snake(handle).replace(/^_/, '')}_class`;
}

/** Number of callback slots that methods of a handle need; the n-th callback parameter has slot n. */
export function slotsOf(handle: Handle): number {
	return Object.values(handle.methods).filter(method => callbackOf(method) !== undefined).length;
}

function callbackOf(fn: BindingFunction): [string, Param & {type: 'callback'}] | undefined {
	const found = Object.entries(fn.params).filter(([, param]) => param.type === 'callback');
	if (found.length > 1) throw new Error(`${fn.calls}: one callback a function is supported`);
	return found[0] as [string, Param & {type: 'callback'}] | undefined;
}

export function functionGlue(scope: Scope, name: string, fn: BindingFunction): Glue {
	const owner = scope.handle === undefined ? '' : `${snake(scope.handle.name).replace(/^_/, '')}_`;
	const prefix = `${scope.service.name}_${owner}${snake(name)}`;
	const shown = `${scope.handle === undefined ? scope.service.name : scope.handle.name}.${name}`;
	const params = Object.entries(fn.params).map(([paramName, param], i) =>
		paramPieces(param, {prefix, name: paramName, value: `argv[${i}]`}, handle =>
			className(scope.service, handle),
		),
	);
	const all = (part: keyof Pieces) => params.flatMap(one => one[part]);
	const made = madeBefore(scope, fn, shown);
	const late = [...made, ...selfCheck(scope), ...all('late')];
	const release = [...all('release'), ...ownRelease(fn)];
	const call = resultLines(scope, fn, [
		...(fn.first ?? []),
		...(scope.handle ? ['self'] : []),
		...all('args'),
	]);
	const checks = [`cn_arg_count(&call, argc, ${params.length}) < 0`, ...all('checks'), ...late];
	const locals = [...all('locals'), ...ownLocals(scope, fn), ...(call.locals ?? [])];
	const tables = [...all('tables'), ...resultTables(fn, prefix), ...trampoline(fn, prefix)];
	const failed = fn.returns.type === 'promise' ? 'cn_failed_promise(&call)' : 'cn_failed(&call)';
	const text = [
		...tables,
		`static JSValue js_${prefix}(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {`,
		...(scope.handle === undefined ? ['\t(void)this_val;'] : []),
		...(params.length === 0 ? ['\t(void)argv;'] : []),
		`\tconst struct cn_call call = {ctx, "${shown}"};`,
		...(release.length === 0 ? [] : ['\tJSValue result = JS_EXCEPTION;']),
		...locals.map(line => `\t${line}`),
		`\tif (${checks.join(' ||\n\t\t')}) {`,
		release.length === 0 ? `\t\treturn ${failed};` : '\t\tgoto done;',
		'\t}',
		...(release.length === 0 ? returned(call) : kept(call)).map(line => `\t${line}`),
		...(release.length === 0 ? [] : ['done:', ...release.map(line => `\t${line}`)]),
		...(release.length === 0 ? [] : [`\treturn JS_IsException(result) ? ${failed} : result;`]),
		'}',
	];
	return {name: `js_${prefix}`, text: indent(text, prefix)};
}

/** Tabs to four spaces, and `@` in result lines to the function's prefix. */
function indent(lines: readonly string[], prefix: string): string {
	return lines.join('\n').replaceAll('\t', '    ').replaceAll('@', prefix);
}

/** What is made before the C call, because afterwards it must not fail: slot, promise, empty handle. */
function madeBefore(scope: Scope, fn: BindingFunction, shown: string): string[] {
	const owner = scope.handle === undefined ? 'JS_UNDEFINED' : 'this_val';
	const made: string[] = [];
	const callback = callbackOf(fn);
	if (callback !== undefined) {
		const [name, param] = callback;
		const index = Object.keys(fn.params).indexOf(name);
		const once = param.onceIfZero === undefined ? 'false' : `${snake(param.onceIfZero)} == 0`;
		made.push(`!(slot = cn_slot_new(ctx, argv[${index}], ${owner}, ${once}))`);
	}
	if (fn.returns.type === 'promise') {
		made.push(`!(token = cn_token_new(ctx, ${owner}, cn_convert_${fn.returns.of}, "${shown}", &made))`);
	}
	if (fn.returns.type === 'step') {
		made.push(`!(token = cn_token_step(ctx, ${owner}, argv, "${shown}", &made))`);
	}
	if (fn.returns.type === 'handle') {
		made.push(`JS_IsException(made = cn_handle_new(&call, &${className(scope.service, fn.returns.handle)}))`);
	}
	return made;
}

function selfCheck(scope: Scope): string[] {
	if (scope.handle === undefined) return [];
	return [
		`!(self = cn_handle_native(&call, this_val, "this", &${className(scope.service, scope.handle.name)}))`,
	];
}

function takesToken(fn: BindingFunction): boolean {
	return fn.returns.type === 'promise' || fn.returns.type === 'step';
}

function ownLocals(scope: Scope, fn: BindingFunction): string[] {
	const makes = takesToken(fn) || fn.returns.type === 'handle';
	return [
		...(scope.handle === undefined ? [] : [`${scope.handle.facts.struct} *self = NULL;`]),
		...(callbackOf(fn) === undefined ? [] : ['struct cn_slot *slot = NULL;']),
		...(takesToken(fn) ? ['struct cn_token *token = NULL;'] : []),
		...(makes ? ['JSValue made = JS_UNDEFINED;'] : []),
	];
}

function ownRelease(fn: BindingFunction): string[] {
	return [
		...(callbackOf(fn) === undefined ? [] : ['cn_slot_free(ctx, slot);']),
		...(takesToken(fn) ? ['if (token) {', '\tcn_token_drop(ctx, token);', '}'] : []),
		...(takesToken(fn) || fn.returns.type === 'handle' ? ['JS_FreeValue(ctx, made);'] : []),
	];
}

function resultTables({returns}: BindingFunction, prefix: string): string[] {
	if (returns.type === 'choice') return [choiceTable(`${prefix}_results`, returns.values)];
	if (returns.type !== 'struct') return [];
	const fields = Object.entries(returns.fields);
	const texts = (name: string) => `${prefix}_${snake(name)}_texts`;
	const row = ([name, field]: (typeof fields)[number]) => {
		const choices = field.type === 'choice' ? `${sizeOf(field.values)}, ${texts(name)}` : '0, NULL';
		return `\t{"${name}", CN_MEMBER(${returns.struct}, ${snake(name)}), ${choices}},`;
	};
	return [
		...fields.flatMap(([name, field]) =>
			field.type === 'choice' ? [choiceTable(texts(name), field.values)] : [],
		),
		`static const struct cn_field ${prefix}_fields[] = {`,
		...fields.map(row),
		'};',
	];
}

const argumentTypes = {us: 'uint64_t', i32: 'int32_t', u32: 'uint32_t'} as const;

function argumentValue({type, name}: CallbackArgument): string {
	if (type === 'us') return `cn_us_value(cn_engine_context(), ${snake(name)})`;
	return `JS_New${type === 'i32' ? 'Int32' : 'Uint32'}(cn_engine_context(), ${snake(name)})`;
}

/** The C function that native code calls, with the slot as its context. */
function trampoline(fn: BindingFunction, prefix: string): string[] {
	const callback = callbackOf(fn);
	if (callback === undefined) return [];
	const [name, {args}] = callback;
	const declared = args.map(arg => `, ${argumentTypes[arg.type]} ${snake(arg.name)}`).join('');
	return [
		`static void ${prefix}_${snake(name)}(void *context${declared}) {`,
		...(args.length > 0 ? [`\tJSValue values[] = {${args.map(argumentValue).join(', ')}};`] : []),
		`\tcn_slot_call(context, ${args.length}, ${args.length > 0 ? 'values' : 'NULL'});`,
		'}',
		'',
	];
}

interface Call {
	readonly locals?: string[];
	readonly lines: string[];
	/** What the function returns after them. */
	readonly value: string;
	readonly after?: string[];
}

/** The end of a function that releases nothing. */
function returned(call: Call): string[] {
	return [...call.lines, `return ${call.value};`];
}

/** A block of its own, so that no jump to `done` passes over a declaration. */
function kept(call: Call): string[] {
	const lines = [...call.lines, `result = ${call.value};`, ...(call.after ?? [])];
	return ['{', ...lines.map(line => `\t${line}`), '}'];
}

function resultLines(scope: Scope, fn: BindingFunction, args: readonly string[]): Call {
	const detach =
		fn.detaches && scope.handle
			? [`cn_handle_detach(ctx, this_val, &${className(scope.service, scope.handle.name)});`]
			: [];
	const call = callLines(fn, args, scope);
	return {...call, lines: [...detach, ...call.lines]};
}

function callLines(fn: BindingFunction, args: readonly string[], scope: Scope): Call {
	const called = (extra: readonly string[] = []) => `${fn.calls}(${[...args, ...extra].join(', ')})`;
	const keep = keepSlot(scope, fn);
	const checked = (extra: readonly string[] = []) =>
		fn.infallible ? [`${called(extra)};`] : checkedCall(called(extra));
	const {returns} = fn;
	switch (returns.type) {
		case 'nothing':
			if (keep.length > 0 || fn.infallible) return {lines: [...checked(), ...keep], value: 'JS_UNDEFINED'};
			return {lines: [], value: `cn_give_nothing(&call, ${called()})`};
		case 'never':
			if (fn.infallible) return {lines: [`${called()};`], value: 'JS_UNDEFINED'};
			return {lines: [], value: `cn_give_nothing(&call, ${called()})`};
		case 'i32':
			if (keep.length > 0) return {lines: [...checked(), ...keep], value: 'JS_NewInt32(ctx, res)'};
			return {lines: [], value: `cn_give_i32(&call, ${called()})`};
		case 'bool':
			return {lines: [], value: `cn_give_bool(&call, ${called()})`};
		case 'us':
			return {lines: [], value: `cn_us_value(ctx, ${called()})`};
		case 'f64':
			return {
				locals: ['double number = 0;'],
				lines: [`int res = ${called(['&number'])};`],
				value: 'cn_give_f64(&call, res, number)',
			};
		case 'choice':
			return {lines: [], value: `cn_give_choice(&call, ${called()}, @_results, ${sizeOf(returns.values)})`};
		case 'struct':
			return structLines(returns, called(['&made_of']), fn.infallible === true);
		case 'view':
			return viewLines(scope, returns.of, called(['&view_count', '&error']));
		case 'promise':
		case 'step':
			return {
				lines: [...checked(['cn_token_done', 'token']), 'token = NULL;'],
				value: 'made',
				after: ['made = JS_UNDEFINED;'],
			};
		case 'handle':
			return handleLines(className(scope.service, returns.handle), called(['&error']));
		case 'releases':
			return releaseLines(`${scope.service.name}.${returns.of}`, args, called());
	}
}

/** A call after whose success more is to be done before the result is given. */
function checkedCall(called: string): string[] {
	return [`int res = ${called};`, 'if (res < 0) {', '\tcn_throw_code(&call, res);', '\tgoto done;', '}'];
}

function structLines(
	returns: BindingFunction['returns'] & {type: 'struct'},
	called: string,
	isInfallible: boolean,
): Call {
	const count = sizeOf(returns.fields);
	return {
		locals: [`${returns.struct} made_of;`],
		lines: [`${isInfallible ? '' : 'int res = '}${called};`],
		value: `cn_give_record(&call, ${isInfallible ? 0 : 'res'}, &made_of, @_fields, ${count})`,
	};
}

function sizeOf(table: object): number {
	return Object.keys(table).length;
}

function keepSlot(scope: Scope, fn: BindingFunction): string[] {
	if (callbackOf(fn) === undefined) return [];
	if (scope.handle === undefined) {
		if (fn.returns.type !== 'i32') throw new Error(`${fn.calls}: a callback needs an id by which it ends`);
		return ['cn_slot_keep(slot, call.name, res);', 'slot = NULL; // native code has it now'];
	}
	const methods = Object.values(scope.handle.facts.methods).filter(
		method => callbackOf(method) !== undefined,
	);
	const kept = `cn_handle_slot(ctx, this_val, &${className(scope.service, scope.handle.name)}, ${methods.indexOf(fn)}, slot);`;
	return [kept, 'slot = NULL;'];
}

/** Only ids of this service's own callbacks are handed to C: others may belong to native code. */
function releaseLines(name: string, args: readonly string[], called: string): Call {
	return {
		lines: [
			`struct cn_slot *found = cn_slot_find("${name}", ${args.at(-1)});`,
			'if (found) {',
			`\t(void)${called};`,
			'\tcn_slot_free(ctx, found);',
			'}',
		],
		value: 'JS_UNDEFINED',
	};
}

function viewLines(scope: Scope, of: keyof typeof elements, called: string): Call {
	if (scope.handle === undefined) throw new Error('a view needs a handle that owns its memory');
	const {c, engine} = elements[of];
	const owner = className(scope.service, scope.handle.name);
	return {
		locals: ['size_t view_count = 0;', 'int error = 0;'],
		lines: [`const ${c} *view = ${called};`],
		value: `cn_give_view(&call, error, this_val, &${owner}, view, view_count, sizeof *view, ${engine})`,
	};
}

function handleLines(owner: string, called: string): Call {
	return {
		locals: ['int error = 0;'],
		lines: [
			`void *native = ${called};`,
			'if (!native) {',
			'\tcn_throw_code(&call, error);',
			'\tgoto done;',
			'}',
			`cn_handle_fill(made, &${owner}, native);`,
		],
		value: 'made',
		after: ['made = JS_UNDEFINED;'],
	};
}
